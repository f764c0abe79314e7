public import Foundation
public import Postgres

/// Whose a seat is and for whom it is kept, in words.
public struct SeatHolder: Sendable, Equatable {
    public let number: Int
    public let name: String?
    public let keptFor: String?
}

/// A programme or an organisation that may be chosen.
public struct NamedThing: Sendable, Equatable {
    public let id: UUID
    public let code: String
    public let title: String
}

extension Database {
    public func seatHolders(of event: Code) async throws(DatabaseError) -> [SeatHolder] {
        try await run(ReadSeatHolders(event: event))
    }

    /// The programmes in which somebody may write events, by title.
    public func programmes(
        in reach: Principal.Reach
    ) async throws(DatabaseError) -> [NamedThing] {
        try await run(ListReachableProgrammes(reach: reach))
    }

    /// The organisations that people of an event may come from, by name.
    public func organisationsToChoose() async throws(DatabaseError) -> [NamedThing] {
        try await run(ListOrganisationTitles())
    }
}

/// Reads the names on the seats of an event.
struct ReadSeatHolders: Statement {
    static let sql: StaticString = """
        SELECT s.number,
               coalesce(person.given_name || ' ' || person.family_name,
                        wish.given_name || ' ' || wish.family_name),
               coalesce(s.kept_for_member,
                        (SELECT n.name FROM organisation_name n
                         WHERE n.organisation_id = s.kept_for_organisation
                         ORDER BY upper_inf(n.valid) DESC LIMIT 1))
        FROM seat s JOIN event ON event.id = s.event_id
        LEFT JOIN participation_now p ON p.id = s.participation_id
        LEFT JOIN person ON person.token = p.person_token
        LEFT JOIN interest wish ON wish.id = s.interest_id
        WHERE event.code = $1 ORDER BY s.number
        """

    var event: Code

    func bind(to parameters: inout Parameters) { parameters.add(event.description) }

    static func decode(_ row: RowReader) throws(DatabaseError) -> SeatHolder {
        SeatHolder(
            number: try row.integer(0), name: try row.textIfAny(1), keptFor: try row.textIfAny(2))
    }
}

/// Reads programmes within a reach.
struct ListReachableProgrammes: Statement {
    static let sql: StaticString = """
        SELECT id, code, title FROM programme WHERE $1 OR id = ANY ($2) ORDER BY title, code
        """

    var reach: Principal.Reach

    func bind(to parameters: inout Parameters) {
        parameters.add(reach.isEverything)
        parameters.add(reach.programmes)
    }

    static func decode(_ row: RowReader) throws(DatabaseError) -> NamedThing {
        NamedThing(id: try row.uuid(0), code: try row.text(1), title: try row.text(2))
    }
}

/// Reads organisations by their names of today.
struct ListOrganisationTitles: Statement {
    static let sql: StaticString = """
        SELECT organisation.id, organisation.code, n.name
        FROM organisation JOIN organisation_name n ON n.organisation_id = organisation.id
        WHERE upper_inf(n.valid) ORDER BY n.name, organisation.code
        """

    func bind(to parameters: inout Parameters) {}

    static func decode(_ row: RowReader) throws(DatabaseError) -> NamedThing {
        NamedThing(
            id: try row.uuid(0), code: try row.textIfAny(1) ?? "", title: try row.text(2))
    }
}
