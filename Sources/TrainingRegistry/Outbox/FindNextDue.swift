import FoundationEssentials
import Postgres

/// Finds when the next message is due and may leave, if any is open.
struct FindNextDue: Statement {
    static let sql: StaticString = """
        SELECT greatest(next, (SELECT mail_may_leave(next_at, $1::integer) FROM mail_pace
                               WHERE domain = '' AND $1 > 0))
        FROM (SELECT min(next_attempt_at) AS next FROM outbox
              WHERE state IN ('pending', 'sending')) AS open
        WHERE next IS NOT NULL
        """

    var pace = MailPace()

    func bind(to parameters: inout Parameters) { parameters.add(pace.perMinute) }

    static func decode(_ row: RowReader) throws(DatabaseError) -> Date? {
        try row.instantIfAny(0)
    }
}
