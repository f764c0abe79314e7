public import Postgres

/// A table that leaves the registry.
public enum Export: String, Sendable, CaseIterable {
    /// Everybody who counts in an event or a period, a row for each participation.
    case participants
    /// Events and meetings of a period, with how many people each had.
    case events
    /// Seats, confirmed and present people by member, for the meetings of a period.
    case presence
    /// Participants of a period by the country they came from.
    case countries
    /// Participants of a period by their sector.
    case sectors
}

/// What a table is about.
public enum ExportScope: Sendable, Equatable {
    case event(Code)
    /// Events that begin on these days, both of them too; nil for no bound.
    case period(from: CalendarDay?, until: CalendarDay?)
}

/// A column of a table: its key is what its header says, for ever.
public struct ExportColumn: Sendable {
    public let key: StaticString
    let sql: StaticString
    public let kind: CellKind
    /// Says who somebody is.
    public let isName: Bool

    init(_ key: StaticString, _ sql: StaticString, _ kind: CellKind, isName: Bool = false) {
        self.key = key
        self.sql = sql
        self.kind = kind
        self.isName = isName
    }

    public var name: String { "\(key)" }
}

extension Export {
    /// The columns in their order; without names for whoever may not see them.
    public func columns(withNames: Bool) -> [ExportColumn] {
        allColumns.filter { withNames || !$0.isName }
    }

    /// The query of the table, which is told `OpenExport.values`.
    func query(
        _ columns: [ExportColumn], about scope: ExportScope, as format: FileFormat
    ) -> CopyQuery {
        var query = CopyQuery(
            format == .json ? "SELECT to_json(line) FROM (SELECT " : "SELECT ",
            as: format == .csv ? .csv : .text)
        for (index, column) in columns.enumerated() {
            if index > 0 { query.append(", ") }
            // A table may be saved as another: what is safe in one stays safe.
            let isGuarded = column.kind == .text && format != .json
            query.append(isGuarded ? "formula_safe(" : "(")
            query.append(column.sql)
            query.append(") AS ")
            query.append(column.key)
        }
        let source = source
        query.append(" ")
        query.append(source.tables)
        if case .event = scope {
            query.append(source.ofEvent)
        } else {
            query.append(source.ofPeriod)
        }
        query.append(" ")
        query.append(source.end)
        if format == .json { query.append(") AS line") }
        return query
    }
}
