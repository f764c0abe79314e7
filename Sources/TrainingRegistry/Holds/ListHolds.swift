public import Foundation
public import Postgres

/// Addresses on hold, the newest first.
public struct ListHolds: Sendable {
    /// Those that are over, too.
    public var withReleased: Bool
    public var limit: Int

    public init(withReleased: Bool = false, limit: Int = 50) {
        self.withReleased = withReleased
        self.limit = limit
    }
}

/// A time in which nothing is sent to an address.
public struct AddressHold: Sendable, Equatable {
    public let id: UUID
    public let address: String
    /// `bounce`, `complaint` or `by-hand`.
    public let cause: String
    /// Of a bounce, such as 5.1.1 (RFC 3463).
    public let status: String?
    public let heldAt: Date
    public let heldBy: String
    public let releasedAt: Date?
    public let releasedBy: String?
    /// How many mails to the address wait.
    public let heldMails: Int
}

extension Database {
    /// The holds that were asked for.
    public func holds(_ list: ListHolds) async throws(DatabaseError) -> [AddressHold] {
        try await run(ReadHolds(list: list, address: nil))
    }

    /// The hold of an address that goes on, in whatever spelling.
    public func hold(of address: String) async throws(DatabaseError) -> AddressHold? {
        try await run(ReadHolds(list: ListHolds(limit: 1), address: address)).first
    }
}

/// Reads holds with the number of mails that wait.
struct ReadHolds: Statement {
    static let sql: StaticString = """
        SELECT id, address, cause, status_code, held_at, held_by, released_at, released_by,
               (SELECT count(*) FROM outbox
                WHERE state = 'held' AND folded_address(recipient) = address_folded)
        FROM address_hold
        WHERE ($1 OR released_at IS NULL)
          AND ($3::text IS NULL OR address_folded = folded_address($3))
        ORDER BY held_at DESC, id LIMIT $2
        """

    var list: ListHolds
    var address: String?

    func bind(to parameters: inout Parameters) {
        parameters.add(list.withReleased)
        parameters.add(list.limit)
        parameters.add(address)
    }

    static func decode(_ row: RowReader) throws(DatabaseError) -> AddressHold {
        AddressHold(
            id: try row.uuid(0), address: try row.text(1), cause: try row.text(2),
            status: try row.textIfAny(3), heldAt: try row.instant(4), heldBy: try row.text(5),
            releasedAt: try row.instantIfAny(6), releasedBy: try row.textIfAny(7),
            heldMails: try row.integer(8))
    }
}
