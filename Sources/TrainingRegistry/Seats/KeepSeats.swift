public import Postgres

/// Keeps seats for a member or an organisation, whose people are named later.
public struct KeepSeats: Sendable {
    /// For whom.
    public enum Holder: Sendable, Hashable {
        /// A member by its code.
        case member(String)
        /// An organisation by its id, its code, a name or a spelling.
        case organisation(String)
    }

    public var change: RoomChange
    public var holder: Holder
    /// In all, those that are taken already included; fewer than before releases free ones.
    public var seats: Int

    public init(_ change: RoomChange, for holder: Holder, seats: Int) {
        self.change = change
        self.holder = holder
        self.seats = seats
    }
}

extension Database {
    /// Refused when not so many are free, or more are taken.
    public func keepSeats(
        _ request: KeepSeats
    ) async throws(DatabaseError) -> Result<Void, SeatRefusal> {
        try await change(WriteKeptSeats(request: request), done: "kept")
    }
}

/// Keeps or releases seats; released ones are offered to those who wait.
struct WriteKeptSeats: Statement {
    static let sql: StaticString = """
        SELECT CASE WHEN $2::text IS NULL AND found IS NULL THEN 'unknown-holder'
                    ELSE keep_seats(event.id, $2, found, $4::integer, $5, $6, $7, $8) END
        FROM event, organisation_meant($3) AS found WHERE event.code = $1
        """

    var request: KeepSeats

    func bind(to parameters: inout Parameters) {
        parameters.add(request.change.event.description)
        switch request.holder {
        case .member(let code):
            parameters.add(code)
            parameters.add(nil as String?)
        case .organisation(let name):
            parameters.add(nil as String?)
            parameters.add(name)
        }
        parameters.add(Int32(clamping: request.seats))
        parameters.add(request.change.now)
        parameters.add(request.change.actor.description)
        parameters.add(request.change.reason)
        parameters.add(request.change.mailDomain)
    }

    static func decode(_ row: RowReader) throws(DatabaseError) -> String { try row.text(0) }
}
