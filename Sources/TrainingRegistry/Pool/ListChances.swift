public import Foundation
public import Postgres

/// An event that was offered to somebody in the pool, as their own page shows it.
public struct Chance: Sendable, Equatable {
    public enum Answer: String, Sendable, CaseIterable {
        case accepted, declined
    }

    public var id: UUID
    /// The interest in the pool that it was offered to.
    public var interest: UUID
    public var event: Code
    public var title: String
    /// Nil while there is none.
    public var answer: Answer?
    /// Whether the event takes interest at this time.
    public var isOpen: Bool

    public init(
        id: UUID, interest: UUID, event: Code, title: String, answer: Answer?, isOpen: Bool
    ) {
        self.id = id
        self.interest = interest
        self.event = event
        self.title = title
        self.answer = answer
        self.isOpen = isOpen
    }
}

extension Database {
    /// What was offered to the person a link belongs to, the latest first.
    public func chances(
        of token: AccessToken, at now: Date
    ) async throws(DatabaseError) -> [Chance] {
        try await run(ReadChances(token: token, now: now))
    }
}

/// Reads the offers of a person by their own link.
struct ReadChances: Statement {
    static let sql: StaticString = """
        SELECT o.id, o.interest_id, e.code, e.title, o.answer, event_takes_interest(e, $2)
        FROM access_token t JOIN interest i ON i.person_id = t.person_id
        JOIN pool_offer o ON o.interest_id = i.id JOIN event e ON e.id = o.event_id
        WHERE t.hash = sha256($1::bytea) AND t.purpose = 'my' AND t.expires_at > $2
        ORDER BY o.offered_at DESC, o.id
        """

    var token: AccessToken
    var now: Date

    func bind(to parameters: inout Parameters) {
        parameters.add(token.bytes)
        parameters.add(now)
    }

    static func decode(_ row: RowReader) throws(DatabaseError) -> Chance {
        Chance(
            id: try row.uuid(0), interest: try row.uuid(1), event: try row.code(2),
            title: try row.text(3),
            answer: try row.textIfAny(4).flatMap(Chance.Answer.init(rawValue:)),
            isOpen: try row.flag(5))
    }
}
