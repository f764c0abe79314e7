import EventLoop
import Foundation
import Postgres
import TestSupport
import Testing

@testable import TrainingRegistry

/// The event of a stage is on 1 and 2 June 2027, in a zone three hours before UTC.
@Suite struct ReminderTests {
    @Test("Whoever has a seat when a reminder is due gets it once, with the code and the calendar")
    func once() async throws {
        try await SeatStage.with(seats: 3, people: 3) { stage in
            for number in 1...3 { _ = try await stage.accept(number).get() }
            _ = try await stage.move([3], to: .withdrawn)
            try await stage.plan("reminder 14 09:00", "reminder 1 09:00")

            #expect(try await stage.keep(at: "2027-05-18T05:59:59Z") == 0)
            #expect(try await stage.keep(at: "2027-05-18T06:00:00Z") == 2)
            #expect(try await stage.keep(at: "2027-05-18T06:01:00Z") == 0)
            #expect(
                try await stage.reminders(at: "2027-05-18T06:01:00Z")
                    == ["reminder 14 left 2", "reminder 1 waiting 0"])
            #expect(try await stage.mails(to: 1) == ["seat-taken", "reminder"])
            #expect(
                try await stage.mails(to: 3) == ["seat-taken", "interest-withdrawn"])
            #expect(try await stage.keep(at: "2027-05-31T06:00:00Z") == 2)
        }
    }

    @Test("Of keepers that run at the same time one promises a reminder")
    func together() async throws {
        try await SeatStage.with(seats: 20, people: 20) { stage in
            for number in 1...20 { _ = try await stage.accept(number).get() }
            try await stage.plan("reminder 14 09:00")
            let now = try Date("2027-05-18T06:00:00Z", strategy: .iso8601)
            var settings = stage.test.service
            settings.connections = 4
            let shared = SharedDatabase(settings, on: stage.test.loop)
            let due = try await stage.database.run(FindDueReminders(now: now))

            let promised = try await withThrowingTaskGroup(of: Int.self) { group in
                for _ in 0..<8 {
                    group.addTask {
                        try await shared.run(
                            LeaveReminder(
                                reminder: due[0], now: now, mailDomain: "example.org")
                        ).first ?? 0
                    }
                }
                return try await group.reduce(into: []) { $0.append($1) }
            }

            #expect(promised.sorted() == [0, 0, 0, 0, 0, 0, 0, 20])
            let mails = try await stage.database.run(
                ReadParameter(template: "reminder", name: "target"))
            #expect(mails.count == 20)
            await shared.close()
        }
    }

    @Test(
        "What had passed when it was planned, published or moved is missed, and nothing else",
        arguments: [
            // Planned on the day before, within six hours of its time and after them.
            ("2027-05-31T11:59:00Z", "", "2027-05-31T12:00:00Z", "left 1"),
            ("2027-05-31T12:01:00Z", "", "2027-05-31T12:02:00Z", "missed 0"),
            // No instance ran: it leaves late, but not after the beginning.
            ("2027-01-15T08:00:00Z", "", "2027-06-01T07:59:00Z", "left 1"),
            ("2027-01-15T08:00:00Z", "", "2027-06-01T08:00:00Z", "missed 0"),
            (
                "2027-01-15T08:00:00Z", "published_at = '2027-05-31 12:01Z'",
                "2027-05-31T12:02:00Z", "missed 0"
            ),
            (
                "2027-01-15T08:00:00Z", "moved_at = '2027-05-31 12:01Z'", "2027-05-31T12:02:00Z",
                "missed 0"
            ),
            ("2027-01-15T08:00:00Z", "cancelled_at = now()", "2027-05-31T06:00:00Z", "off 0"),
            ("2027-01-15T08:00:00Z", "held_at = now()", "2027-05-31T06:00:00Z", "missed 0"),
            ("2027-01-15T08:00:00Z", "published_at = NULL", "2027-05-31T06:00:00Z", "waiting 0"),
        ])
    func missed(planned: String, change: String, now: String, expected: String) async throws {
        try await SeatStage.with(seats: 3, people: 1) { stage in
            _ = try await stage.accept(1).get()
            try await stage.plan("reminder 1 09:00", at: planned)
            if !change.isEmpty {
                try await stage.test.script("UPDATE event SET \(change) WHERE code = 'hall'")
            }

            _ = try await stage.keep(at: now)

            #expect(try await stage.reminders(at: now) == ["reminder 1 \(expected)"])
        }
    }

    @Test("An event that moves takes along what has not left, and what has left stays")
    func moved() async throws {
        try await SeatStage.with(seats: 3, people: 1) { stage in
            _ = try await stage.accept(1).get()
            try await stage.plan("reminder 14 09:00", "reminder 1 09:00")
            #expect(try await stage.keep(at: "2027-05-18T06:00:00Z") == 1)
            try await stage.test.script(
                """
                UPDATE event SET starts_on = '2027-07-01', ends_on = '2027-07-02',
                    moved_at = '2027-05-19', sequence = 1 WHERE code = 'hall';
                UPDATE session SET starts_at = '2027-07-01 08:00Z', ends_at = '2027-07-01 11:00Z'
                WHERE event_id = (SELECT id FROM event WHERE code = 'hall')
                """)
            // Planned again, a reminder that has left is not another one.
            try await stage.plan(
                "reminder 14 09:00", "reminder 1 09:00", at: "2027-05-20T00:00:00Z")

            #expect(try await stage.keep(at: "2027-06-20T06:00:00Z") == 0)
            #expect(try await stage.keep(at: "2027-06-30T06:00:00Z") == 1)
            #expect(
                try await stage.reminders(at: "2027-07-01T00:00:00Z")
                    == ["reminder 14 left 1", "reminder 1 left 1"])
        }
    }
}

extension ReminderTests {
    @Test("After the event those hear of it who were there, or everybody where nobody was marked")
    func after() async throws {
        for isMarked in [true, false] {
            try await SeatStage.with(seats: 3, people: 3) { stage in
                for number in 1...3 { _ = try await stage.accept(number).get() }
                try await stage.plan("follow-up 1 10:00")
                if isMarked {
                    try await stage.test.script(
                        """
                        INSERT INTO attendance (event_id, session_id, participation_id, status,
                            actor, occurred_at, recorded_at)
                        SELECT p.event_id, s.id, p.id, m.status, 'system', now(), now()
                        FROM participation p JOIN session s ON s.event_id = p.event_id
                        JOIN interest i ON i.id = p.interest_id
                        JOIN (VALUES ('p1@example.org', 'partly'), ('p2@example.org', 'absent'))
                            AS m (email, status) ON m.email = i.email
                        """)
                }

                #expect(try await stage.keep(at: "2027-06-03T06:59:00Z") == 0)
                let told = try await stage.keep(at: "2027-06-03T07:00:00Z")
                #expect(told == (isMarked ? 1 : 3))
                #expect(
                    try await stage.mails(to: 2)
                        == ["seat-taken"] + (isMarked ? [] : ["follow-up"]))
            }
        }
    }

    @Test("Nobody is asked for feedback without a form, nor for what a form came too late for")
    func feedback() async throws {
        try await SeatStage.with(seats: 3, people: 1) { stage in
            _ = try await stage.accept(1).get()
            let mails = ["feedback-request 1 10:00", "feedback-request 9 10:00"]
            try await stage.plan(mails)
            #expect(try await stage.keep(at: "2027-06-03T07:00:00Z") == 0)
            #expect(
                try await stage.reminders(at: "2027-06-03T07:00:00Z")
                    == ["feedback-request 1 no-form 0", "feedback-request 9 no-form 0"])

            try await stage.plan(
                mails, form: "https://forms.example/hall", at: "2027-06-05T00:00:00Z")

            #expect(try await stage.keep(at: "2027-06-05T00:01:00Z") == 0)
            #expect(try await stage.keep(at: "2027-06-11T07:00:00Z") == 1)
            #expect(
                try await stage.reminders(at: "2027-06-11T07:00:00Z")
                    == ["feedback-request 1 missed 0", "feedback-request 9 left 1"])
            let texts = try await stage.database.run(
                ReadParameter(template: "feedback-request", name: "feedback_url"))
            #expect(texts == ["https://forms.example/hall"])
        }
    }

    @Test("Of all who are reminded only those with a seat are told that they can give it back")
    func seatless() async throws {
        try await SeatStage.with(seats: 3, people: 3) { stage in
            for number in 1...2 { _ = try await stage.accept(number).get() }
            try await stage.test.script(
                """
                SELECT 1 / (outcome = 'added')::integer FROM person,
                    add_participation('hall', person.id, 'trainer', NULL, NULL, NULL, 'system',
                        NULL, '2027-01-15')
                WHERE email = 'p3@example.org'
                """)
            try await stage.plan("reminder 1 09:00")

            #expect(try await stage.keep(at: "2027-05-31T06:00:00Z") == 3)
            #expect(try await stage.mails(to: 3) == ["reminder"])
            let seats = try await stage.database.run(
                ReadParameter(template: "reminder", name: "has_seat"))
            #expect(seats.sorted() == ["false", "true", "true"])
        }
    }

    @Test("Somebody who was erased gets no reminder")
    func erased() async throws {
        try await SeatStage.with(seats: 3, people: 2) { stage in
            for number in 1...2 { _ = try await stage.accept(number).get() }
            try await stage.plan("reminder 1 09:00")
            try await stage.test.script(
                """
                SELECT erase_person(id, 'system', NULL, now(), 'example.org') FROM person
                WHERE email = 'p1@example.org'
                """)

            #expect(try await stage.keep(at: "2027-05-31T06:00:00Z") == 1)
            #expect(try await stage.mails(to: 1).isEmpty)
        }
    }

    @Test("Who is shortlisted is told where the event wants it, and only then")
    func shortlisted() async throws {
        try await SeatStage.with(admission: .selection, seats: 3, people: 2) { stage in
            _ = try await stage.move([1], to: .shortlisted)
            try await stage.plan([], tells: true)
            _ = try await stage.move([2], to: .shortlisted)

            #expect(try await stage.mails(to: 1).isEmpty)
            #expect(try await stage.mails(to: 2) == ["interest-shortlisted"])
        }
    }
}

extension SeatStage {
    func plan(_ mails: String..., at time: String = "2027-01-15T08:00:00Z") async throws {
        try await plan(mails, at: time)
    }

    /// Plans mails such as `reminder 14 09:00`.
    func plan(
        _ mails: [String], form: String? = nil, tells: Bool = false,
        at time: String = "2027-01-15T08:00:00Z"
    ) async throws {
        let reminders = try mails.map { mail in
            let words = mail.split(separator: " ").map(String.init)
            return MailPlan.Reminder(
                kind: try #require(.init(rawValue: words[0])), days: try #require(Int(words[1])),
                clock: try ClockTime(parsing: words[2]))
        }
        let isDone = try await database.plan(
            PlanMails(
                event: event,
                plan: MailPlan(
                    feedbackForm: try form.map { try WebAddress(parsing: $0) },
                    tellsShortlisted: tells, reminders: reminders),
                actor: .command(userID: 7), reason: nil,
                now: try Date(time, strategy: .iso8601)))
        #expect(isDone)
    }

    func keep(at time: String) async throws -> Int {
        try await database.keepReminders(
            at: Date(time, strategy: .iso8601), mailDomain: "example.org")
    }

    /// Such as `reminder 14 left 2`.
    func reminders(at time: String) async throws -> [String] {
        let plan = try await database.mailPlan(of: event, at: Date(time, strategy: .iso8601))
        return (plan?.reminders ?? []).map {
            "\($0.reminder.kind.rawValue) \($0.reminder.days) \($0.state.rawValue) \($0.mails)"
        }
    }
}

/// Reads one parameter of the mails of a template.
struct ReadParameter: Statement {
    static let sql: StaticString = """
        SELECT coalesce(parameters ->> $2, '') FROM outbox WHERE template = $1 ORDER BY id
        """

    var template: String
    var name: String

    func bind(to parameters: inout Parameters) {
        parameters.add(template)
        parameters.add(name)
    }

    static func decode(_ row: RowReader) throws(DatabaseError) -> String { try row.text(0) }
}
