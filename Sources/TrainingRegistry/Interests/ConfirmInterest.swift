public import Foundation
public import Postgres

/// Confirms an interest by the link that was mailed, once, and opens the person's own page.
public struct ConfirmInterest: Sendable {
    public var token: AccessToken
    public var now: Date
    public var mailDomain: String

    public init(token: AccessToken, now: Date, mailDomain: String) {
        self.token = token
        self.now = now
        self.mailDomain = mailDomain
    }
}

/// Why a mailed link does nothing.
public enum LinkRefusal: Error, Sendable, Equatable {
    case unknown
    case expired
    case alreadyUsed
}

extension Database {
    /// The link of the person's own page; two presses of the button confirm once.
    public func confirm(
        _ request: ConfirmInterest
    ) async throws(DatabaseError) -> Result<AccessToken, LinkRefusal> {
        let own = AccessToken()
        guard
            let answer = try await run(
                UseConfirmLink(request: request, own: own), within: RoomLine.patience
            ).first
        else {
            return .failure(.unknown)
        }
        if answer.isDone { return .success(own) }
        return .failure(answer.isExpired ? .expired : .alreadyUsed)
    }
}

/// Uses up the link, makes or finds the person and promises the mail with their own link.
///
/// Where admission is open, the interest goes on to a seat or to the waiting list, and the mail
/// says which.
struct UseConfirmLink: Statement {
    static let sql: StaticString = """
        SELECT is_done, is_expired FROM confirm_interest($1, $2, $3, $4, $5, $6)
        """

    var request: ConfirmInterest
    var own: AccessToken

    func bind(to parameters: inout Parameters) {
        parameters.add(request.token.bytes)
        parameters.add(request.now)
        parameters.add(own.bytes)
        parameters.add(AccessToken().bytes)
        parameters.add(request.mailDomain)
        parameters.add(Int32(AccessToken.ownPageDays))
    }

    /// Whether it was confirmed now, and if not, whether the link was too old.
    struct Row: Sendable {
        let isDone: Bool
        let isExpired: Bool
    }

    static func decode(_ row: RowReader) throws(DatabaseError) -> Row {
        Row(isDone: try row.flag(0), isExpired: try row.flag(1))
    }
}
