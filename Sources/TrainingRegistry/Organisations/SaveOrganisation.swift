public import Foundation
public import Postgres

/// Makes an organisation that has a code, or changes its country, sector and spellings.
///
/// Its first name comes with it; what it is called later is said by renaming it.
public struct SaveOrganisation: Sendable {
    public var code: Code
    /// Needed when it is new, and left alone when it is not.
    public var name: Title?
    public var shortName: Title?
    public var country: CountryCode?
    public var sector: SectorCode?
    /// Spellings under which it is found and which are never shown; nil leaves them alone.
    public var aliases: [Title]?
    public var actor: RegistryActor
    public var now: Date

    public init(
        code: Code, name: Title?, shortName: Title?, country: CountryCode?, sector: SectorCode?,
        aliases: [Title]?, actor: RegistryActor, now: Date
    ) {
        self.code = code
        self.name = name
        self.shortName = shortName
        self.country = country
        self.sector = sector
        self.aliases = aliases
        self.actor = actor
        self.now = now
    }
}

/// Every way a change of an organisation can be refused that is not a fault of ours.
public enum OrganisationRefusal: Error, Sendable, Equatable {
    case unknown
    case needsName
    /// It has a name from that day or a later one already.
    case namedSince(CalendarDay)
    case hasCode(String)
    case codeTaken
}

extension OrganisationRefusal: CustomStringConvertible {
    public var description: String {
        switch self {
        case .unknown: "There is no such organisation."
        case .needsName: "A new organisation needs a name."
        case .hasCode(let code): "It has the code \(code) already; codes never change."
        case .codeTaken: "Another one has this code."
        case .namedSince(let day): "It has a name from \(day) on; a new one begins later."
        }
    }
}

extension Database {
    /// Whether it is new.
    public func save(
        _ request: SaveOrganisation
    ) async throws(DatabaseError) -> Result<Bool, OrganisationRefusal> {
        guard let isNew = try await run(WriteOrganisation(request: request)).first else {
            return .failure(.needsName)
        }
        return .success(isNew)
    }
}

/// Inserts an organisation with its first name, or changes the one of that code.
struct WriteOrganisation: Statement {
    static let sql: StaticString = """
        WITH written AS (
            INSERT INTO organisation (code, country, sector, created_at)
            SELECT $1, $4::text, $5::text, $7
            WHERE $2::text IS NOT NULL OR EXISTS (SELECT FROM organisation WHERE code = $1)
            ON CONFLICT (code) DO UPDATE SET country = excluded.country, sector = excluded.sector
            RETURNING id, xmax = 0 AS is_new
        ), named AS (
            INSERT INTO organisation_name (organisation_id, name, short_name)
            SELECT id, $2, $3::text FROM written WHERE is_new
        ), forgotten AS (
            DELETE FROM organisation_alias USING written
            WHERE organisation_id = id AND alias <> ALL ($6::text[])
        ), spelt AS (
            INSERT INTO organisation_alias (organisation_id, alias, created_at)
            SELECT DISTINCT id, alias, $7 FROM written, unnest($6) AS alias
            WHERE alias IS NOT NULL
            ON CONFLICT DO NOTHING
        ), noted AS (
            INSERT INTO audit (subject, subject_id, action, actor, occurred_at)
            SELECT 'organisation', id, CASE WHEN is_new THEN 'create' ELSE 'edit' END, $8, $7
            FROM written
        )
        SELECT is_new FROM written
        """

    var request: SaveOrganisation

    func bind(to parameters: inout Parameters) {
        parameters.add(request.code.description)
        parameters.add(request.name?.description)
        parameters.add(request.shortName?.description)
        parameters.add(request.country?.description)
        parameters.add(request.sector?.description)
        // Nothing is different from NULL, and everything is different from no alias at all.
        if let aliases = request.aliases {
            parameters.add(aliases.map(\.description))
        } else {
            parameters.add([String?.none])
        }
        parameters.add(request.now)
        parameters.add(request.actor.description)
    }

    static func decode(_ row: RowReader) throws(DatabaseError) -> Bool { try row.flag(0) }
}
