public import FoundationEssentials
public import Postgres

/// Picks messages for an operator to look at, the newest first.
public struct ListOutbox: Sendable {
    /// None for every state.
    public var states: [String]
    public var limit: Int

    public init(states: [String] = [], limit: Int = 100) {
        self.states = states
        self.limit = limit
    }
}

/// One message as an operator sees it: never what it says, nor its link.
public struct OutboxLine: Sendable, Equatable {
    public let id: Int64
    public let messageID: String
    public let recipient: String
    public let template: String
    public let state: String
    public let attempts: Int
    public let nextAttemptAt: Date
    /// The last reply or trouble, escaped.
    public let lastReply: String?
}

extension Database {
    /// Reads the messages that were asked for.
    public func outbox(_ list: ListOutbox) async throws(DatabaseError) -> [OutboxLine] {
        try await run(ReadOutbox(list: list))
    }
}

/// Reads messages without their parameters and contents, which hold secrets.
struct ReadOutbox: Statement {
    static let sql: StaticString = """
        SELECT id, message_id, recipient, template, state, attempts, next_attempt_at, last_reply
        FROM outbox WHERE $1::text[] = '{}' OR state = ANY ($1)
        ORDER BY id DESC LIMIT $2
        """

    var list: ListOutbox

    func bind(to parameters: inout Parameters) {
        parameters.add(list.states)
        parameters.add(list.limit)
    }

    static func decode(_ row: RowReader) throws(DatabaseError) -> OutboxLine {
        OutboxLine(
            id: try row.bigint(0), messageID: try row.text(1), recipient: try row.text(2),
            template: try row.text(3), state: try row.text(4), attempts: try row.integer(5),
            nextAttemptAt: try row.instant(6), lastReply: try row.textIfAny(7))
    }
}
