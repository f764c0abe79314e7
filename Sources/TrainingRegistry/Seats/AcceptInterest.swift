public import Foundation
public import Postgres

/// Accepts an interest that is offered a seat, or confirmed where admission is open.
public struct AcceptInterest: Sendable {
    public var interest: UUID
    public var actor: RegistryActor
    public var reason: String?
    public var now: Date
    public var mailDomain: String

    public init(
        interest: UUID, actor: RegistryActor, reason: String? = nil, now: Date, mailDomain: String
    ) {
        self.interest = interest
        self.actor = actor
        self.reason = reason
        self.now = now
        self.mailDomain = mailDomain
    }
}

/// What became of an acceptance, or of an answer to an offer.
public enum SeatAnswer: Sendable, Hashable {
    /// With the number of the seat.
    case accepted(seat: Int)
    /// With the place in the waiting list; 1 is the next.
    case waiting(place: Int)
    case declined
}

extension Database {
    /// Accepting twice is accepting once.
    public func accept(
        _ request: AcceptInterest
    ) async throws(DatabaseError) -> Result<SeatAnswer, SeatRefusal> {
        try await run(WriteAcceptance(request: request), within: RoomLine.patience).first
            ?? .failure(.unknown)
    }
}

/// The one conditional statement by which anybody gets a seat.
struct WriteAcceptance: Statement {
    static let sql: StaticString = """
        SELECT outcome, seat_number, place FROM accept_interest($1, $2, $3, $4, NULL, $5)
        """

    var request: AcceptInterest

    func bind(to parameters: inout Parameters) {
        parameters.add(request.interest)
        parameters.add(request.now)
        parameters.add(request.actor.description)
        parameters.add(request.reason)
        parameters.add(request.mailDomain)
    }

    static func decode(
        _ row: RowReader
    ) throws(DatabaseError) -> Result<SeatAnswer, SeatRefusal> {
        try row.seatAnswer()
    }
}

extension RowReader {
    /// Columns `outcome`, `seat_number` and `place`.
    func seatAnswer() throws(DatabaseError) -> Result<SeatAnswer, SeatRefusal> {
        switch try text(0) {
        case "accepted": .success(.accepted(seat: try integerIfAny(1) ?? 0))
        case "waiting": .success(.waiting(place: try integerIfAny(2) ?? 0))
        case "declined": .success(.declined)
        default: .failure(try word(0, of: SeatRefusal.self))
        }
    }
}
