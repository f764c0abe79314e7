public import Foundation
public import Postgres

/// Who changes the places of a session, and when.
public struct PlaceChange: Sendable {
    public var session: UUID
    public var actor: RegistryActor
    public var now: Date

    public init(session: UUID, actor: RegistryActor, now: Date) {
        self.session = session
        self.actor = actor
        self.now = now
    }
}

extension Database {
    /// Says how many places a session has, where they are fewer than the event has seats.
    public func setPlaces(
        _ change: PlaceChange, to places: Int
    ) async throws(DatabaseError) -> Result<Void, SeatRefusal> {
        try await self.change(WriteSessionSeats(change: change, places: places), done: "set")
    }

    /// Takes a place in a session for somebody who has a seat; taking it twice takes it once.
    public func takePlace(
        _ change: PlaceChange, for participation: UUID
    ) async throws(DatabaseError) -> Result<Void, SeatRefusal> {
        try await self.change(
            WriteSessionPlace(change: change, participation: participation), done: "taken")
    }

    public func releasePlace(
        _ change: PlaceChange, of participation: UUID
    ) async throws(DatabaseError) -> Result<Void, SeatRefusal> {
        try await self.change(
            DeleteSessionPlace(change: change, participation: participation), done: "released")
    }
}

/// Sets the number of places of a session.
struct WriteSessionSeats: Statement {
    static let sql: StaticString = """
        WITH done AS MATERIALIZED (
            SELECT set_session_seats($1, $2::integer) AS word
        ), noted AS (
            INSERT INTO audit (subject, subject_id, action, actor, occurred_at)
            SELECT 'session', $1, 'set-places', $3, $4 FROM done WHERE word = 'set'
        )
        SELECT word FROM done
        """

    var change: PlaceChange
    var places: Int

    func bind(to parameters: inout Parameters) {
        parameters.add(change.session)
        parameters.add(Int32(clamping: places))
        parameters.add(change.actor.description)
        parameters.add(change.now)
    }

    static func decode(_ row: RowReader) throws(DatabaseError) -> String { try row.text(0) }
}

/// Takes a place under the lock of the session's room.
struct WriteSessionPlace: Statement {
    static let sql: StaticString = """
        WITH done AS MATERIALIZED (
            SELECT take_session_place($1, $2, $4) AS word
        ), noted AS (
            INSERT INTO audit (subject, subject_id, action, actor, occurred_at)
            SELECT 'participation', $2, 'take-place', $3, $4 FROM done WHERE word = 'taken'
        )
        SELECT word FROM done
        """

    var change: PlaceChange
    var participation: UUID

    func bind(to parameters: inout Parameters) {
        parameters.add(change.session)
        parameters.add(participation)
        parameters.add(change.actor.description)
        parameters.add(change.now)
    }

    static func decode(_ row: RowReader) throws(DatabaseError) -> String { try row.text(0) }
}

/// Gives a place back.
struct DeleteSessionPlace: Statement {
    static let sql: StaticString = """
        WITH done AS MATERIALIZED (
            SELECT release_session_place($1, $2) AS word
        ), noted AS (
            INSERT INTO audit (subject, subject_id, action, actor, occurred_at)
            SELECT 'participation', $2, 'release-place', $3, $4 FROM done WHERE word = 'released'
        )
        SELECT word FROM done
        """

    var change: PlaceChange
    var participation: UUID

    func bind(to parameters: inout Parameters) {
        parameters.add(change.session)
        parameters.add(participation)
        parameters.add(change.actor.description)
        parameters.add(change.now)
    }

    static func decode(_ row: RowReader) throws(DatabaseError) -> String { try row.text(0) }
}
