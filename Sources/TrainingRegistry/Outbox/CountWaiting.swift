public import FoundationEssentials
public import Postgres

extension Database {
    /// How many mails were due at a time and have not been tried since: a limit left no room for
    /// them, or no mail server could be reached.
    public func mailsWaiting(since start: Date) async throws(DatabaseError) -> Int {
        try await run(CountWaiting(start: start)).first ?? 0
    }
}

/// Counts the messages that wait for their turn, those that were put off behind others to their
/// domain among them.
struct CountWaiting: Statement {
    static let sql: StaticString = """
        SELECT count(*)
        FROM outbox o
        LEFT JOIN mail_pace p ON p.domain = lower(substring(o.recipient FROM '[^@]*$'))
        WHERE o.state IN ('pending', 'sending')
          AND o.next_attempt_at <= greatest($1::timestamptz, p.queued_until)
          AND NOT EXISTS (SELECT FROM outbox_attempt
                          WHERE outbox_id = o.id AND started_at >= $1)
        """

    var start: Date

    func bind(to parameters: inout Parameters) { parameters.add(start) }

    static func decode(_ row: RowReader) throws(DatabaseError) -> Int { try row.integer(0) }
}
