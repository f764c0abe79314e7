public import Foundation
public import Postgres

/// Ends an interest in the pool by the link that its mails have for that alone (RFC 8058).
public struct LeavePool: Sendable {
    public var token: AccessToken
    public var now: Date

    public init(token: AccessToken, now: Date) {
        self.token = token
        self.now = now
    }
}

extension Database {
    /// Whether there is such a link; leaving twice is leaving once.
    public func leave(_ request: LeavePool) async throws(DatabaseError) -> Bool {
        try await run(WriteLeaving(request: request)).first ?? false
    }
}

/// Withdraws the interest, as its person would.
struct WriteLeaving: Statement {
    static let sql: StaticString = "SELECT leave_pool($1, $2)"

    var request: LeavePool

    func bind(to parameters: inout Parameters) {
        parameters.add(request.token.bytes)
        parameters.add(request.now)
    }

    static func decode(_ row: RowReader) throws(DatabaseError) -> Bool { try row.flag(0) }
}
