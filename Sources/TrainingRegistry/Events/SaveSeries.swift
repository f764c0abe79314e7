public import Foundation
public import Postgres

/// Makes a series that events can belong to, or gives it another title.
public struct SaveSeries: Sendable {
    public var code: Code
    public var title: Title
    public var actor: RegistryActor
    public var now: Date

    public init(code: Code, title: Title, actor: RegistryActor, now: Date) {
        self.code = code
        self.title = title
        self.actor = actor
        self.now = now
    }
}

/// A series of events that belong together.
public struct Series: Sendable, Equatable {
    public var code: Code
    public var title: String
    /// How many events it has, drafts too.
    public var events: Int
}

extension Database {
    /// Whether it is new.
    public func save(_ request: SaveSeries) async throws(DatabaseError) -> Bool {
        try await run(WriteSeries(request: request)).first ?? false
    }

    /// Every series by its code.
    public func series() async throws(DatabaseError) -> [Series] {
        try await run(ListSeries())
    }
}

/// Inserts a series or renames the one of that code.
struct WriteSeries: Statement {
    static let sql: StaticString = """
        WITH written AS (
            INSERT INTO series (code, title, created_at) VALUES ($1, $2, $3)
            ON CONFLICT (code) DO UPDATE SET title = excluded.title
            RETURNING id, xmax = 0 AS is_new
        ), noted AS (
            INSERT INTO audit (subject, subject_id, action, actor, occurred_at)
            SELECT 'series', id, CASE WHEN is_new THEN 'create' ELSE 'edit' END, $4, $3
            FROM written
        )
        SELECT is_new FROM written
        """

    var request: SaveSeries

    func bind(to parameters: inout Parameters) {
        parameters.add(request.code.description)
        parameters.add(request.title.description)
        parameters.add(request.now)
        parameters.add(request.actor.description)
    }

    static func decode(_ row: RowReader) throws(DatabaseError) -> Bool { try row.flag(0) }
}

/// Reads every series with how many events it has.
struct ListSeries: Statement {
    static let sql: StaticString = """
        SELECT code, title, (SELECT count(*) FROM event WHERE series_id = series.id) FROM series
        ORDER BY code COLLATE "C"
        """

    func bind(to parameters: inout Parameters) {}

    static func decode(_ row: RowReader) throws(DatabaseError) -> Series {
        Series(code: try row.code(0), title: try row.text(1), events: try row.integer(2))
    }
}
