public import Foundation
public import Postgres

/// Withdraws one interest of the person a link belongs to; it may be expressed again.
public struct WithdrawInterest: Sendable {
    public var token: AccessToken
    public var interest: UUID
    public var now: Date
    public var mailDomain: String

    public init(token: AccessToken, interest: UUID, now: Date, mailDomain: String) {
        self.token = token
        self.interest = interest
        self.now = now
        self.mailDomain = mailDomain
    }
}

extension Database {
    /// Withdrawing twice is withdrawing once.
    public func withdraw(
        _ request: WithdrawInterest
    ) async throws(DatabaseError) -> Result<Void, LinkRefusal> {
        let isTheirs =
            try await run(
                WriteWithdrawal(request: request), within: RoomLine.patience
            ).first ?? false
        return isTheirs ? .success(()) : .failure(.unknown)
    }
}

/// Ends the interest, promises the mail that says so, and frees the seat it had or was promised.
struct WriteWithdrawal: Statement {
    static let sql: StaticString = "SELECT withdraw_own_interest($1, $2, $3, $4)"

    var request: WithdrawInterest

    func bind(to parameters: inout Parameters) {
        parameters.add(request.token.bytes)
        parameters.add(request.interest)
        parameters.add(request.now)
        parameters.add(request.mailDomain)
    }

    static func decode(_ row: RowReader) throws(DatabaseError) -> Bool { try row.flag(0) }
}
