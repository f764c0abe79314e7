import Postgres

/// A workbook, of rows as PostgreSQL wrote them.
struct WorkbookExport: ExportWriter {
    private var workbook: Workbook

    init(_ request: OpenExport) {
        workbook = Workbook(
            request.export.rawValue,
            request.columns.map { Workbook.Column(name: $0.name, kind: $0.kind) })
    }

    func begin(_ bytes: inout [UInt8]) {}

    mutating func write(_ rows: CopiedRows, to bytes: inout [UInt8]) -> Int {
        workbook.write(TextRows(rows), to: &bytes)
        return rows.ends.count
    }

    mutating func end(_ about: ExportAbout, _ bytes: inout [UInt8]) {
        workbook.end(about: about.lines, &bytes)
    }
}
