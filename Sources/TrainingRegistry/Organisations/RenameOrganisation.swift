public import Foundation
public import Postgres

/// Says what an organisation is called from a day on; until then it was called as before.
public struct RenameOrganisation: Sendable {
    /// Its code, or the id of one that has none: both are written alike.
    public var code: Code
    public var name: Title
    public var shortName: Title?
    public var from: CalendarDay
    public var source: Evidence?
    public var actor: RegistryActor
    public var now: Date

    public init(
        code: Code, name: Title, shortName: Title?, from: CalendarDay, source: Evidence?,
        actor: RegistryActor, now: Date
    ) {
        self.code = code
        self.name = name
        self.shortName = shortName
        self.from = from
        self.source = source
        self.actor = actor
        self.now = now
    }
}

extension Database {
    public func rename(
        _ request: RenameOrganisation
    ) async throws(DatabaseError) -> Result<Void, OrganisationRefusal> {
        do {
            let isKnown = try await !run(WriteName(request: request)).isEmpty
            return isKnown ? .success(()) : .failure(.unknown)
        } catch .constraintViolated(let name)
            where [
                "organisation_has_one_name_at_a_time", "organisation_name_is_valid_some_day",
            ].contains(name)
        {
            return .failure(.namedSince(request.from))
        }
    }
}

/// Ends the name that has no end and begins the next.
///
/// PostgreSQL checks an exclusion when a row is written, so the name in force is shortened before
/// the other is there: the insertion reads from the update.
struct WriteName: Statement {
    static let sql: StaticString = """
        WITH meant AS (
            SELECT id FROM organisation WHERE code = $1 OR id::text = $1
        ), ended AS (
            UPDATE organisation_name SET valid = daterange(lower(valid), $4::date)
            FROM meant WHERE organisation_id = meant.id AND upper_inf(valid)
              AND (lower_inf(valid) OR lower(valid) < $4)
            RETURNING organisation_id
        ), begun AS (
            INSERT INTO organisation_name (organisation_id, name, short_name, valid, source_quote,
                source_place)
            SELECT meant.id, $2, $3::text, daterange($4, NULL), $5::text, $6::text
            FROM meant LEFT JOIN ended ON true
        ), noted AS (
            INSERT INTO audit (subject, subject_id, action, actor, occurred_at)
            SELECT 'organisation', id, 'rename', $7, $8 FROM meant
        )
        SELECT id FROM meant
        """

    var request: RenameOrganisation

    func bind(to parameters: inout Parameters) {
        parameters.add(request.code.description)
        parameters.add(request.name.description)
        parameters.add(request.shortName?.description)
        parameters.add(request.from)
        parameters.add(request.source?.quote)
        parameters.add(request.source?.place)
        parameters.add(request.actor.description)
        parameters.add(request.now)
    }

    static func decode(_ row: RowReader) throws(DatabaseError) -> UUID { try row.uuid(0) }
}
