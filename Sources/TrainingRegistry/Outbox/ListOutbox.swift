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

    /// What was refused or given up.
    public static func lost(limit: Int) -> ListOutbox {
        ListOutbox(states: RequeueMails.Loss.allCases.map(\.rawValue), limit: limit)
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
    /// When it was sent, refused, given up or taken back.
    public let endedAt: Date?
    /// The code of the event that its interest is in; nil of one that is about none.
    public let event: String?
    public let interest: UUID?
    /// Whether it still has something to say.
    public let isWhole: Bool

    /// Whether it did not arrive and still says what it said, so that it can be tried once more.
    public func mayBeRequeued(at now: Date) -> Bool {
        guard RequeueMails.Loss(rawValue: state) != nil, isWhole, let endedAt else { return false }
        return endedAt > now - Double(RequeueMails.days) * 86_400
    }
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
        SELECT o.id, o.message_id, o.recipient, o.template, o.state, o.attempts,
               o.next_attempt_at, o.last_reply, o.ended_at, event.code, o.interest_id,
               mail_is_whole(o, $3)
        FROM outbox o
        LEFT JOIN interest ON interest.id = o.interest_id
        LEFT JOIN event ON event.id = interest.event_id
        WHERE $1::text[] = '{}' OR o.state = ANY ($1)
        ORDER BY o.id DESC LIMIT $2
        """

    var list: ListOutbox

    func bind(to parameters: inout Parameters) {
        parameters.add(list.states)
        parameters.add(list.limit)
        parameters.add(MailKind.linked)
    }

    static func decode(_ row: RowReader) throws(DatabaseError) -> OutboxLine {
        OutboxLine(
            id: try row.bigint(0), messageID: try row.text(1), recipient: try row.text(2),
            template: try row.text(3), state: try row.text(4), attempts: try row.integer(5),
            nextAttemptAt: try row.instant(6), lastReply: try row.textIfAny(7),
            endedAt: try row.instantIfAny(8), event: try row.textIfAny(9),
            interest: try row.uuidIfAny(10), isWhole: try row.flag(11))
    }
}
