public import Foundation
public import Postgres

/// Sends an invitation again with another link; the one before does not work any more.
public struct ResendInvitation: Sendable {
    public var event: Code
    public var invitation: UUID
    public var actor: RegistryActor
    public var now: Date
    public var mailDomain: String

    public init(
        event: Code, invitation: UUID, actor: RegistryActor, now: Date, mailDomain: String
    ) {
        self.event = event
        self.invitation = invitation
        self.actor = actor
        self.now = now
        self.mailDomain = mailDomain
    }
}

extension Database {
    /// Refused when it was used or revoked, or when the event takes nobody any more.
    public func resend(
        _ request: ResendInvitation
    ) async throws(DatabaseError) -> Result<Void, InvitationRefusal> {
        let word = try await run(WriteResentInvitation(request: request)).first
        if word == "sent" { return .success(()) }
        return .failure(word.flatMap(InvitationRefusal.init(rawValue:)) ?? .unknown)
    }
}

/// Replaces the link under the lock of the invitation, and promises its mail.
struct WriteResentInvitation: Statement {
    static let sql: StaticString = "SELECT resend_invitation($1, $2, $3, $4, $5, $6)"

    var request: ResendInvitation

    func bind(to parameters: inout Parameters) {
        parameters.add(request.event.description)
        parameters.add(request.invitation)
        parameters.add(AccessToken().bytes)
        parameters.add(request.now)
        parameters.add(request.actor.description)
        parameters.add(request.mailDomain)
    }

    static func decode(_ row: RowReader) throws(DatabaseError) -> String { try row.text(0) }
}
