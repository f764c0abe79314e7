public import Postgres

/// Ends the links of a member's focal points to an event.
public struct RevokeNominationLinks: Sendable {
    public var change: RoomChange
    public var member: String

    public init(_ change: RoomChange, member: String) {
        self.change = change
        self.member = member
    }
}

extension Database {
    /// Refused as unknown when the member has no link that works.
    public func revokeLinks(
        _ request: RevokeNominationLinks
    ) async throws(DatabaseError) -> Result<Void, NominationRefusal> {
        try await nominationWord(WriteRevokedLinks(request: request)).map { _ in }
    }
}

/// Revokes all links of a member at once.
struct WriteRevokedLinks: Statement {
    static let sql: StaticString = "SELECT revoke_nomination_links($1, $2, $3, $4, $5)"

    var request: RevokeNominationLinks

    func bind(to parameters: inout Parameters) {
        parameters.add(request.change.event.description)
        parameters.add(request.member)
        parameters.add(request.change.now)
        parameters.add(request.change.actor.description)
        parameters.add(request.change.reason)
    }

    static func decode(_ row: RowReader) throws(DatabaseError) -> String { try row.text(0) }
}
