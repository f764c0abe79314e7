public import Postgres

/// Frees a seat by its number, whoever has it or is promised it.
///
/// A free one that is kept for somebody is released.
public struct FreeSeat: Sendable {
    public var change: RoomChange
    public var number: Int

    public init(_ change: RoomChange, number: Int) {
        self.change = change
        self.number = number
    }
}

extension Database {
    /// The person is told, and the seat is offered to the next who waits.
    public func free(
        _ request: FreeSeat
    ) async throws(DatabaseError) -> Result<Void, SeatRefusal> {
        try await change(WriteFreedSeat(request: request), done: "freed")
    }
}

/// Declines whoever has the seat, and offers it on.
struct WriteFreedSeat: Statement {
    static let sql: StaticString = """
        SELECT free_seat(event.id, $2::integer, $3, $4, $5, $6) FROM event WHERE event.code = $1
        """

    var request: FreeSeat

    func bind(to parameters: inout Parameters) {
        parameters.add(request.change.event.description)
        parameters.add(Int32(clamping: request.number))
        parameters.add(request.change.now)
        parameters.add(request.change.actor.description)
        parameters.add(request.change.reason)
        parameters.add(request.change.mailDomain)
    }

    static func decode(_ row: RowReader) throws(DatabaseError) -> String { try row.text(0) }
}
