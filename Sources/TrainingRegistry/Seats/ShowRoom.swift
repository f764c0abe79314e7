public import Foundation
public import Postgres

/// The room of an event: its seats one by one, and its quotas.
public struct Room: Sendable, Equatable {
    /// Nil of an event without a number, whose seats are made when they are taken.
    public var published: Int?
    public var offerHours: Int
    public var waiting: Int
    public var seats: [Seat]
    public var quotas: [QuotaUse]

    /// Seats that somebody has or that are promised to somebody.
    public var taken: Int { seats.filter { $0.state != .free }.count }
}

/// One place in an event, in the order of their numbers.
public struct Seat: Sendable, Equatable {
    public enum State: String, Sendable {
        case free
        case promised
        case taken
    }

    public let number: Int
    public let keptForMember: String?
    public let keptForOrganisation: UUID?
    /// Whose it is, or to whom it is promised.
    public let interest: UUID?
    public let promisedUntil: Date?
    public let participation: UUID?
    public let takenAt: Date?

    public var state: State {
        if participation != nil { return .taken }
        return promisedUntil == nil ? .free : .promised
    }
}

/// A quota with what is taken of it.
public struct QuotaUse: Sendable, Equatable {
    public let quota: SeatQuota
    public let taken: Int
    public var isFull: Bool { taken >= quota.seatsMax }
}

extension Database {
    /// Nil when there is no such event; a room nobody has used yet shows no seats.
    public func room(of event: Code) async throws(DatabaseError) -> Room? {
        guard var room = try await run(ReadRoom(event: event)).first else { return nil }
        room.seats = try await run(ReadSeats(event: event))
        room.quotas = try await run(ReadQuotas(event: event))
        return room
    }
}

/// Reads the number of an event and how many wait.
struct ReadRoom: Statement {
    static let sql: StaticString = """
        SELECT event.capacity, coalesce(r.offer_hours, 72),
               (SELECT count(*) FROM waiting_list w WHERE w.event_id = event.id)
        FROM event LEFT JOIN event_room r ON r.event_id = event.id
        WHERE event.code = $1
        """

    var event: Code

    func bind(to parameters: inout Parameters) { parameters.add(event.description) }

    static func decode(_ row: RowReader) throws(DatabaseError) -> Room {
        Room(
            published: try row.integerIfAny(0), offerHours: try row.integer(1),
            waiting: try row.integer(2), seats: [], quotas: [])
    }
}

/// Reads the seats of an event by their numbers.
struct ReadSeats: Statement {
    static let sql: StaticString = """
        SELECT s.number, s.kept_for_member, s.kept_for_organisation,
               coalesce(s.interest_id, p.interest_id), s.promised_until, s.participation_id,
               s.taken_at
        FROM seat s JOIN event ON event.id = s.event_id
        LEFT JOIN participation p ON p.id = s.participation_id
        WHERE event.code = $1 ORDER BY s.number
        """

    var event: Code

    func bind(to parameters: inout Parameters) { parameters.add(event.description) }

    static func decode(_ row: RowReader) throws(DatabaseError) -> Seat {
        Seat(
            number: try row.integer(0), keptForMember: try row.textIfAny(1),
            keptForOrganisation: try row.uuidIfAny(2), interest: try row.uuidIfAny(3),
            promisedUntil: try row.instantIfAny(4), participation: try row.uuidIfAny(5),
            takenAt: try row.instantIfAny(6))
    }
}

/// Reads the quotas of an event.
struct ReadQuotas: Statement {
    static let sql: StaticString = """
        SELECT q.dimension, q.value, q.seats_max, q.taken
        FROM seat_quota q JOIN event ON event.id = q.event_id
        WHERE event.code = $1 ORDER BY q.dimension, q.value
        """

    var event: Code

    func bind(to parameters: inout Parameters) { parameters.add(event.description) }

    static func decode(_ row: RowReader) throws(DatabaseError) -> QuotaUse {
        QuotaUse(
            quota: SeatQuota(
                try row.word(0, of: SeatQuota.Dimension.self), try row.text(1),
                seatsMax: try row.integer(2)),
            taken: try row.integer(3))
    }
}
