public import Foundation
public import Postgres

/// Accepts or declines a seat by the person's own link; who has one gives it back by declining.
public struct AnswerOffer: Sendable {
    public var token: AccessToken
    public var interest: UUID
    public var accepts: Bool
    public var now: Date
    public var mailDomain: String

    public init(
        token: AccessToken, interest: UUID, accepts: Bool, now: Date, mailDomain: String
    ) {
        self.token = token
        self.interest = interest
        self.accepts = accepts
        self.now = now
        self.mailDomain = mailDomain
    }
}

extension Database {
    /// Answering twice is answering once.
    public func answer(
        _ request: AnswerOffer
    ) async throws(DatabaseError) -> Result<SeatAnswer, SeatRefusal> {
        try await run(WriteAnswer(request: request), within: RoomLine.patience).first
            ?? .failure(.unknown)
    }
}

/// Checks whose interest it is, and accepts or declines.
struct WriteAnswer: Statement {
    static let sql: StaticString = """
        SELECT outcome, seat_number, place FROM answer_own_offer($1, $2, $3, $4, $5)
        """

    var request: AnswerOffer

    func bind(to parameters: inout Parameters) {
        parameters.add(request.token.bytes)
        parameters.add(request.interest)
        parameters.add(request.accepts)
        parameters.add(request.now)
        parameters.add(request.mailDomain)
    }

    static func decode(
        _ row: RowReader
    ) throws(DatabaseError) -> Result<SeatAnswer, SeatRefusal> {
        try row.seatAnswer()
    }
}
