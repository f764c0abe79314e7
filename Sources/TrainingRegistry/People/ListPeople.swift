public import Foundation
public import Postgres

/// Finds people by a part of their name, however it is spelt, or by their address.
public struct ListPeople: Sendable {
    /// Nil for everybody; with an @ a part of an address.
    public var query: String?
    /// The person whom the page before ended with; it does not go with a query.
    public var after: UUID?
    public var limit: Int

    public init(query: String? = nil, after: UUID? = nil, limit: Int = 50) {
        self.query = query
        self.after = after
        self.limit = limit
    }
}

/// One person of a list, with how much there is of them.
public struct PersonLine: Sendable, Equatable {
    public var person: PersonSummary
    public var interests: Int
    public var participations: Int
}

extension Database {
    /// By likeness when there is a query, otherwise by the key of the name.
    ///
    /// Nobody who was absorbed is among them.
    public func people(_ list: ListPeople) async throws(DatabaseError) -> [PersonLine] {
        try await run(ReadPeople(list: list))
    }
}

/// Reads a page of people.
struct ReadPeople: Statement {
    static let sql: StaticString = """
        SELECT p.id, p.given_name, p.family_name, p.email, p.organisation, p.sector, p.country,
               (SELECT count(*) FROM interest i WHERE i.person_id = p.id),
               (SELECT count(*) FROM counted_now c WHERE c.person_token = p.token)
        FROM person p, (SELECT person_name_key($1::text) AS key) AS wanted
        WHERE p.merged_into IS NULL
          AND ($1 IS NULL OR wanted.key <% p.name_key)
          AND ($2::text IS NULL OR strpos(p.email_folded, $2) > 0)
          AND ($3::uuid IS NULL
               OR (p.name_key, p.id) > (SELECT name_key, id FROM person WHERE id = $3))
        ORDER BY word_similarity(wanted.key, p.name_key) DESC NULLS LAST, p.name_key, p.id
        LIMIT $4
        """

    var list: ListPeople

    func bind(to parameters: inout Parameters) {
        let isAddress = list.query?.utf8.contains(UInt8(ascii: "@")) == true
        parameters.add(isAddress ? nil : list.query)
        parameters.add(isAddress ? list.query?.lowercased() : nil)
        parameters.add(list.query == nil ? list.after : nil)
        parameters.add(max(0, list.limit))
    }

    static func decode(_ row: RowReader) throws(DatabaseError) -> PersonLine {
        PersonLine(
            person: try PersonSummary(row, from: 0), interests: try row.integer(7),
            participations: try row.integer(8))
    }
}
