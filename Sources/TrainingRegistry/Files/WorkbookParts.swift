/// The parts of a workbook beside its sheets (ECMA-376 part 1, and part 2 for how they are tied).
enum WorkbookParts {
    static let declaration = #"<?xml version="1.0" encoding="UTF-8" standalone="yes"?>"#
    static let main = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
    private static let types = "http://schemas.openxmlformats.org/package/2006/content-types"
    private static let ties = "http://schemas.openxmlformats.org/package/2006/relationships"
    private static let office =
        "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
    private static let media = "application/vnd.openxmlformats-officedocument.spreadsheetml"

    /// For sheets in their order; their names are ours and need no escapes.
    static func all(sheets: [String]) -> [(path: String, content: String)] {
        let numbered = sheets.enumerated().map { (number: $0.offset + 1, name: $0.element) }
        let styles = sheets.count + 1
        return [
            (
                "xl/workbook.xml",
                """
                \(declaration)<workbook xmlns="\(main)" xmlns:r="\(office)"><sheets>\
                \(numbered.map {
                    #"<sheet name="\#($0.name)" sheetId="\#($0.number)" r:id="r\#($0.number)"/>"#
                }.joined())</sheets></workbook>
                """
            ),
            (
                "xl/_rels/workbook.xml.rels",
                """
                \(declaration)<Relationships xmlns="\(ties)">\(numbered.map {
                    tie($0.number, "worksheet", "worksheets/sheet\($0.number).xml")
                }.joined())\(tie(styles, "styles", "styles.xml"))</Relationships>
                """
            ),
            ("xl/styles.xml", self.styles),
            (
                "_rels/.rels",
                """
                \(declaration)<Relationships xmlns="\(ties)">\
                \(tie(1, "officeDocument", "xl/workbook.xml"))</Relationships>
                """
            ),
            (
                "[Content_Types].xml",
                """
                \(declaration)<Types xmlns="\(types)"><Default Extension="rels" ContentType=\
                "application/vnd.openxmlformats-package.relationships+xml"/>\
                \(part("/xl/workbook.xml", "sheet.main"))\(part("/xl/styles.xml", "styles"))\
                \(numbered.map {
                    part("/xl/worksheets/sheet\($0.number).xml", "worksheet")
                }.joined())</Types>
                """
            ),
        ]
    }

    private static func tie(_ number: Int, _ kind: String, _ target: String) -> String {
        #"<Relationship Id="r\#(number)" Type="\#(office)/\#(kind)" Target="\#(target)"/>"#
    }

    private static func part(_ path: String, _ kind: String) -> String {
        #"<Override PartName="\#(path)" ContentType="\#(media).\#(kind)+xml"/>"#
    }

    /// 0 is plain, 1 a day, 2 the header.
    private static let styles = """
        \(declaration)<styleSheet xmlns="\(main)">\
        <numFmts count="1"><numFmt numFmtId="164" formatCode="yyyy\\-mm\\-dd"/></numFmts>\
        <fonts count="2"><font><sz val="11"/><name val="Calibri"/></font>\
        <font><b/><sz val="11"/><name val="Calibri"/></font></fonts>\
        <fills count="2"><fill><patternFill patternType="none"/></fill>\
        <fill><patternFill patternType="gray125"/></fill></fills>\
        <borders count="1"><border><left/><right/><top/><bottom/><diagonal/></border></borders>\
        <cellStyleXfs count="1"><xf numFmtId="0" fontId="0" fillId="0" borderId="0"/>\
        </cellStyleXfs><cellXfs count="3">\
        <xf numFmtId="0" fontId="0" fillId="0" borderId="0" xfId="0"/>\
        <xf numFmtId="164" fontId="0" fillId="0" borderId="0" xfId="0" applyNumberFormat="1"/>\
        <xf numFmtId="0" fontId="1" fillId="0" borderId="0" xfId="0" applyFont="1"/></cellXfs>\
        <cellStyles count="1"><cellStyle name="Normal" xfId="0" builtinId="0"/></cellStyles>\
        </styleSheet>
        """
}
