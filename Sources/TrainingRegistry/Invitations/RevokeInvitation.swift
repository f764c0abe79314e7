public import Foundation
public import Postgres

/// Takes an invitation back that nobody used; its link does not work any more.
public struct RevokeInvitation: Sendable {
    public var event: Code
    public var invitation: UUID
    public var actor: RegistryActor
    public var reason: String?
    public var now: Date

    public init(
        event: Code, invitation: UUID, actor: RegistryActor, reason: String? = nil, now: Date
    ) {
        self.event = event
        self.invitation = invitation
        self.actor = actor
        self.reason = reason
        self.now = now
    }
}

extension Database {
    /// Revoking twice is revoking once; refused when it was used.
    public func revoke(
        _ request: RevokeInvitation
    ) async throws(DatabaseError) -> Result<Void, InvitationRefusal> {
        let word = try await run(WriteRevokedInvitation(request: request)).first
        if word == "revoked" { return .success(()) }
        return .failure(word.flatMap(InvitationRefusal.init(rawValue:)) ?? .unknown)
    }
}

/// Ends an invitation under its lock.
struct WriteRevokedInvitation: Statement {
    static let sql: StaticString = "SELECT revoke_invitation($1, $2, $3, $4, $5)"

    var request: RevokeInvitation

    func bind(to parameters: inout Parameters) {
        parameters.add(request.event.description)
        parameters.add(request.invitation)
        parameters.add(request.now)
        parameters.add(request.actor.description)
        parameters.add(request.reason)
    }

    static func decode(_ row: RowReader) throws(DatabaseError) -> String { try row.text(0) }
}
