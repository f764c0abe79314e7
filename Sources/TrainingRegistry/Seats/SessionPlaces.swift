public import Foundation
public import Postgres

extension Database {
    /// Says how many places a session has, where they are fewer than the event has seats.
    public func setPlaces(
        of session: UUID, to places: Int
    ) async throws(DatabaseError) -> Result<Void, SeatRefusal> {
        try await change(WriteSessionSeats(session: session, places: places), done: "set")
    }

    /// Takes a place in a session for somebody who has a seat; taking it twice takes it once.
    public func takePlace(
        in session: UUID, for participation: UUID, now: Date
    ) async throws(DatabaseError) -> Result<Void, SeatRefusal> {
        try await change(
            WriteSessionPlace(session: session, participation: participation, now: now),
            done: "taken")
    }

    public func releasePlace(
        in session: UUID, of participation: UUID
    ) async throws(DatabaseError) -> Result<Void, SeatRefusal> {
        try await change(
            DeleteSessionPlace(session: session, participation: participation), done: "released")
    }
}

/// Sets the number of places of a session.
struct WriteSessionSeats: Statement {
    static let sql: StaticString = "SELECT set_session_seats($1, $2::integer)"

    var session: UUID
    var places: Int

    func bind(to parameters: inout Parameters) {
        parameters.add(session)
        parameters.add(Int32(clamping: places))
    }

    static func decode(_ row: RowReader) throws(DatabaseError) -> String { try row.text(0) }
}

/// Takes a place under the lock of the session's room.
struct WriteSessionPlace: Statement {
    static let sql: StaticString = "SELECT take_session_place($1, $2, $3)"

    var session: UUID
    var participation: UUID
    var now: Date

    func bind(to parameters: inout Parameters) {
        parameters.add(session)
        parameters.add(participation)
        parameters.add(now)
    }

    static func decode(_ row: RowReader) throws(DatabaseError) -> String { try row.text(0) }
}

/// Gives a place back.
struct DeleteSessionPlace: Statement {
    static let sql: StaticString = "SELECT release_session_place($1, $2)"

    var session: UUID
    var participation: UUID

    func bind(to parameters: inout Parameters) {
        parameters.add(session)
        parameters.add(participation)
    }

    static func decode(_ row: RowReader) throws(DatabaseError) -> String { try row.text(0) }
}
