import Foundation
public import Postgres

/// The file of an export, made while somebody takes it; it belongs to its loop.
public final class ExportStream {
    public let request: OpenExport
    /// How many rows are not in it, because their people are counted but never listed.
    public let withheld: Int
    /// Rows that have been given so far.
    public private(set) var rows = 0
    private let snapshot: Snapshot
    private var writer: any ExportWriter
    private var stage = Stage.beginning

    private enum Stage { case beginning, rows, ended }

    init(_ request: OpenExport, from snapshot: Snapshot, withheld: Int) {
        self.request = request
        self.withheld = withheld
        self.snapshot = snapshot
        switch request.format {
        case .csv: writer = CSVExport(hasMark: request.hasMark)
        case .json: writer = JSONExport(ExportAbout(request, withheld: withheld))
        case .xlsx: writer = WorkbookExport(request)
        }
    }

    /// The next piece of the file, nil at its end.
    public func next() async throws(DatabaseError) -> [UInt8]? {
        var bytes: [UInt8] = []
        if stage == .beginning {
            writer.begin(&bytes)
            stage = .rows
        }
        guard stage == .rows else { return nil }
        if let piece = try await snapshot.next() {
            rows += writer.write(piece, to: &bytes)
        } else {
            writer.end(ExportAbout(request, withheld: withheld, rows: rows), &bytes)
            stage = .ended
            snapshot.close()
        }
        return bytes
    }

    /// Ends it, whether it has come to its end or not.
    public func close() {
        stage = .ended
        snapshot.close()
    }
}

/// Makes a file of rows.
protocol ExportWriter {
    func begin(_ bytes: inout [UInt8])
    /// Appends rows and says how many they were.
    mutating func write(_ rows: CopiedRows, to bytes: inout [UInt8]) -> Int
    mutating func end(_ about: ExportAbout, _ bytes: inout [UInt8])
}

/// What a file says about itself, in words of ours only.
struct ExportAbout: Sendable {
    var lines: [(key: String, value: String)]

    init(_ request: OpenExport, withheld: Int, rows: Int? = nil) {
        lines = [
            ("export", request.export.rawValue), ("about", request.words),
            (
                "counted",
                "confirmed participations in published events that were not cancelled"
            ),
            ("as_of", request.instant),
            ("made_at", request.now.ISO8601Format()),
            ("audience", "internal: small numbers are not suppressed"),
            ("withheld_rows", String(withheld)),
        ]
        if let rows { lines.append(("rows", String(rows))) }
    }
}

/// CSV, as PostgreSQL wrote it.
struct CSVExport: ExportWriter {
    var hasMark: Bool
    private var hasHeader = false

    init(hasMark: Bool) { self.hasMark = hasMark }

    func begin(_ bytes: inout [UInt8]) {
        if hasMark { bytes += FileFormat.byteOrderMark }
    }

    mutating func write(_ rows: CopiedRows, to bytes: inout [UInt8]) -> Int {
        if bytes.isEmpty { bytes = rows.bytes } else { bytes += rows.bytes }
        defer { hasHeader = true }
        return rows.ends.count - (hasHeader ? 0 : 1)
    }

    func end(_ about: ExportAbout, _ bytes: inout [UInt8]) {}
}

/// One JSON object: what it is, then the rows as PostgreSQL wrote them.
struct JSONExport: ExportWriter {
    private let about: ExportAbout
    private var hasRow = false

    init(_ about: ExportAbout) { self.about = about }

    /// The words are ours and plain, so that they need no escapes.
    func begin(_ bytes: inout [UInt8]) {
        let members = about.lines.map { key, value in
            Int(value) == nil ? "\"\(key)\":\"\(value)\"" : "\"\(key)\":\(value)"
        }
        bytes += "{\(members.joined(separator: ",")),\"items\":[".utf8
    }

    mutating func write(_ rows: CopiedRows, to bytes: inout [UInt8]) -> Int {
        bytes.reserveCapacity(bytes.count + rows.bytes.count + rows.ends.count)
        for row in TextRows(rows) {
            if hasRow { bytes += ",\n".utf8 }
            hasRow = true
            if let cell = row.first ?? nil { bytes += cell }
        }
        return rows.ends.count
    }

    func end(_ about: ExportAbout, _ bytes: inout [UInt8]) { bytes += "]}\n".utf8 }
}
