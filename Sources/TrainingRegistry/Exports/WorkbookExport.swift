import Postgres

/// A workbook of Office Open XML (ECMA-376): the table, and a sheet that says what it is.
///
/// Written from front to back; the parts that name the sheets come last, when all are known.
struct WorkbookExport: ExportWriter {
    private let name: String
    private let columns: [ExportColumn]
    private var zip = ZipWriter()
    private var sheets = 0
    private var rowsOfSheet = 0
    /// Of a sheet (ECMA-376 §18.3.1.73), the header included; the table goes on in another one.
    private let rowsMax: Int

    init(_ request: OpenExport, rowsMax: Int = 1_048_576) {
        name = request.export.rawValue
        columns = request.columns
        self.rowsMax = rowsMax
    }

    func begin(_ bytes: inout [UInt8]) {}

    mutating func write(_ rows: CopiedRows, to bytes: inout [UInt8]) -> Int {
        if sheets == 0 { beginSheet(&bytes) }
        var xml: [UInt8] = []
        xml.reserveCapacity(rows.bytes.count * 4)
        for row in TextRows(rows) {
            if rowsOfSheet == rowsMax {
                zip.write(xml, &bytes)
                xml.removeAll(keepingCapacity: true)
                endSheet(&bytes)
                beginSheet(&bytes)
            }
            xml += "<row>".utf8
            for (column, cell) in Swift.zip(columns, row) { Self.put(cell, column.kind, &xml) }
            xml += "</row>".utf8
            rowsOfSheet += 1
        }
        zip.write(xml, &bytes)
        return rows.ends.count
    }

    mutating func end(_ about: ExportAbout, _ bytes: inout [UInt8]) {
        if sheets == 0 { beginSheet(&bytes) }
        endSheet(&bytes)
        addAbout(about, &bytes)
        let names = (1...sheets).map { $0 == 1 ? name : "\(name) \($0)" } + ["about"]
        for (path, content) in WorkbookParts.all(sheets: names) { zip.add(path, content, &bytes) }
        zip.end(&bytes)
    }

    private mutating func beginSheet(_ bytes: inout [UInt8]) {
        sheets += 1
        rowsOfSheet = 1
        zip.begin("xl/worksheets/sheet\(sheets).xml", &bytes)
        let widths = columns.enumerated().map { index, column in
            "<col min=\"\(index + 1)\" max=\"\(index + 1)\" width=\"\(column.width)\" "
                + "customWidth=\"1\"/>"
        }
        let header = columns.map { "<c t=\"inlineStr\" s=\"2\"><is><t>\($0.name)</t></is></c>" }
        zip.write(
            Array(
                """
                \(WorkbookParts.declaration)<worksheet xmlns="\(WorkbookParts.main)"><sheetViews>\
                <sheetView workbookViewId="0"><pane ySplit="1" topLeftCell="A2" \
                activePane="bottomLeft" state="frozen"/></sheetView></sheetViews>\
                <cols>\(widths.joined())</cols><sheetData><row>\(header.joined())</row>
                """.utf8), &bytes)
    }

    private mutating func endSheet(_ bytes: inout [UInt8]) {
        zip.write(Array("</sheetData></worksheet>".utf8), &bytes)
        zip.endEntry(&bytes)
    }

    private mutating func addAbout(_ about: ExportAbout, _ bytes: inout [UInt8]) {
        var xml = Array(
            """
            \(WorkbookParts.declaration)<worksheet xmlns="\(WorkbookParts.main)"><cols>\
            <col min="1" max="1" width="20" customWidth="1"/>\
            <col min="2" max="2" width="70" customWidth="1"/></cols><sheetData>
            """.utf8)
        for (key, value) in about.lines {
            xml += "<row>".utf8
            Self.put(Array(key.utf8)[...], .text, &xml)
            Self.put(Array(value.utf8)[...], Int(value) == nil ? .text : .number, &xml)
            xml += "</row>".utf8
        }
        xml += "</sheetData></worksheet>".utf8
        zip.begin("xl/worksheets/sheet\(sheets + 1).xml", &bytes)
        zip.write(xml, &bytes)
        zip.endEntry(&bytes)
    }

    private static func put(
        _ cell: ArraySlice<UInt8>?, _ kind: ExportColumn.Kind, _ xml: inout [UInt8]
    ) {
        guard let cell, !cell.isEmpty else {
            xml += "<c/>".utf8
            return
        }
        switch kind {
        case .number:
            xml += "<c><v>".utf8
            xml += cell
            xml += "</v></c>".utf8
        case .day:
            let day = CalendarDay(parsing: String(decoding: cell, as: UTF8.self))
            let number = day.map { String($0.spreadsheetNumber) } ?? ""
            xml += "<c s=\"1\"><v>\(number)</v></c>".utf8
        case .text, .code:
            xml += "<c t=\"inlineStr\"><is><t xml:space=\"preserve\">".utf8
            putText(cell, &xml)
            xml += "</t></is></c>".utf8
        }
    }

    /// Escaped for XML; what XML 1.0 §2.2 has no place for is left out.
    private static func putText(_ cell: ArraySlice<UInt8>, _ xml: inout [UInt8]) {
        var text: [UInt8] = []
        text.reserveCapacity(cell.count)
        TextRows.unescape(cell, into: &text)
        for byte in text {
            switch byte {
            case UInt8(ascii: "&"): xml += "&amp;".utf8
            case UInt8(ascii: "<"): xml += "&lt;".utf8
            case UInt8(ascii: ">"): xml += "&gt;".utf8
            case 13: xml += "&#13;".utf8
            case 9, 10, 32...: xml.append(byte)
            default: continue
            }
        }
    }
}

extension ExportColumn {
    /// In characters.
    fileprivate var width: Int {
        switch kind {
        case .number: 14
        case .day: 12
        case .code: 18
        case .text: 28
        }
    }
}

extension CalendarDay {
    /// What a spreadsheet keeps of a day: 1 January 2000 is 36526, and it is right from March 1900.
    fileprivate var spreadsheetNumber: Int { daysSince2000 + 36_526 }
}
