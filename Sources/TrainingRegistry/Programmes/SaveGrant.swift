public import Foundation
public import Postgres

/// Makes a grant, or writes another over the one of that code.
public struct SaveGrant: Sendable {
    public var code: Code
    /// The body that gives it, an organisation by its code.
    public var funder: Code
    public var fundingProgramme: Title?
    /// The number the funder gave it.
    public var reference: Title?
    public var period: DayRange
    public var source: Evidence?
    public var actor: RegistryActor
    public var now: Date

    public init(
        code: Code, funder: Code, fundingProgramme: Title?, reference: Title?, period: DayRange,
        source: Evidence?, actor: RegistryActor, now: Date
    ) {
        self.code = code
        self.funder = funder
        self.fundingProgramme = fundingProgramme
        self.reference = reference
        self.period = period
        self.source = source
        self.actor = actor
        self.now = now
    }
}

extension Database {
    /// Whether it is new; nil when there is no such funder.
    public func save(_ request: SaveGrant) async throws(DatabaseError) -> Bool? {
        try await run(WriteGrant(request: request)).first
    }
}

/// Inserts or changes a grant.
struct WriteGrant: Statement {
    static let sql: StaticString = """
        WITH written AS (
            INSERT INTO funding_grant (code, funder_id, funding_programme, reference, period,
                source_quote, source_place)
            SELECT $1, id, $3::text, $4::text,
                   CASE WHEN num_nonnulls($5::date, $6::date) > 0 THEN daterange($5, $6, '[]') END,
                   $7::text, $8::text
            FROM organisation WHERE organisation.code = $2
            ON CONFLICT (code) DO UPDATE SET funder_id = excluded.funder_id,
                funding_programme = excluded.funding_programme, reference = excluded.reference,
                period = excluded.period, source_quote = excluded.source_quote,
                source_place = excluded.source_place
            RETURNING id, xmax = 0 AS is_new
        ), noted AS (
            INSERT INTO audit (subject, subject_id, action, actor, occurred_at)
            SELECT 'funding_grant', id, CASE WHEN is_new THEN 'create' ELSE 'edit' END, $9, $10
            FROM written
        )
        SELECT is_new FROM written
        """

    var request: SaveGrant

    func bind(to parameters: inout Parameters) {
        parameters.add(request.code.description)
        parameters.add(request.funder.description)
        parameters.add(request.fundingProgramme?.description)
        parameters.add(request.reference?.description)
        parameters.add(request.period.first)
        parameters.add(request.period.last)
        parameters.add(request.source?.quote)
        parameters.add(request.source?.place)
        parameters.add(request.actor.description)
        parameters.add(request.now)
    }

    static func decode(_ row: RowReader) throws(DatabaseError) -> Bool { try row.flag(0) }
}
