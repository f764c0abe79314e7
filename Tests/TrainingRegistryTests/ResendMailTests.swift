import Foundation
import Mailer
import Postgres
import TestSupport
import Testing

@testable import TrainingRegistry

@Suite(.timeLimit(.minutes(10))) struct ResendMailTests {
    /// The number of the latest mail of a template, settled as if a server had taken it.
    private static func sent(_ template: String, _ stage: SeatStage) async throws -> Int64 {
        try await stage.test.script(
            """
            UPDATE outbox SET state = 'sent', attempts = 1, ended_at = now(),
                parameters = parameters - 'token' WHERE state = 'pending'
            """)
        let all = try await stage.database.outbox(ListOutbox())
        return try #require(all.first { $0.template == template }).id
    }

    private static func resend(
        _ mail: Int64, _ stage: SeatStage, in event: String = "hall"
    ) async throws -> Result<Int64, ResendRefusal> {
        try await stage.database.resend(
            ResendMail(
                event: try Code(parsing: event), mail: mail, actor: .command(userID: 7),
                reason: try PeopleReason(parsing: "They lost it"), now: stage.now,
                mailDomain: "example.org"))
    }

    @Test("An offer is sent again while it stands, as another message with a link of its own")
    func offer() async throws {
        try await SeatStage.with(admission: .selection, seats: 5, people: 1) { stage in
            _ = try await stage.move([1], to: .offered)
            let first = try await Self.sent("seat-offered", stage)
            #expect(try await Self.resend(first, stage, in: "quay") == .failure(.unknown))
            #expect(try await Self.resend(99_999, stage) == .failure(.unknown))

            let again = try await Self.resend(first, stage).get()

            let mails = try await stage.database.outbox(ListOutbox())
            #expect(mails.map(\.id) == [again, first])
            #expect(Set(mails.map(\.messageID)).count == 2)
            #expect(mails.map(\.state) == ["pending", "sent"])
            let link = try #require(try await stage.ownLink(1))
            #expect(try await stage.database.run(CountLink(hash: link)).first == 1)
            #expect(try await Self.resend(first, stage) == .failure(.underWay))
            #expect(try await Self.resend(again, stage) == .failure(.underWay))

            let second = try await Self.sent("seat-offered", stage)
            #expect(second == again)
            _ = try await stage.accept(1)
            #expect(try await Self.resend(second, stage) == .failure(.untrue(.offerAnswered)))
        }
    }

    @Test("A seat is told again while they have it, and nothing goes to an address on hold")
    func seat() async throws {
        try await SeatStage.with(seats: 5, people: 1) { stage in
            _ = try await stage.accept(1)
            let mail = try await Self.sent("seat-taken", stage)
            try await stage.test.script(
                """
                INSERT INTO address_hold (address, cause, held_at, held_by)
                VALUES ('P1@example.org', 'complaint', now(), 'command:0')
                """)
            #expect(try await Self.resend(mail, stage) == .failure(.untrue(.onHold)))
            try await stage.test.script(
                "UPDATE address_hold SET released_at = now(), released_by = 'command:0'")
            #expect((try? await Self.resend(mail, stage).get()) != nil)
            _ = try await Self.sent("seat-taken", stage)
            _ = try await stage.move([1], to: .declined)
            #expect(try await Self.resend(mail, stage) == .failure(.untrue(.seatGone)))
        }
    }

    @Test("A seat is told again with the days that the event has by now, and their number")
    func moved() async throws {
        try await SeatStage.with(seats: 5, people: 1) { stage in
            _ = try await stage.accept(1)
            let first = try await Self.sent("seat-taken", stage)
            #expect(try await stage.said("seat-taken") == ["2027-06-01 1"])
            try await stage.database.moveAWeek(stage.event, at: stage.now)

            _ = try await Self.resend(first, stage).get()

            #expect(try await stage.said("seat-taken") == ["2027-06-01 1", "2027-06-08 2"])
            #expect(try await stage.said("event-moved") == ["2027-06-08 2"])
        }
    }

    @Test("A reminder of days that are not those of the event any more is not sent again")
    func reminder() async throws {
        try await SeatStage.with(seats: 5, people: 1) { stage in
            _ = try await stage.accept(1)
            try await stage.test.script(
                """
                INSERT INTO outbox (message_id, recipient, template, parameters, interest_id,
                    written_at, next_attempt_at)
                SELECT 'again', 'p1@example.org', 'reminder',
                    check_in_words(id) || seat_calendar(id, 'example.org'), interest_id, now(),
                    now()
                FROM participation
                """)
            let mail = try await Self.sent("reminder", stage)
            #expect((try? await Self.resend(mail, stage).get()) != nil)
            _ = try await Self.sent("reminder", stage)
            try await stage.database.moveAWeek(stage.event, at: stage.now)

            #expect(try await Self.resend(mail, stage) == .failure(.untrue(.superseded)))
        }
    }

    @Test("What a server may have already is not tried once more with old days, but written anew")
    func given() async throws {
        try await SeatStage.with(seats: 5, people: 1) { stage in
            _ = try await stage.accept(1)
            let mail = try await Self.sent("seat-taken", stage)
            try await stage.test.script(
                """
                UPDATE outbox SET state = 'dead', content = 'Subject: A seat',
                    ended_at = to_timestamp(1.8e9),
                    parameters = parameters || '{"token":"AAAA"}'
                WHERE template = 'seat-taken';
                INSERT INTO outbox_attempt (outbox_id, number, instance, started_at, ended_at,
                    outcome, phase)
                SELECT id, 1, gen_random_uuid(), now(), now(), 'unknown', 'end-of-data'
                FROM outbox WHERE template = 'seat-taken'
                """)
            try await stage.database.moveAWeek(stage.event, at: stage.now)

            let done = try await stage.database.requeue(
                RequeueMails(
                    choice: .named([mail]), actor: .command(userID: 7),
                    reason: try PeopleReason(parsing: "It is back"), now: stage.now))

            #expect(done.leftOut == [LeftOutMail(id: mail, obstacle: .superseded)])
            _ = try await Self.resend(mail, stage).get()
            #expect(try await stage.said("seat-taken") == ["2027-06-01 1", "2027-06-08 2"])
        }
    }

    @Test("An invitation has its own way to be sent again")
    func elsewhere() async throws {
        try await SeatStage.with(admission: .invitation, seats: 5) { stage in
            _ = try await stage.database.invite(
                InvitePeople(
                    event: stage.event,
                    guests: [.init(email: try EmailAddress(parsing: "a@example.org"))],
                    actor: .command(userID: 7), now: stage.now, mailDomain: "example.org")
            ).get()
            let mail = try await Self.sent("invitation", stage)
            #expect(try await Self.resend(mail, stage) == .failure(.hasOwnResend))
        }
    }
}

extension SeatStage {
    /// The first day and the number that each mail of a template says.
    func said(_ template: String) async throws -> [String] {
        try await database.run(ReadSaid(template: template))
    }
}

extension Database {
    /// Moves an event to a week later, and tells everybody.
    func moveAWeek(
        _ code: Code, at now: Date, _ mails: MailOrder = MailOrder(.send)
    ) async throws {
        let event = try await staffEvent(code)
        var schedule = try #require(event).schedule
        for index in schedule.sessions.indices {
            schedule.sessions[index].startsAt += 7 * 86_400
            schedule.sessions[index].endsAt += 7 * 86_400
        }
        schedule.startsOn = try Day.of("2027-06-08")
        schedule.endsOn = try Day.of("2027-06-09")
        var request = MoveEvent(
            code: code, schedule: schedule, sequence: 0, reason: nil, actor: .system, now: now,
            mailDomain: "example.org")
        request.mails = mails
        _ = try await move(request).get()
    }
}

/// What mails of a template say of when the event is, the first first.
struct ReadSaid: Statement {
    static let sql: StaticString = """
        SELECT concat_ws(' ', parameters -> 'schedule' ->> 'starts_on', parameters ->> 'sequence')
        FROM outbox WHERE template = $1 ORDER BY id
        """

    var template: String

    func bind(to parameters: inout Parameters) { parameters.add(template) }

    static func decode(_ row: RowReader) throws(DatabaseError) -> String { try row.text(0) }
}

private struct CountLink: Statement {
    static let sql: StaticString = "SELECT count(*) FROM access_token WHERE hash = sha256($1)"

    var hash: AccessToken

    func bind(to parameters: inout Parameters) { parameters.add(hash.bytes) }

    static func decode(_ row: RowReader) throws(DatabaseError) -> Int { try row.integer(0) }
}
