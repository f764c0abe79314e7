public import FoundationEssentials
public import Postgres

/// How many messages are in each state, and how late the most overdue one is.
public struct OutboxHealth: Sendable, Equatable {
    /// Waiting for the release of their mailings.
    public var draft = 0
    public var pending = 0
    public var sending = 0
    /// Not sent, because their addresses are on hold.
    public var held = 0
    public var sent = 0
    public var failed = 0
    public var dead = 0
    public var cancelled = 0
    /// Nil when nothing that is due waits.
    public var oldestDueSeconds: Double?

    public init() {}
}

extension Database {
    /// Reads the health of the outbox for metrics.
    public func outboxHealth(at now: Date) async throws(DatabaseError) -> OutboxHealth {
        try await run(ReadOutboxHealth(now: now)).first ?? OutboxHealth()
    }
}

/// Counts the messages by state in one pass.
struct ReadOutboxHealth: Statement {
    static let sql: StaticString = """
        SELECT count(*) FILTER (WHERE state = 'pending'),
               count(*) FILTER (WHERE state = 'sending'),
               count(*) FILTER (WHERE state = 'sent'),
               count(*) FILTER (WHERE state = 'failed'),
               count(*) FILTER (WHERE state = 'dead'),
               count(*) FILTER (WHERE state = 'cancelled'),
               count(*) FILTER (WHERE state = 'held'),
               extract(epoch FROM $1::timestamptz - min(next_attempt_at)
                   FILTER (WHERE state = 'pending' AND next_attempt_at <= $1))::float8,
               count(*) FILTER (WHERE state = 'draft')
        FROM outbox
        """

    var now: Date

    func bind(to parameters: inout Parameters) {
        parameters.add(now)
    }

    static func decode(_ row: RowReader) throws(DatabaseError) -> OutboxHealth {
        var health = OutboxHealth()
        health.pending = try row.integer(0)
        health.sending = try row.integer(1)
        health.sent = try row.integer(2)
        health.failed = try row.integer(3)
        health.dead = try row.integer(4)
        health.cancelled = try row.integer(5)
        health.held = try row.integer(6)
        health.oldestDueSeconds = try row.doubleIfAny(7)
        health.draft = try row.integer(8)
        return health
    }
}
