public import Foundation
public import Postgres

/// An organisation with all its names and spellings, as coordinators see it.
public struct RegisteredOrganisation: Sendable, Equatable {
    public var id: UUID
    /// Nil of one that no published text names.
    public var code: String?
    public var country: String?
    public var sector: String?
    public var names: [Name]
    public var aliases: [String]

    /// What it was called in a period; the days are `2016-07-01`, nil where it is open.
    public struct Name: Sendable, Equatable, Decodable {
        public var name: String
        public var shortName: String?
        public var from: String?
        /// The first day on which it was called otherwise.
        public var until: String?
    }
}

extension Database {
    /// Every organisation, or those that are found by a text in a name or a spelling.
    public func organisations(
        matching text: String? = nil, code: Code? = nil
    ) async throws(DatabaseError) -> [RegisteredOrganisation] {
        try await run(ReadOrganisations(text: text, code: code))
    }
}

/// Reads organisations by their present name.
struct ReadOrganisations: Statement {
    static let sql: StaticString = """
        SELECT o.id, o.code, o.country, o.sector,
               coalesce((SELECT jsonb_agg(jsonb_build_object('name', n.name,
                            'short_name', n.short_name, 'from', lower(n.valid),
                            'until', upper(n.valid)) ORDER BY lower(n.valid) NULLS FIRST)
                         FROM organisation_name n WHERE n.organisation_id = o.id), '[]'),
               array(SELECT alias FROM organisation_alias a WHERE a.organisation_id = o.id
                     ORDER BY alias COLLATE "und-x-icu")
        FROM organisation o
        WHERE ($1::text IS NULL OR o.code = $1 OR o.id::text = $1)
          AND ($2::text IS NULL
               OR EXISTS (SELECT FROM organisation_name n WHERE n.organisation_id = o.id
                   AND strpos(lower(n.name || ' ' || coalesce(n.short_name, '')), lower($2)) > 0)
               OR EXISTS (SELECT FROM organisation_alias a WHERE a.organisation_id = o.id
                   AND strpos(lower(a.alias), lower($2)) > 0))
        ORDER BY (SELECT name FROM organisation_name n WHERE n.organisation_id = o.id
                  ORDER BY upper(n.valid) DESC NULLS FIRST LIMIT 1) COLLATE "und-x-icu", o.id
        """

    var text: String?
    var code: Code?

    func bind(to parameters: inout Parameters) {
        parameters.add(code?.description)
        parameters.add(text)
    }

    static func decode(_ row: RowReader) throws(DatabaseError) -> RegisteredOrganisation {
        let decoder = JSONDecoder()
        decoder.keyDecodingStrategy = .convertFromSnakeCase
        let text = try row.text(4)
        guard
            let names = try? decoder.decode(
                [RegisteredOrganisation.Name].self, from: Data(text.utf8))
        else { throw .failed(sqlState: "22023", message: "a name cannot be read") }
        return RegisteredOrganisation(
            id: try row.uuid(0), code: try row.textIfAny(1), country: try row.textIfAny(2),
            sector: try row.textIfAny(3), names: names, aliases: try row.texts(5))
    }
}
