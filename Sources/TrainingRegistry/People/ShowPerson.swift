public import Foundation
public import Postgres

/// One person across events and years.
public struct PersonRecord: Sendable, Equatable {
    public var person: PersonSummary
    public var language: String?
    public var createdAt: Date
    /// Who carries on when this person was absorbed.
    public var mergedInto: UUID?
    /// Nothing is sent to their address.
    public var isOnHold: Bool
    public var interests: [PersonInterest]
    /// The latest event first.
    public var participations: [PersonParticipation]
    /// What was merged into this person and was not undone.
    public var merges: [PersonMerge]
}

/// One interest of a person as a coordinator sees it.
public struct PersonInterest: Sendable, Equatable {
    public var id: UUID
    /// Code of the event or programme.
    public var target: Code
    public var title: String
    /// The status in force.
    public var status: String?
    public var receivedAt: Date
    public var withdrawnAt: Date?
}

/// One participation of a person, with what they were then.
public struct PersonParticipation: Sendable, Equatable {
    public var id: UUID
    public var event: Code
    public var title: String
    public var startsOn: CalendarDay
    public var role: String
    public var status: String
    public var country: String
    public var sector: String
    public var organisation: String?
}

/// A merge by which a person took in another.
public struct PersonMerge: Sendable, Equatable {
    public var id: UUID
    public var absorbed: UUID
    public var givenName: String
    public var familyName: String
    public var email: String
    public var reason: String
    public var mergedAt: Date
}

extension Database {
    /// Nil when there is no such person.
    public func person(_ id: UUID) async throws(DatabaseError) -> PersonRecord? {
        guard var record = try await run(ReadPerson(id: id)).first else { return nil }
        record.interests = try await run(ReadPersonInterests(id: id))
        record.participations = try await run(ReadPersonParticipations(id: id))
        record.merges = try await run(ReadPersonMerges(id: id))
        return record
    }
}

/// Reads who somebody is.
struct ReadPerson: Statement {
    static let sql: StaticString = """
        SELECT id, given_name, family_name, email, organisation, sector, country, language,
               created_at, merged_into, is_on_hold(email)
        FROM person WHERE id = $1
        """

    var id: UUID

    func bind(to parameters: inout Parameters) { parameters.add(id) }

    static func decode(_ row: RowReader) throws(DatabaseError) -> PersonRecord {
        PersonRecord(
            person: try PersonSummary(row, from: 0), language: try row.textIfAny(7),
            createdAt: try row.instant(8), mergedInto: try row.uuidIfAny(9),
            isOnHold: try row.flag(10), interests: [], participations: [], merges: [])
    }
}

/// Reads what somebody was interested in, the latest first.
struct ReadPersonInterests: Statement {
    static let sql: StaticString = """
        SELECT i.id, coalesce(event.code, programme.code), coalesce(event.title, programme.title),
               s.status, i.received_at, i.withdrawn_at
        FROM interest i
        LEFT JOIN event ON event.id = i.event_id
        LEFT JOIN programme ON programme.id = i.programme_id
        LEFT JOIN interest_status s ON s.interest_id = i.id AND s.superseded_at IS NULL
        WHERE i.person_id = $1 ORDER BY i.received_at DESC, i.id
        """

    var id: UUID

    func bind(to parameters: inout Parameters) { parameters.add(id) }

    static func decode(_ row: RowReader) throws(DatabaseError) -> PersonInterest {
        PersonInterest(
            id: try row.uuid(0), target: try row.code(1), title: try row.text(2),
            status: try row.textIfAny(3), receivedAt: try row.instant(4),
            withdrawnAt: try row.instantIfAny(5))
    }
}

/// Reads where somebody took part, as it is known now.
struct ReadPersonParticipations: Statement {
    static let sql: StaticString = """
        SELECT n.id, event.code, event.title, event.starts_on, n.role, n.status, n.country,
               n.sector, (SELECT name FROM organisation_name o
                          WHERE o.organisation_id = n.organisation_id
                          ORDER BY o.valid @> event.starts_on DESC, upper(o.valid) DESC LIMIT 1)
        FROM person JOIN participation_now n ON n.person_token = person.token
        JOIN event ON event.id = n.event_id
        WHERE person.id = $1 AND n.status <> 'merged'
        ORDER BY event.starts_on DESC, event.code, n.id
        """

    var id: UUID

    func bind(to parameters: inout Parameters) { parameters.add(id) }

    static func decode(_ row: RowReader) throws(DatabaseError) -> PersonParticipation {
        PersonParticipation(
            id: try row.uuid(0), event: try row.code(1), title: try row.text(2),
            startsOn: try row.day(3), role: try row.text(4), status: try row.text(5),
            country: try row.text(6), sector: try row.text(7),
            organisation: try row.textIfAny(8))
    }
}

/// Reads who was merged into somebody, the latest first.
struct ReadPersonMerges: Statement {
    static let sql: StaticString = """
        SELECT m.id, m.absorbed, p.given_name, p.family_name, p.email, m.reason, m.merged_at
        FROM person_merge m JOIN person p ON p.id = m.absorbed
        WHERE m.kept = $1 AND m.undone_at IS NULL ORDER BY m.merged_at DESC, m.id
        """

    var id: UUID

    func bind(to parameters: inout Parameters) { parameters.add(id) }

    static func decode(_ row: RowReader) throws(DatabaseError) -> PersonMerge {
        PersonMerge(
            id: try row.uuid(0), absorbed: try row.uuid(1), givenName: try row.text(2),
            familyName: try row.text(3), email: try row.text(4), reason: try row.text(5),
            mergedAt: try row.instant(6))
    }
}
