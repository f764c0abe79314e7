import Postgres

/// A workbook of Office Open XML (ECMA-376): a table, and a sheet that says what it is.
///
/// Written from front to back; the parts that name the sheets come last, when all are known.
struct Workbook {
    /// A column of the table: what its header says, and what its cells are.
    struct Column: Sendable {
        var name: String
        var kind: CellKind
    }

    private let name: String
    private let columns: [Column]
    private var zip = ZipWriter()
    private var sheets = 0
    private var rowsOfSheet = 0
    /// Of a sheet (ECMA-376 §18.3.1.73), the header included; the table goes on in another one.
    private let rowsMax: Int

    /// Names are ours and need no escapes.
    init(_ name: String, _ columns: [Column], rowsMax: Int = 1_048_576) {
        self.name = name
        self.columns = columns
        self.rowsMax = rowsMax
    }

    /// Appends rows, a cell for each column; nil where there is nothing.
    mutating func write(
        _ rows: some Sequence<[ArraySlice<UInt8>?]>, to bytes: inout [UInt8]
    ) {
        if sheets == 0 { beginSheet(&bytes) }
        var xml: [UInt8] = []
        for row in rows {
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
    }

    /// Ends the table, says what it is, and ends the file.
    mutating func end(about lines: [(key: String, value: String)], _ bytes: inout [UInt8]) {
        if sheets == 0 { beginSheet(&bytes) }
        endSheet(&bytes)
        addAbout(lines, &bytes)
        let names = (1...sheets).map { $0 == 1 ? name : "\(name) \($0)" } + ["about"]
        for (path, content) in WorkbookParts.all(sheets: names) { zip.add(path, content, &bytes) }
        zip.end(&bytes)
    }

    private mutating func beginSheet(_ bytes: inout [UInt8]) {
        sheets += 1
        rowsOfSheet = 1
        zip.begin("xl/worksheets/sheet\(sheets).xml", &bytes)
        let widths = columns.enumerated().map { index, column in
            "<col min=\"\(index + 1)\" max=\"\(index + 1)\" width=\"\(column.kind.width)\" "
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

    private mutating func addAbout(
        _ lines: [(key: String, value: String)], _ bytes: inout [UInt8]
    ) {
        var xml = Array(
            """
            \(WorkbookParts.declaration)<worksheet xmlns="\(WorkbookParts.main)"><cols>\
            <col min="1" max="1" width="20" customWidth="1"/>\
            <col min="2" max="2" width="70" customWidth="1"/></cols><sheetData>
            """.utf8)
        for (key, value) in lines {
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
        _ cell: ArraySlice<UInt8>?, _ kind: CellKind, _ xml: inout [UInt8]
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
        for byte in cell {
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

extension CellKind {
    /// Of its column, in characters.
    fileprivate var width: Int {
        switch self {
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
