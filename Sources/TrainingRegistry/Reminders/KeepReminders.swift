public import Foundation
public import Postgres

extension Database {
    /// Promises the mails of every reminder that is due, and returns how many.
    ///
    /// Each reminder leaves in one statement: several instances may do so at once, and whichever
    /// comes second finds that it has left. What stops in between leaves the next time.
    public func keepReminders(
        at now: Date, mailDomain: String
    ) async throws(DatabaseError) -> Int {
        var mails = 0
        for reminder in try await run(FindDueReminders(now: now)) {
            mails +=
                try await run(
                    LeaveReminder(reminder: reminder, now: now, mailDomain: mailDomain)
                ).first ?? 0
        }
        return mails
    }
}

/// Finds the reminders that are due.
struct FindDueReminders: Statement {
    static let sql: StaticString = """
        SELECT r.id FROM event_reminder r JOIN event e ON e.id = r.event_id
        WHERE r.left_at IS NULL AND e.published_at IS NOT NULL AND e.cancelled_at IS NULL
          AND reminder_state(r, e, $1) = 'due'
        ORDER BY r.id
        """

    var now: Date

    func bind(to parameters: inout Parameters) { parameters.add(now) }

    static func decode(_ row: RowReader) throws(DatabaseError) -> UUID { try row.uuid(0) }
}

/// Promises the mails of one reminder, unless it has left or is not due any more.
struct LeaveReminder: Statement {
    static let sql: StaticString = "SELECT leave_reminder($1, $2, $3)"

    var reminder: UUID
    var now: Date
    var mailDomain: String

    func bind(to parameters: inout Parameters) {
        parameters.add(reminder)
        parameters.add(now)
        parameters.add(mailDomain)
    }

    static func decode(_ row: RowReader) throws(DatabaseError) -> Int { try row.integer(0) }
}
