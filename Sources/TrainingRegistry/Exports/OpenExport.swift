public import Foundation
public import Postgres

/// Takes a table along.
public struct OpenExport: Sendable {
    public var export: Export
    public var format: FileFormat
    public var scope: ExportScope
    /// What was known then; nil for now, until it is opened.
    public internal(set) var asOf: Date?
    /// Whether whoever asks may see who people are.
    public var withNames: Bool
    /// A byte order mark before CSV, by which Excel knows UTF-8.
    public var hasMark: Bool
    public var actor: RegistryActor
    /// The pattern of the route, or the command.
    public var via: String
    public var now: Date

    public init(
        _ export: Export, as format: FileFormat, about scope: ExportScope, asOf: Date? = nil,
        withNames: Bool, hasMark: Bool = false, actor: RegistryActor, via: String, now: Date
    ) {
        self.export = export
        self.format = format
        self.scope = scope
        self.asOf = asOf
        self.withNames = withNames
        self.hasMark = hasMark
        self.actor = actor
        self.via = via
        self.now = now
    }

    public var columns: [ExportColumn] { export.columns(withNames: withNames) }

    /// What a file of it is called, without the dot and what follows.
    public var fileName: String {
        switch scope {
        case .event(let code): "\(export.rawValue)-\(code)"
        case .period(let from, let until):
            [export.rawValue, from?.description, until?.description].compactMap(\.self)
                .joined(separator: "-")
        }
    }

    /// What it is about, in words for whoever opens the file or the log.
    var words: String {
        switch scope {
        case .event(let code): "the event \(code)"
        case .period(nil, nil): "all events"
        case .period(let from?, nil): "events that begin on \(from) or later"
        case .period(nil, let until?): "events that begin on \(until) or earlier"
        case .period(let from?, let until?): "events that begin from \(from) to \(until)"
        }
    }

    /// When what it tells was known, to the microsecond: facts have instants of their own.
    public var instant: String { RecordedInstant(asOf ?? now).description }

    /// The values that the query asks for.
    fileprivate var values: [String: String] {
        var values = ["as_of": instant]
        switch scope {
        case .event(let code):
            values["event"] = code.description
        case .period(let from, let until):
            values["from"] = from?.description ?? "-infinity"
            values["until"] = until?.description ?? "infinity"
        }
        return values
    }
}

extension Database {
    /// Begins an export; nil when there is no such event.
    ///
    /// The log says who took what along before the first byte leaves: what cannot be noted is not
    /// given. Everything in it is of one instant, the number of rows withheld too; asked for as of
    /// that instant it has the same rows for ever.
    public func open(_ request: OpenExport) async throws(DatabaseError) -> ExportStream? {
        guard try await run(InsertExport(request: request)).first != nil else { return nil }
        var request = request
        request.asOf = try await run(SettleInstant(wanted: request.asOf)).first ?? request.now
        let snapshot = try await snapshot()
        _ = try await snapshot.run(InterpretQueries())
        let withheld: Int
        if request.export == .participants {
            withheld = try await snapshot.run(CountWithheld(request: request)).first ?? 0
        } else {
            withheld = 0
        }
        try await snapshot.copyOut(
            request.export.query(request.columns, about: request.scope, as: request.format),
            request.values)
        return ExportStream(request, from: snapshot, withheld: withheld)
    }
}

/// Writes that a table was taken along, and what it was about; nothing when that is not there.
struct InsertExport: Statement {
    static let sql: StaticString = """
        INSERT INTO audit (subject, subject_id, action, actor, reason, via, occurred_at)
        SELECT CASE WHEN $1::text IS NULL THEN 'list' ELSE 'event' END, event.id, 'export', $2, $3,
               $4, $5
        FROM (SELECT) AS one LEFT JOIN event ON event.code = $1
        WHERE $1 IS NULL OR event.id IS NOT NULL
        RETURNING id
        """

    var request: OpenExport

    func bind(to parameters: inout Parameters) {
        if case .event(let code) = request.scope {
            parameters.add(code.description)
        } else {
            parameters.add(String?.none)
        }
        parameters.add(request.actor.description)
        parameters.add(
            "\(request.export.rawValue) as \(request.format.rawValue) of \(request.words), "
                + (request.columns.contains(where: \.isName) ? "with names" : "without names"))
        parameters.add(request.via)
        parameters.add(request.now)
    }

    static func decode(_ row: RowReader) throws(DatabaseError) -> Int64 { try row.bigint(0) }
}

/// Fixes an instant from which the past does not change any more: the one that is wanted, or that
/// of the latest fact.
struct SettleInstant: Statement {
    static let sql: StaticString = "SELECT settled_instant($1)"

    var wanted: Date?

    func bind(to parameters: inout Parameters) { parameters.add(wanted) }

    static func decode(_ row: RowReader) throws(DatabaseError) -> Date { try row.instant(0) }
}

/// Has the queries of a transaction interpreted: one that is asked once takes longer to compile
/// than that saves (PostgreSQL, chapter 32).
struct InterpretQueries: Statement {
    static let sql: StaticString = "SELECT set_config('jit', 'off', true)"

    func bind(to parameters: inout Parameters) {}

    static func decode(_ row: RowReader) throws(DatabaseError) {}
}

/// Counts the participations of those who are counted but never listed.
struct CountWithheld: Statement {
    static let sql: StaticString = """
        SELECT count(*)::integer
        FROM unlisted_person u
        JOIN counted($1, 'confirmed', 80, 50) c
            ON c.person_token = u.token
        WHERE ($2::text IS NULL OR c.event_id = (SELECT id FROM event WHERE code = $2))
          AND ($3::date IS NULL OR c.starts_on >= $3) AND ($4::date IS NULL OR c.starts_on <= $4)
        """

    var request: OpenExport

    func bind(to parameters: inout Parameters) {
        parameters.add(request.asOf)
        switch request.scope {
        case .event(let code):
            parameters.add(code.description)
            parameters.add(CalendarDay?.none)
            parameters.add(CalendarDay?.none)
        case .period(let from, let until):
            parameters.add(String?.none)
            parameters.add(from)
            parameters.add(until)
        }
    }

    static func decode(_ row: RowReader) throws(DatabaseError) -> Int { try row.integer(0) }
}
