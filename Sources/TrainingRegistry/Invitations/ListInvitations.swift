public import Foundation
public import Postgres

/// Where an invitation stands.
public enum InvitationState: String, Sendable, Hashable, CaseIterable {
    case sent
    /// Interest was expressed through it and not withdrawn.
    case used
    case revoked
}

/// One invitation as a coordinator sees it.
public struct Invitation: Sendable, Equatable {
    public let id: UUID
    public let email: String
    public let givenName: String?
    public let familyName: String?
    public let language: String?
    public let state: InvitationState
    public let invitedAt: Date
    /// When the link that works now was promised.
    public let sentAt: Date
    public let usedAt: Date?
    public let revokedAt: Date?
    /// What came of it.
    public let interest: UUID?
}

extension Database {
    /// The invitations to an event, the first that was made first; nil when there is no such event.
    public func invitations(to event: Code) async throws(DatabaseError) -> [Invitation]? {
        let rows = try await run(ReadInvitations(event: event))
        return rows.isEmpty ? nil : rows.compactMap { $0 }
    }
}

/// Reads the invitations to an event; one empty row when it has none.
struct ReadInvitations: Statement {
    static let sql: StaticString = """
        SELECT i.id, i.email, i.given_name, i.family_name, i.language, invitation_state(i),
               i.invited_at, i.sent_at, i.used_at, i.revoked_at, i.interest_id
        FROM event LEFT JOIN invitation i ON i.event_id = event.id
        WHERE event.code = $1 ORDER BY i.invited_at, i.email_folded, i.id
        """

    var event: Code

    func bind(to parameters: inout Parameters) { parameters.add(event.description) }

    static func decode(_ row: RowReader) throws(DatabaseError) -> Invitation? {
        guard let id = try row.uuidIfAny(0) else { return nil }
        return Invitation(
            id: id, email: try row.text(1), givenName: try row.textIfAny(2),
            familyName: try row.textIfAny(3), language: try row.textIfAny(4),
            state: try row.word(5, of: InvitationState.self), invitedAt: try row.instant(6),
            sentAt: try row.instant(7), usedAt: try row.instantIfAny(8),
            revokedAt: try row.instantIfAny(9), interest: try row.uuidIfAny(10))
    }
}
