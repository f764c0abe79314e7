import CPostgres

/// A query whose rows are copied out, put together from texts of the program.
///
/// COPY takes no parameters. A query names a value as psql does, `:'name'`, and gets it as a
/// literal that libpq has escaped. A setting instead would be read again for every row.
public struct CopyQuery: Sendable {
    /// How the server writes the rows (PostgreSQL, COPY, "File Formats").
    public enum Format: Sendable {
        /// RFC 4180 in UTF-8: a line of column names first, lines end with CR LF.
        case csv
        /// Cells with tabs between them, backslashes before what would be mistaken, `\N` for NULL.
        case text
    }

    public private(set) var sql: String
    public let format: Format

    public init(_ sql: StaticString, as format: Format) {
        self.sql = "\(sql)"
        self.format = format
    }

    public mutating func append(_ sql: StaticString) { self.sql += "\(sql)" }

    /// The command with its values; nil when one is not there or not a text.
    func command(_ values: [String: String], escaping connection: OpaquePointer) -> String? {
        var filled = ""
        var rest = sql[...]
        while let start = rest.firstRange(of: ":'"),
            let end = rest[start.upperBound...].firstRange(of: "'")
        {
            guard let value = values[String(rest[start.upperBound..<end.lowerBound])],
                let literal = Self.literal(value, connection)
            else { return nil }
            filled += rest[..<start.lowerBound] + literal
            rest = rest[end.upperBound...]
        }
        filled += rest
        return switch format {
        case .csv: "COPY (\(filled)) TO STDOUT (FORMAT csv, HEADER true)"
        case .text: "COPY (\(filled)) TO STDOUT (FORMAT text)"
        }
    }

    private static func literal(_ value: String, _ connection: OpaquePointer) -> String? {
        guard !value.utf8.contains(0),
            let escaped = PQescapeLiteral(connection, value, value.utf8.count)
        else { return nil }
        defer { PQfreemem(escaped) }
        return String(cString: escaped)
    }

    var lineEnd: CopiedRows.LineEnd { format == .csv ? .carriageReturn : .bare }
}
