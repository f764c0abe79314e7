public import Foundation
public import Postgres

extension Database {
    /// The mails of an event as they are planned; nil when there is no such event.
    public func mailPlan(
        of event: Code, at now: Date
    ) async throws(DatabaseError) -> EventMailPlan? {
        guard let plan = try await run(ReadMailPlan(event: event)).first else { return nil }
        return EventMailPlan(
            feedbackForm: plan.form, tellsShortlisted: plan.tells, timeZone: plan.zone,
            reminders: try await run(ReadReminders(event: event, now: now)))
    }
}

/// Reads what the mails of an event do, the defaults where nothing is set.
struct ReadMailPlan: Statement {
    static let sql: StaticString = """
        SELECT feedback_url, coalesce(tells_shortlisted, false), time_zone
        FROM event LEFT JOIN event_mail_plan ON event_id = event.id WHERE code = $1
        """

    var event: Code

    func bind(to parameters: inout Parameters) { parameters.add(event.description) }

    static func decode(
        _ row: RowReader
    ) throws(DatabaseError) -> (form: String?, tells: Bool, zone: String) {
        (try row.textIfAny(0), try row.flag(1), try row.text(2))
    }
}

/// Reads the reminders of an event by when they are due.
struct ReadReminders: Statement {
    static let sql: StaticString = """
        SELECT r.kind, r.days, to_char(r.clock, 'HH24:MI'), reminder_state(r, e, $2),
               reminder_due_at(r, e), r.left_at,
               (SELECT count(*) FROM reminder_mail WHERE reminder_id = r.id)
        FROM event_reminder r JOIN event e ON e.id = r.event_id
        WHERE e.code = $1
        ORDER BY coalesce(r.left_at, reminder_due_at(r, e)), r.kind, r.id
        """

    var event: Code
    var now: Date

    func bind(to parameters: inout Parameters) {
        parameters.add(event.description)
        parameters.add(now)
    }

    static func decode(_ row: RowReader) throws(DatabaseError) -> EventReminder {
        guard let kind = MailPlan.Reminder.Kind(rawValue: try row.text(0)),
            let clock = try? ClockTime(parsing: try row.text(2)),
            let state = EventReminder.State(rawValue: try row.text(3))
        else { throw .failed(sqlState: "22023", message: "no word for a reminder") }
        return EventReminder(
            reminder: MailPlan.Reminder(kind: kind, days: try row.integer(1), clock: clock),
            state: state, dueAt: try row.instantIfAny(4), leftAt: try row.instantIfAny(5),
            mails: try row.integer(6))
    }
}
