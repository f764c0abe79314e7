public import Foundation
public import Postgres

/// Lets mail to an address go again; what was held meanwhile waits for `ResendHeld`.
public struct ReleaseAddress: Sendable {
    public var hold: UUID
    public var actor: RegistryActor
    public var reason: PeopleReason
    public var now: Date

    public init(hold: UUID, actor: RegistryActor, reason: PeopleReason, now: Date) {
        self.hold = hold
        self.actor = actor
        self.reason = reason
        self.now = now
    }
}

extension Database {
    /// How many mails to the address were held and wait.
    public func release(
        _ request: ReleaseAddress
    ) async throws(DatabaseError) -> Result<Int, HoldRefusal> {
        switch try await run(EndHold(request: request)).first {
        case .some(.some(let waiting)): .success(waiting)
        case .some(.none): .failure(.releasedAlready)
        case .none: .failure(.unknownHold)
        }
    }
}

/// Ends a hold that goes on; one row where there is such a hold, without a number where it ended.
struct EndHold: Statement {
    static let sql: StaticString = """
        WITH released AS (
            UPDATE address_hold SET released_at = $2, released_by = $3
            WHERE id = $1 AND released_at IS NULL
            RETURNING id, address_folded
        ), noted AS (
            INSERT INTO audit (subject, subject_id, action, actor, reason, occurred_at)
            SELECT 'address_hold', id, 'release', $3, $4, $2 FROM released
        )
        SELECT (SELECT count(*) FROM outbox
                WHERE state = 'held' AND folded_address(recipient) = released.address_folded
                HAVING released.id IS NOT NULL)
        FROM address_hold h LEFT JOIN released ON released.id = h.id WHERE h.id = $1
        """

    var request: ReleaseAddress

    func bind(to parameters: inout Parameters) {
        parameters.add(request.hold)
        parameters.add(request.now)
        parameters.add(request.actor.description)
        parameters.add(request.reason.description)
    }

    static func decode(_ row: RowReader) throws(DatabaseError) -> Int? { try row.integerIfAny(0) }
}
