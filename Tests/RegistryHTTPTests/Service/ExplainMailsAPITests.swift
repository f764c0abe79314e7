import Foundation
import Testing

@testable import RegistryHTTP

@Suite(.timeLimit(.minutes(10))) struct ExplainMailsAPITests {
    /// Has the first mail of a template settled as if a server had taken or refused it.
    private static func settle(
        _ desk: ConsoleDesk, _ template: String, _ state: String
    ) async throws -> String {
        try await desk.room.room.change(
            """
            UPDATE outbox SET state = '\(state)', attempts = 1, ended_at = now(),
                parameters = parameters - 'token', last_reply = '550 <ada@example.org> is gone'
            WHERE template = '\(template)';
            INSERT INTO outbox_attempt (outbox_id, number, instance, started_at, ended_at, outcome,
                phase, reply_code, reply)
            SELECT id, 1, gen_random_uuid(), now(), now(), 'refused', 'rcpt', 550,
                   '550 <ada@example.org> is gone'
            FROM outbox WHERE template = '\(template)'
            """)
        return try await desk.told("SELECT max(id) FROM outbox WHERE template = '\(template)'")
    }

    /// Offers somebody a seat, whose mail is refused.
    private static func offer(_ desk: ConsoleDesk, _ interest: String) async throws -> String {
        _ = try await desk.room.put("/seats", #"{"seats":2}"#)
        _ = try await desk.room.post(
            "/moves", #"{"moves":[{"interest":"\#(interest)","to":"offered"}]}"#)
        return try await settle(desk, "seat-offered", "failed")
    }

    @Test("The mails to somebody are told with every attempt, and why others are not there")
    func document() async throws {
        try await ConsoleDesk.with(people: ["Ada"]) { desk, ids in
            let mail = try await Self.offer(desk, ids[0])

            let answer = try await desk.room.get("/interests/\(ids[0])/mails")

            #expect(answer.status == 200)
            #expect(answer.json["interest"] as? String == ids[0])
            #expect(answer.json["status"] as? String == "offered")
            #expect(answer.json["hold"] is NSNull)
            #expect(try answer.words("mails", "mail") == [mail])
            #expect(try answer.words("mails", "state") == ["failed"])
            #expect(try answer.words("mails", "reply") == ["550 (address) is gone"])
            #expect(
                answer.text.contains(
                    #""outcome":"refused","phase":"rcpt","code":550,"#
                        + #""reply":"550 (address) is gone""#))
            #expect(
                try answer.words("missing", "reason") == ["needed-none", "not-recorded"])
            #expect(
                try answer.words("missing", "template")
                    == ["confirm-interest", "interest-confirmed"])
            let nobody = "/interests/00000000-0000-4000-8000-0000000000ff/mails"
            #expect(try await desk.room.get(nobody).status == 404)
            #expect(try await desk.room.get("/interests/x/mails").status == 404)
            let closed = try await desk.room.room.ask(
                "GET", SelectionAPITests.base + "/interests/\(ids[0])/mails", nil, token: nil)
            #expect(closed.status == 401)
        }
    }

    @Test("The page of a person explains their mails and sends one again, or says why not")
    func page() async throws {
        try await ConsoleDesk.with(people: ["Ada", "Bea"]) { desk, ids in
            let mail = try await Self.offer(desk, ids[0])
            let path = "/console/events/small/people/\(ids[0])"
            let page = try await desk.get(path)
            #expect(page.says("Refused by the mail server"))
            #expect(page.says("1 attempt"))
            #expect(page.says("refused (rcpt, 550) – 550 (address) is gone"))
            #expect(page.says("They came in a way that needs no confirming"))

            let empty = try await desk.send(path + "/resend")
            #expect(empty.status == 422)
            #expect(empty.says("Choose which mail is sent again."))
            #expect(empty.says("Say why, in up to 500 characters on one line."))
            let why = "They say that nothing came"
            let other = "/console/events/small/people/\(ids[1])/resend"
            #expect(
                try await desk.send(other, ["mail": mail, "again-reason": why]).status == 404)

            let again = try await desk.send(
                path + "/resend", ["mail": mail, "again-reason": why])
            #expect(again.status == 303)
            #expect(again["Location"] == path)
            #expect(try await desk.get(path).says("Sent again: the mail of"))
            let twice = try await desk.send(
                path + "/resend", ["mail": mail, "again-reason": why])
            #expect(twice.status == 409)
            #expect(twice.says("There is a problem"))
            #expect(twice.says("It is on its way, or waits already."))
            #expect(twice.says("value=\"\(why)\""))
        }
    }

    @Test("Mails of an event lead to its mailings and its people, and show who is out of reach")
    func tab() async throws {
        try await ConsoleDesk.with(people: ["Ada"]) { desk, ids in
            _ = try await Self.offer(desk, ids[0])
            try await desk.room.room.change(
                """
                UPDATE outbox SET bounce_status = '5.1.1', bounced_at = now();
                INSERT INTO address_hold (address, cause, status_code, held_at, held_by)
                VALUES ('Ada@example.org', 'bounce', '5.1.1', now(), 'system');
                INSERT INTO interest (id, event_id, given_name, family_name, email, email_folded,
                    sector, country, notice, received_at)
                SELECT gen_random_uuid(), id, 'Dora', 'Ozola', 'dora@example.org',
                       'dora@example.org', 'police', 'LV', '2026-11', now()
                FROM event WHERE code = 'small';
                INSERT INTO outbox (message_id, recipient, template, parameters, interest_id,
                    written_at, next_attempt_at)
                SELECT '<d@example.org>', email, 'confirm-interest', '{}', id, now(), now()
                FROM interest WHERE given_name = 'Dora'
                """)

            let page = try await desk.get("/console/events/small/mails")

            #expect(page.says("href=\"/console/events/small/mailings\""))
            #expect(page.says("<a href=\"/console/events/small/people/\(ids[0])\">Ada Ozola</a>"))
            #expect(page.says("<td data-label=\"To\">Dora Ozola</td>"))
            #expect(page.says("Nobody is there"))
            #expect(page.says("Came back later: 5.1.1"))
            #expect(page.says("Their address is on hold: a mail to it came back"))
        }
    }

    @Test("The sample of a mailing is one that leaves, with how many do, and who took one out")
    func sample() async throws {
        try await ConsoleDesk.with(people: ["Ada", "Bea", "Cia"]) { desk, ids in
            let moves = ids.map { #"{"interest":"\#($0)","to":"declined"}"# }
            let moved = try await desk.room.post(
                "/moves", #"{"moves":[\#(moves.joined(separator: ","))]}"#)
            let mailing = try #require(moved.json["mailing"] as? String)
            let first = try await desk.told("SELECT min(id) FROM outbox WHERE state = 'draft'")
            let path = "/console/events/small/mailings/\(mailing)"

            let thinned = try await desk.send(
                path + "/take-out", ["mail": first, "take-out-reason": "Told by telephone"])

            #expect(thinned.status == 303)
            let page = try await desk.get(path)
            #expect(page.says("Taken out by you. Reason: Told by telephone"))
            #expect(page.says("No seat this time: 2 mails"))
            #expect(page.says("What it says to Bea Ozola"))
            let document = try await desk.room.get("/mailings/\(mailing)")
            #expect(try document.words("samples", "name") == ["Bea Ozola"])
            #expect(try document.words("samples", "mails") == ["2"])

            _ = try await desk.send(path + "/discard", ["discard-reason": "A mistake"])
            let none = try await desk.room.get("/mailings/\(mailing)")
            #expect(try document.words("does_not", "name").count == 1)
            #expect(try none.words("samples", "name") == [])
        }
    }
}
