public import Foundation
public import Postgres

/// Makes a programme, or writes another text over the one of that code.
public struct SaveProgramme: Sendable {
    public var code: Code
    public var title: Title
    public var summary: String
    public var description: String
    public var isPublished: Bool
    public var takesInterest: Bool
    /// How long an interest without a date stands before it is asked again; nil for as it was.
    public var poolMonths: Int?
    public var topics: [Code]
    /// Other names that it has or had.
    public var names: [Name]
    public var actor: RegistryActor
    public var now: Date

    public static let poolMonths = 2...120

    /// Another name in a period.
    public struct Name: Sendable, Equatable {
        public var name: Title
        public var days: DayRange
        public var source: Evidence?

        public init(name: Title, days: DayRange, source: Evidence?) {
            self.name = name
            self.days = days
            self.source = source
        }
    }

    public init(
        code: Code, title: Title, summary: String, description: String, isPublished: Bool,
        takesInterest: Bool, poolMonths: Int? = nil, topics: [Code], names: [Name],
        actor: RegistryActor, now: Date
    ) {
        self.code = code
        self.title = title
        self.summary = summary
        self.description = description
        self.isPublished = isPublished
        self.takesInterest = takesInterest
        self.poolMonths = poolMonths
        self.topics = topics
        self.names = names
        self.actor = actor
        self.now = now
    }
}

extension Database {
    /// Whether it is new.
    public func save(_ request: SaveProgramme) async throws(DatabaseError) -> Bool {
        try await run(WriteProgramme(request: request)).first ?? false
    }
}

/// Inserts or changes a programme; what it was published or opened at stays.
///
/// Names that are not given any more go before the new ones come, because a name is there once at a
/// time.
struct WriteProgramme: Statement {
    static let sql: StaticString = """
        WITH written AS (
            INSERT INTO programme AS p (code, title, summary, description, published_at,
                takes_interest_at, created_at, pool_months)
            VALUES ($1, $2, $3, $4, CASE WHEN $5::boolean THEN $6::timestamptz END,
                    CASE WHEN $7::boolean THEN $6 END, $6, coalesce($15::integer, 12))
            ON CONFLICT (code) DO UPDATE SET title = excluded.title, summary = excluded.summary,
                description = excluded.description,
                published_at = CASE WHEN $5 THEN coalesce(p.published_at, $6) END,
                takes_interest_at = CASE WHEN $7 THEN coalesce(p.takes_interest_at, $6) END,
                pool_months = coalesce($15, p.pool_months)
            RETURNING id, xmax = 0 AS is_new
        ), not_about AS (
            DELETE FROM programme_topic USING written
            WHERE programme_id = id AND topic <> ALL ($8::text[])
        ), about AS (
            INSERT INTO programme_topic (programme_id, topic)
            SELECT DISTINCT id, topic FROM written, unnest($8) AS topic ON CONFLICT DO NOTHING
        ), called AS MATERIALIZED (
            SELECT * FROM unnest($9::text[], $10::date[], $11::date[], $12::text[], $13::text[])
                AS n (name, first, last, quote, place)
        ), forgotten AS (
            DELETE FROM programme_name old USING written
            WHERE old.programme_id = written.id AND NOT EXISTS (
                SELECT FROM called WHERE called.name = old.name
                    AND daterange(first, last, '[]') = old.valid)
            RETURNING 1
        ), named AS (
            INSERT INTO programme_name (programme_id, name, valid, source_quote, source_place)
            SELECT written.id, name, daterange(first, last, '[]'), quote, place
            FROM written, called
            WHERE (SELECT count(*) FROM forgotten) >= 0 AND NOT EXISTS (
                SELECT FROM programme_name old WHERE old.programme_id = written.id
                    AND old.name = called.name AND old.valid = daterange(first, last, '[]'))
        ), noted AS (
            INSERT INTO audit (subject, subject_id, action, actor, occurred_at)
            SELECT 'programme', id, CASE WHEN is_new THEN 'create' ELSE 'edit' END, $14, $6
            FROM written
        )
        SELECT is_new FROM written
        """

    var request: SaveProgramme

    func bind(to parameters: inout Parameters) {
        parameters.add(request.code.description)
        parameters.add(request.title.description)
        parameters.add(request.summary)
        parameters.add(request.description)
        parameters.add(request.isPublished)
        parameters.add(request.now)
        parameters.add(request.takesInterest)
        parameters.add(request.topics.map(\.description))
        parameters.add(request.names.map(\.name.description))
        parameters.add(request.names.map(\.days.first))
        parameters.add(request.names.map(\.days.last))
        parameters.add(request.names.map { $0.source?.quote })
        parameters.add(request.names.map { $0.source?.place })
        parameters.add(request.actor.description)
        parameters.add(request.poolMonths.map { Int32(clamping: $0) })
    }

    static func decode(_ row: RowReader) throws(DatabaseError) -> Bool { try row.flag(0) }
}
