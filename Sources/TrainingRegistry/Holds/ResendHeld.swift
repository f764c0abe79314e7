public import Foundation
public import Postgres

/// Sends what was held while an address was on hold.
public struct ResendHeld: Sendable {
    /// A hold of the address that is over.
    public var hold: UUID
    public var actor: RegistryActor
    public var now: Date

    public init(hold: UUID, actor: RegistryActor, now: Date) {
        self.hold = hold
        self.actor = actor
        self.now = now
    }
}

extension Database {
    /// How many mails are on their way again.
    public func resend(
        _ request: ResendHeld
    ) async throws(DatabaseError) -> Result<Int, HoldRefusal> {
        switch try await run(ReleaseMails(request: request)).first {
        case .some(.some(let sent)): .success(sent)
        case .some(.none): .failure(.stillHeld)
        case .none: .failure(.unknownHold)
        }
    }
}

/// Makes the mails to an address due; one row where there is such a hold, without a number where
/// the address is on hold.
struct ReleaseMails: Statement {
    static let sql: StaticString = """
        WITH hold AS (
            SELECT id, address_folded, is_on_hold(address) AS goes_on
            FROM address_hold WHERE id = $1
        ), sent AS (
            UPDATE outbox SET state = 'pending', next_attempt_at = $2, last_reply = NULL
            FROM hold
            WHERE state = 'held' AND folded_address(recipient) = address_folded AND NOT goes_on
            RETURNING outbox.id
        ), noted AS (
            INSERT INTO audit (subject, subject_id, action, actor, occurred_at)
            SELECT 'address_hold', hold.id, 'resend', $3, $2 FROM hold
            WHERE EXISTS (SELECT FROM sent)
        ), woken AS MATERIALIZED (
            SELECT pg_notify('outbox', '') WHERE EXISTS (SELECT FROM sent)
        )
        SELECT CASE WHEN NOT goes_on THEN (SELECT count(*) FROM sent) END,
               (SELECT count(*) FROM woken)
        FROM hold
        """

    var request: ResendHeld

    func bind(to parameters: inout Parameters) {
        parameters.add(request.hold)
        parameters.add(request.now)
        parameters.add(request.actor.description)
    }

    static func decode(_ row: RowReader) throws(DatabaseError) -> Int? { try row.integerIfAny(0) }
}
