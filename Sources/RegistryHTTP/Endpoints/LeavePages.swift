import Foundation
import TrainingRegistry

extension Service {
    /// How somebody leaves the pool by the `List-Unsubscribe` of a mail.
    static let leavePages: [Route<Service>] = [
        Route(.get, "/leave/{token}", Service.showLeaving),
        Route(.post, "/leave/{token}", Service.leave),
    ]

    /// Asks the database nothing: a scanner that follows links learns and changes nothing.
    func showLeaving(_ request: Request) async throws -> Response {
        guard let token = token(of: request) else { return link(.cutShort) }
        return LeavePage(site: site, token: token.description, isDone: false).response()
    }

    /// 200 with a page, never a redirect (RFC 8058 §3.1).
    ///
    /// It may come from a mail program or its provider, without a cookie and from anywhere: the
    /// link is all that it takes. What its content says is not read; it may be of two kinds.
    func leave(_ request: Request) async throws -> Response {
        guard let token = token(of: request) else { return link(.cutShort) }
        guard try await database.leave(LeavePool(token: token, now: now())) else {
            return link(.unknown)
        }
        return LeavePage(site: site, token: token.description, isDone: true).response()
    }
}
