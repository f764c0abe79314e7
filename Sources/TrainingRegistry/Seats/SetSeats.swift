public import Postgres

/// Says how many seats an event has, which is published, and how long an offer stands.
public struct SetSeats: Sendable {
    public var change: RoomChange
    public var seats: Int
    /// Nil to leave it as it is.
    public var offerHours: Int?

    public static let seatsMax = 10_000
    public static let offerHoursMax = 2_160

    public init(_ change: RoomChange, seats: Int, offerHours: Int? = nil) {
        self.change = change
        self.seats = seats
        self.offerHours = offerHours
    }
}

extension Database {
    /// Makes the rows fit the number; refused when more seats are taken or kept.
    public func setSeats(
        _ request: SetSeats
    ) async throws(DatabaseError) -> Result<Void, SeatRefusal> {
        try await change(WriteSeats(request: request), done: "set")
    }
}

/// Changes the number of seats; new ones are offered to those who wait.
struct WriteSeats: Statement {
    static let sql: StaticString = """
        SELECT 'set' FROM event,
            LATERAL set_seats(event.id, $2::integer, $3::integer, $4, $5, $6, $7)
        WHERE event.code = $1
        """

    var request: SetSeats

    func bind(to parameters: inout Parameters) {
        parameters.add(request.change.event.description)
        parameters.add(Int32(clamping: request.seats))
        parameters.add(request.offerHours.map { Int32(clamping: $0) })
        parameters.add(request.change.now)
        parameters.add(request.change.actor.description)
        parameters.add(request.change.reason)
        parameters.add(request.change.mailDomain)
    }

    static func decode(_ row: RowReader) throws(DatabaseError) -> String { try row.text(0) }
}
