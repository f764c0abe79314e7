/// A query whose rows are copied out, put together from literals: a value cannot reach its text.
///
/// COPY takes no parameters. A query reads what it needs to know with `current_setting`, from what
/// `Snapshot.set` was told.
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

    var command: String {
        switch format {
        case .csv: "COPY (\(sql)) TO STDOUT (FORMAT csv, HEADER true)"
        case .text: "COPY (\(sql)) TO STDOUT (FORMAT text)"
        }
    }

    var lineEnd: CopiedRows.LineEnd { format == .csv ? .carriageReturn : .bare }
}
