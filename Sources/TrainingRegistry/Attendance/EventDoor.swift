public import Foundation
public import Postgres

/// What the door of an event has to know besides its sheet: the head of every printed list.
public struct EventDoor: Sendable, Equatable {
    public let id: UUID
    public let programme: UUID?
    public let code: Code
    public let title: String
    public let place: String
    public let timeZone: String
    public let startsOn: CalendarDay
    public let endsOn: CalendarDay
    public let programmeTitle: String?
    /// The references of the grants that pay, as funders write them.
    public let projectNumbers: [String]
    /// Who carries the phase it belongs to.
    public let organisations: [String]
}

/// One certificate that was given, as coordinators see it.
public struct GivenCertificate: Sendable, Equatable {
    public let participation: UUID
    public let code: String
    /// Nil when the person was erased.
    public let name: String?
    public let issuedAt: Date
    public let revokedAt: Date?
    public let reason: String?
}

/// Who has a check-in code, and where.
public struct CheckInPlace: Sendable, Equatable {
    public let participation: UUID
    public let event: UUID
    public let programme: UUID?
    public let code: Code
}

extension Database {
    /// Nil without such an event.
    public func door(of event: Code) async throws(DatabaseError) -> EventDoor? {
        try await run(ReadDoor(event: event)).first
    }

    /// Everything that was given in an event, revoked or not, by name.
    public func certificates(of event: Code) async throws(DatabaseError) -> [GivenCertificate] {
        try await run(ListCertificates(event: event))
    }

    /// Whose code it is; nil when it is nobody's who has a seat.
    public func place(checkIn code: CheckInCode) async throws(DatabaseError) -> CheckInPlace? {
        try await run(FindCheckIn(code: code)).first
    }
}

/// Reads an event with its grants, or those of its phase where it names none.
struct ReadDoor: Statement {
    static let sql: StaticString = """
        SELECT event.id, event.programme_id, event.code, event.title,
               concat_ws(', ', nullif(event.venue, ''), nullif(event.city, '')), event.time_zone,
               event.starts_on, event.ends_on, programme.title,
               ARRAY(SELECT coalesce(g.reference, g.code) FROM funding_grant g
                     WHERE g.id IN (SELECT funding_grant_id FROM event_grant
                                    WHERE event_id = event.id)
                        OR NOT EXISTS (SELECT FROM event_grant WHERE event_id = event.id)
                           AND g.id IN (SELECT funding_grant_id FROM phase_grant
                                        WHERE phase_id = event.phase_id)
                     ORDER BY 1),
               ARRAY(SELECT name.name FROM phase_partner partner
                     JOIN organisation_name name
                         ON name.organisation_id = partner.organisation_id
                        AND name.valid @> event.starts_on
                     WHERE partner.phase_id = event.phase_id
                     ORDER BY partner.role <> 'lead', name.name)
        FROM event LEFT JOIN programme ON programme.id = event.programme_id
        WHERE event.code = $1
        """

    var event: Code

    func bind(to parameters: inout Parameters) { parameters.add(event.description) }

    static func decode(_ row: RowReader) throws(DatabaseError) -> EventDoor {
        guard let code = try? Code(parsing: try row.text(2)) else {
            throw .failed(sqlState: "XX000", message: "a code that is none")
        }
        return EventDoor(
            id: try row.uuid(0), programme: try row.uuidIfAny(1), code: code,
            title: try row.text(3), place: try row.text(4), timeZone: try row.text(5),
            startsOn: try row.day(6), endsOn: try row.day(7),
            programmeTitle: try row.textIfAny(8), projectNumbers: try row.texts(9),
            organisations: try row.texts(10))
    }
}

/// Reads every certificate of an event.
struct ListCertificates: Statement {
    static let sql: StaticString = """
        SELECT c.participation_id, c.code, c.name, c.issued_at, c.revoked_at, c.revoked_reason
        FROM event JOIN participation p ON p.event_id = event.id
        JOIN certificate c ON c.participation_id = p.id
        WHERE event.code = $1
        ORDER BY c.name COLLATE "und-x-icu", c.issued_at DESC, c.id
        """

    var event: Code

    func bind(to parameters: inout Parameters) { parameters.add(event.description) }

    static func decode(_ row: RowReader) throws(DatabaseError) -> GivenCertificate {
        GivenCertificate(
            participation: try row.uuid(0), code: try row.text(1), name: try row.textIfAny(2),
            issuedAt: try row.instant(3), revokedAt: try row.instantIfAny(4),
            reason: try row.textIfAny(5))
    }
}

/// Finds a confirmed participation by what its mail brought.
struct FindCheckIn: Statement {
    static let sql: StaticString = """
        SELECT now.id, event.id, event.programme_id, event.code
        FROM participation p
        JOIN participation_now now ON now.id = p.id AND now.status = 'confirmed'
        JOIN event ON event.id = p.event_id
        WHERE p.check_in_code = $1
        """

    var code: CheckInCode

    func bind(to parameters: inout Parameters) { parameters.add(code.description) }

    static func decode(_ row: RowReader) throws(DatabaseError) -> CheckInPlace {
        guard let code = try? Code(parsing: try row.text(3)) else {
            throw .failed(sqlState: "XX000", message: "a code that is none")
        }
        return CheckInPlace(
            participation: try row.uuid(0), event: try row.uuid(1),
            programme: try row.uuidIfAny(2), code: code)
    }
}
