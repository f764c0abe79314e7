public import Foundation
public import Mailer
public import Postgres

/// Stops all mail to an address.
public struct HoldAddress: Sendable {
    /// Why, when it is not a mail that came back.
    public enum Cause: String, Sendable, CaseIterable {
        /// Whoever has the address told a mail server that it is not wanted.
        case complaint
        case byHand = "by-hand"
    }

    public var address: EmailAddress
    public var cause: Cause
    public var actor: RegistryActor
    public var reason: PeopleReason
    public var now: Date

    public init(
        address: EmailAddress, cause: Cause, actor: RegistryActor, reason: PeopleReason, now: Date
    ) {
        self.address = address
        self.cause = cause
        self.actor = actor
        self.reason = reason
        self.now = now
    }
}

/// Why an address is not held, released or written to.
public enum HoldRefusal: String, Error, Sendable, CaseIterable {
    case heldAlready = "held-already"
    case unknownHold = "unknown-hold"
    case releasedAlready = "released-already"
    /// Nothing is sent while the hold, or a later one, goes on.
    case stillHeld = "still-held"
}

extension Database {
    /// The id of the hold.
    public func hold(
        _ request: HoldAddress
    ) async throws(DatabaseError) -> Result<UUID, HoldRefusal> {
        try await run(InsertHold(request: request)).first.map { .success($0) }
            ?? .failure(.heldAlready)
    }
}

/// Holds an address that is not on hold.
struct InsertHold: Statement {
    static let sql: StaticString = """
        WITH held AS (
            INSERT INTO address_hold (address, cause, held_at, held_by)
            VALUES ($1, $2, $3, $4)
            ON CONFLICT (address_folded) WHERE released_at IS NULL DO NOTHING
            RETURNING id
        ), noted AS (
            INSERT INTO audit (subject, subject_id, action, actor, reason, occurred_at)
            SELECT 'address_hold', id, 'hold', $4, $5, $3 FROM held
        )
        SELECT id FROM held
        """

    var request: HoldAddress

    func bind(to parameters: inout Parameters) {
        parameters.add(request.address.description)
        parameters.add(request.cause.rawValue)
        parameters.add(request.now)
        parameters.add(request.actor.description)
        parameters.add(request.reason.description)
    }

    static func decode(_ row: RowReader) throws(DatabaseError) -> UUID { try row.uuid(0) }
}
