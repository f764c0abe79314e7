import EventLoop
import Foundation
import Mailer
import Postgres
import TestSupport
import Testing

@testable import TrainingRegistry

@Suite struct EventChangeTests {
    @Test("A move tells everybody concerned once, however often it is asked for")
    func informed() async throws {
        try await InterestRoom.with { room in
            let code = try Code(parsing: "protect-tallinn-2027")
            try await room.gather(code)

            let move = try await room.moving(code, sequence: 0, place: "Tartu")
            let change = try await room.database.move(move).get()
            let again = try await room.database.move(move)

            #expect(change.informed == 3)
            #expect(change.event.sequence == 1)
            #expect(change.event.schedule.city == "Tartu")
            #expect(again == .failure(.movedOn(revision: change.event.revision, sequence: 1)))
            #expect(try await room.told("event-moved") == ["anna@", "dace@", "egils@"])

            let cancel = CancelEvent(
                code: code, sequence: 1, reason: try Title(parsing: "The house is closed."),
                actor: .system, now: room.now, mailDomain: "example.org")
            #expect(try await room.database.cancel(cancel).get().informed == 3)
            #expect(
                try await room.database.cancel(cancel)
                    == .failure(.illegalMove(.cancel, .cancelled)))
            #expect(try await room.told("event-cancelled") == ["anna@", "dace@", "egils@"])
        }
    }

    @Test("Of twenty moves at the same time one is made")
    func together() async throws {
        try await InterestRoom.with { room in
            let code = try Code(parsing: "protect-tallinn-2027")
            try await room.gather(code)
            let move = try await room.moving(code, sequence: 0, place: "Tartu")
            var settings = room.test.service
            settings.connections = 4
            let shared = SharedDatabase(settings, on: room.test.loop)

            let done = try await withThrowingTaskGroup(of: Int.self) { group in
                for _ in 0..<20 {
                    group.addTask { try await shared.run(WriteMove(request: move)).count }
                }
                return try await group.reduce(0, +)
            }

            #expect(done == 1)
            #expect(try await room.told("event-moved").count == 3)
            await shared.close()
        }
    }

    @Test("The mails carry the event as calendars take it, with a sequence that grows")
    func mails() async throws {
        try await InterestRoom.with { room in
            let code = try Code(parsing: "protect-tallinn-2027")
            try await room.gather(code)
            _ = try await room.database.move(
                room.moving(code, sequence: 0, place: "Tartu", reason: "A, b; \"c\"")
            ).get()
            _ = try await room.database.cancel(
                CancelEvent(
                    code: code, sequence: 1, reason: nil, actor: .system, now: room.now,
                    mailDomain: "example.org")
            ).get()

            let moved = try await room.mail("event-moved", to: "dace@example.org")
            let cancelled = try await room.mail("event-cancelled", to: "dace@example.org")
            let interested = try await room.mail("event-moved", to: "anna@example.org")

            #expect(moved.contains("Content-Type: text/calendar; method=REQUEST; charset=utf-8"))
            #expect(moved.contains("\r\nSEQUENCE:1\r\n"))
            #expect(moved.contains("PARTSTAT=3DACCEPTED"))
            #expect(moved.contains("The reason: A, b; \"c\""))
            #expect(moved.contains("Tartu"))
            #expect(!interested.contains("text/calendar"))
            #expect(cancelled.contains("method=CANCEL"))
            #expect(cancelled.contains("\r\nSEQUENCE:2\r\n"))
            let uid = { (mail: String) in
                mail.split(separator: "\r\n").first { $0.hasPrefix("UID:") }
            }
            #expect(uid(moved) == uid(cancelled))
            #expect(uid(moved) != nil)
        }
    }
}

extension EventChangeTests {
    @Test("The mail that confirms a seat carries the event that later mails move and cancel")
    func seatTaken() async throws {
        try await InterestRoom.with { room in
            let code = try Code(parsing: "protect-tallinn-2027")
            try await room.test.script(
                "UPDATE event SET admission = 'open' WHERE code = '\(code)'")
            _ = try await room.express(.test("Dace", "dace@example.org", in: .event(code)))
            _ = try await room.confirm("dace@example.org")
            let taken = try await room.mail("seat-taken", to: "dace@example.org")
            _ = try await room.database.move(
                room.moving(code, sequence: 0, place: "Tartu")
            ).get()
            _ = try await room.database.cancel(
                CancelEvent(
                    code: code, sequence: 1, reason: nil, actor: .system, now: room.now,
                    mailDomain: "example.org")
            ).get()
            let moved = try await room.mail("event-moved", to: "dace@example.org")
            let cancelled = try await room.mail("event-cancelled", to: "dace@example.org")

            let line = { (name: String, mail: String) in
                mail.split(separator: "\r\n").first { $0.hasPrefix(name) }.map(String.init)
            }
            #expect(taken.contains("Content-Type: text/calendar; method=REQUEST; charset=utf-8"))
            #expect(taken.contains("PARTSTAT=3DACCEPTED"))
            #expect(line("UID:", taken) != nil)
            #expect(line("UID:", taken) == line("UID:", moved))
            #expect(line("UID:", taken) == line("UID:", cancelled))
            #expect(
                [taken, moved, cancelled].map { line("SEQUENCE:", $0) }
                    == ["SEQUENCE:1", "SEQUENCE:2", "SEQUENCE:3"])
        }
    }

    @Test("A seat confirmed by an older version is told of without a calendar")
    func withoutCalendar() async throws {
        try await InterestRoom.with { room in
            try await room.test.script(
                """
                INSERT INTO outbox (message_id, recipient, template, parameters, written_at,
                    next_attempt_at)
                VALUES ('<old@example.org>', 'dace@example.org', 'seat-taken',
                    '{"given_name": "Dace", "target": "Hall", "token": "abc"}', '2026-01-01',
                    '2026-01-01')
                """)

            #expect(
                try await !room.mail("seat-taken", to: "dace@example.org").contains("calendar"))
        }
    }

    @Test("An event that would be over does not move there, whatever else is right")
    func past() async throws {
        try await InterestRoom.with { room in
            let code = try Code(parsing: "protect-tallinn-2027")
            var move = try await room.moving(code, sequence: 0, place: "Tartu")
            move.now = move.schedule.sessions.map(\.endsAt).max().map { $0 + 86_400 } ?? move.now
            let late = try await room.database.move(move)
            #expect(
                late
                    == .failure(
                        .inThePast(
                            Complaint(
                                "/ends_on", "in-the-past", "An event moves to a day to come."))))
            move.sequence = 7
            guard case .failure(.movedOn) = try await room.database.move(move) else {
                Issue.record("What was read before comes first.")
                return
            }
        }
    }
}

extension InterestRoom {
    /// Anna is interested, Dace has a place of her interest, Egils has one without; Berta has not
    /// confirmed, Cilda and Fricis have withdrawn, Gunta has declined.
    func gather(_ event: Code) async throws {
        for name in ["Anna", "Berta", "Cilda", "Dace", "Gunta"] {
            let address = "\(name.lowercased())@example.org"
            _ = try await express(.test(name, address, in: .event(event)))
            if name != "Berta" { _ = try await confirm(address) }
        }
        try await test.script(
            """
            UPDATE interest SET withdrawn_at = now() + interval '1 day' WHERE given_name = 'Cilda';
            UPDATE interest_status SET superseded_at = now() FROM interest
            WHERE interest.id = interest_id AND given_name = 'Gunta';
            INSERT INTO interest_status (interest_id, status, actor, occurred_at)
            SELECT id, 'declined', 'person', now() FROM interest WHERE given_name = 'Gunta';
            INSERT INTO person (given_name, family_name, email, email_folded, sector, country,
                created_at)
            SELECT name, 'Ozols', lower(name) || '@example.org', lower(name) || '@example.org',
                   'police', 'LV', now()
            FROM unnest('{Egils,Fricis}'::text[]) AS name;
            CREATE TEMPORARY TABLE place ON COMMIT DROP AS
            SELECT gen_random_uuid() AS id, person.token, person.given_name,
                   interest.id AS interest
            FROM person LEFT JOIN interest ON interest.person_id = person.id
            WHERE person.given_name IN ('Dace', 'Egils', 'Fricis');
            INSERT INTO participation (id, event_id, interest_id, created_at)
            SELECT place.id, event.id, interest, now()
            FROM place, event WHERE event.code = '\(event)';
            INSERT INTO participation_fact (participation_id, person_token, status, role, country,
                sector, actor, occurred_at, recorded_at)
            SELECT id, token, CASE given_name WHEN 'Fricis' THEN 'withdrawn' ELSE 'confirmed' END,
                   'participant', 'LV', 'police', 'system', now(), now()
            FROM place;
            """)
    }

    /// The event a week later in another city.
    func moving(
        _ code: Code, sequence: Int, place: String, reason: String? = nil
    ) async throws -> MoveEvent {
        let event = try await database.staffEvent(code)
        var schedule = try #require(event).schedule
        let week = 7 * 86_400.0
        for index in schedule.sessions.indices {
            schedule.sessions[index].startsAt += week
            schedule.sessions[index].endsAt += week
        }
        let days = schedule.sessions.map { String($0.startsAt.ISO8601Format().prefix(10)) }
        schedule.startsOn = try Day.of(try #require(days.min()))
        schedule.endsOn = try Day.of(try #require(days.max()))
        schedule.city = place
        return MoveEvent(
            code: code, schedule: schedule, sequence: sequence,
            reason: try reason.map(Title.init(parsing:)), actor: .system, now: now,
            mailDomain: "example.org")
    }

    /// The addresses, up to their @, that mails of a template were promised to.
    func told(_ template: String) async throws -> [String] {
        try await database.run(ReadRecipients(template: template))
    }

    /// A mail as it travels.
    func mail(_ template: String, to recipient: String) async throws -> String {
        let claimed = try await database.run(
            ClaimMail(
                now: now, dueBy: now + 60, limit: 100, leaseEnd: now + 60, instance: UUID()))
        kept += claimed
        let mail = try #require(
            kept.first { $0.template == template && $0.recipient == recipient })
        let renderer = try DeliveryWorker.renderer(
            under: "https://example.org", unit: "The unit")
        let bytes = try renderer.bytes(of: mail, to: try EmailAddress(parsing: recipient))
        // Soft line breaks of quoted-printable are no part of the text.
        return String(decoding: bytes, as: UTF8.self).replacing("=\r\n", with: "")
    }
}

/// Reads whom mails of a template are for.
struct ReadRecipients: Statement {
    static let sql: StaticString = """
        SELECT split_part(recipient, '@', 1) || '@' FROM outbox WHERE template = $1 ORDER BY 1
        """

    var template: String

    func bind(to parameters: inout Parameters) { parameters.add(template) }

    static func decode(_ row: RowReader) throws(DatabaseError) -> String { try row.text(0) }
}
