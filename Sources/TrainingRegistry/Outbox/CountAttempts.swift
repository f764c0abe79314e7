public import FoundationEssentials
public import Postgres

/// How many attempts to send a mail ended in one way within a day; it names nobody.
public struct AttemptCount: Sendable, Equatable {
    /// `sent`, `refused`, `deferred`, `unknown`, `session-failed` or `released`.
    public let outcome: String
    /// Where in the session, as SMTPPhase has it; `none` when there was no session.
    public let phase: String
    /// The class of the answer, `2xx` to `5xx`; `none` when the server said nothing.
    public let reply: String
    public let attempts: Int

    public init(outcome: String, phase: String, reply: String, attempts: Int) {
        self.outcome = outcome
        self.phase = phase
        self.reply = reply
        self.attempts = attempts
    }

    /// What was given back untried is no failure.
    public var isFailure: Bool { outcome != "sent" && outcome != "released" }
}

extension Database {
    /// Attempts that ended in the day before `now`, by how they ended.
    public func attempts(until now: Date) async throws(DatabaseError) -> [AttemptCount] {
        try await run(CountAttempts(now: now))
    }
}

/// Counts what ended within a day in one pass.
///
/// Of a day and not of all time: old attempts go with their mails, so that a sum of all would fall,
/// which a counter must not.
struct CountAttempts: Statement {
    static let sql: StaticString = """
        SELECT outcome, coalesce(phase, 'none') AS phase,
               CASE WHEN reply_code BETWEEN 200 AND 599 THEN reply_code / 100 || 'xx'
                    ELSE 'none' END AS reply,
               count(*)
        FROM outbox_attempt
        WHERE ended_at > $1::timestamptz - interval '1 day' AND ended_at <= $1
        GROUP BY 1, 2, 3 ORDER BY 1, 2, 3
        """

    var now: Date

    func bind(to parameters: inout Parameters) {
        parameters.add(now)
    }

    static func decode(_ row: RowReader) throws(DatabaseError) -> AttemptCount {
        AttemptCount(
            outcome: try row.text(0), phase: try row.text(1), reply: try row.text(2),
            attempts: try row.integer(3))
    }
}
