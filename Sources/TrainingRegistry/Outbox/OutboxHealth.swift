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
    /// Refused within a day.
    public var failedLately = 0
    /// Given up, and still with what they say.
    public var mayBeRequeued = 0
    /// How long the one has waited that was due, or tried in vain, first; nil when none is.
    public var oldestDueSeconds: Double?

    public init() {}
}

extension OutboxHealth {
    /// What wants somebody to look.
    public enum Trouble: Sendable, Equatable {
        /// Something that is due does not leave.
        case late(minutes: Int)
        /// Mails that nobody tries any more, and that can be tried once more.
        case givenUp(Int)
        /// Mails that a mail server refused within a day.
        case refused(Int)
    }

    /// A mail that is due for longer is late.
    public static let lateSeconds: Double = 900

    /// The worst first; empty while all is well.
    public var troubles: [Trouble] {
        var troubles: [Trouble] = []
        if let seconds = oldestDueSeconds, seconds > Self.lateSeconds {
            troubles.append(.late(minutes: Int(seconds / 60)))
        }
        if mayBeRequeued > 0 { troubles.append(.givenUp(mayBeRequeued)) }
        if failedLately > 0 { troubles.append(.refused(failedLately)) }
        return troubles
    }
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
               extract(epoch FROM $1::timestamptz - least(
                   min(next_attempt_at) FILTER (
                       WHERE state IN ('pending', 'sending') AND next_attempt_at <= $1),
                   (SELECT min(started_at) FROM outbox AS tried
                    JOIN outbox_attempt ON outbox_id = tried.id
                    WHERE tried.state = 'pending' AND tried.attempts > 0)))::float8,
               count(*) FILTER (WHERE state = 'draft'),
               count(*) FILTER (WHERE state = 'failed' AND ended_at > $1 - interval '1 day'),
               count(*) FILTER (WHERE state = 'dead' AND mail_is_whole(outbox, $3)
                   AND ended_at > $1 - make_interval(days => $2))
        FROM outbox
        """

    var now: Date

    func bind(to parameters: inout Parameters) {
        parameters.add(now)
        parameters.add(Int32(RequeueMails.days))
        parameters.add(MailKind.linked)
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
        health.failedLately = try row.integer(9)
        health.mayBeRequeued = try row.integer(10)
        return health
    }
}
