public import Foundation
public import Postgres

/// Says yes or no to an event that was offered to the pool, by the person's own link.
public struct AnswerChance: Sendable {
    public var token: AccessToken
    public var offer: UUID
    public var accepts: Bool
    public var now: Date
    public var mailDomain: String

    public init(token: AccessToken, offer: UUID, accepts: Bool, now: Date, mailDomain: String) {
        self.token = token
        self.offer = offer
        self.accepts = accepts
        self.now = now
        self.mailDomain = mailDomain
    }
}

extension Database {
    /// The status of the interest that came of a yes, `declined` of a no.
    ///
    /// A yes needs no other confirmation: who has the link has proved the address. Answering twice
    /// is answering once.
    public func answer(
        _ request: AnswerChance
    ) async throws(DatabaseError) -> Result<InterestStatus, PoolRefusal> {
        try await run(WriteChanceAnswer(request: request), within: RoomLine.patience).first
            ?? .failure(.unknown)
    }
}

/// Checks whose offer it is, and makes an interest in the event or none.
struct WriteChanceAnswer: Statement {
    static let sql: StaticString = "SELECT answer_chance($1, $2, $3, $4, $5)"

    var request: AnswerChance

    func bind(to parameters: inout Parameters) {
        parameters.add(request.token.bytes)
        parameters.add(request.offer)
        parameters.add(request.accepts)
        parameters.add(request.now)
        parameters.add(request.mailDomain)
    }

    static func decode(
        _ row: RowReader
    ) throws(DatabaseError) -> Result<InterestStatus, PoolRefusal> {
        if let status = InterestStatus(rawValue: try row.text(0)) { return .success(status) }
        return .failure(try row.word(0, of: PoolRefusal.self))
    }
}
