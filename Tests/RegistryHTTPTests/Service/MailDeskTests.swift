import Foundation
import Testing
import TrainingRegistry

@testable import RegistryHTTP

@Suite(.timeLimit(.minutes(10))) struct MailDeskTests {
    /// Has a mail of each interest refused or given up.
    private static func lose(
        _ desk: ConsoleDesk, _ interest: String, _ state: String, id: Int,
        template: String = "interest-confirmed"
    ) async throws {
        try await desk.room.room.change(
            """
            INSERT INTO outbox (id, message_id, recipient, template, parameters, interest_id,
                written_at, next_attempt_at, state, ended_at, last_reply)
            OVERRIDING SYSTEM VALUE
            SELECT \(id), '\(id)@example.org', email, '\(template)',
                '{"token":"t0ken000"}',
                id, now(), now(), '\(state)', now(), '550 5.7.1 <no> & never'
            FROM interest WHERE id = '\(interest)';
            INSERT INTO outbox_attempt (outbox_id, number, instance, started_at, ended_at, outcome,
                phase, reply_code)
            VALUES (\(id), 1, gen_random_uuid(), now() - interval '1 hour',
                now() - interval '1 hour', 'refused', 'rcpt', 550)
            """)
    }

    @Test("The desk says what is wrong, and has what was given up tried once more with a reason")
    func desk() async throws {
        try await ConsoleDesk.with(people: ["Ada", "Bea"]) { desk, ids in
            let calm = try await desk.get("/console/mails")
            #expect(calm.says("Nothing is late.") && calm.says("No attempt failed."))
            #expect(calm.says("Every mail arrived, or is on its way."))
            let before = try await desk.get("/console")
            #expect(!before.says("Somebody should look at the mails"))
            try await Self.lose(desk, ids[0], "dead", id: 901)
            try await Self.lose(desk, ids[1], "failed", id: 902)

            let dashboard = try await desk.get("/console")
            #expect(
                dashboard.text.contains(
                    "<a href=\"/console/mails\">Somebody should look at the mails</a>: "
                        + "1 mail given up; 1 mail refused in the last 24 hours."))
            let page = try await desk.get("/console/mails")
            _ = try PagesMarkup(page.text)
            #expect(page.text.contains("href=\"/console/events/small/people/\(ids[0])\""))
            #expect(page.says("550 5.7.1 &lt;no&gt; &amp; never"))
            #expect(page.text.contains("id=\"mail-901\"") && page.text.contains("id=\"mail-902\""))
            #expect(page.text.contains("<code>rcpt</code>") && page.says("5xx"))
            #expect(!page.text.contains("t0ken"))

            let nothing = try await desk.send("/console/mails/requeue")
            #expect(nothing.status == 422)
            #expect(nothing.says("Choose a mail."))
            let early = try await desk.send("/console/mails/requeue", ["mail": "901"])
            #expect(early.status == 422 && early.says("Say why, in up to 500 characters"))
            #expect(early.text.contains("value=\"901\" checked"))
            let form: KeyValuePairs = ["mail": "901", "requeue-reason": "It is back"]
            let done = try await desk.send("/console/mails/requeue", form)
            #expect(done["Location"] == "/console/mails?requeued=1")
            #expect(
                try await desk.get("/console/mails?requeued=1").says("1 mail is tried once more."))
            let late = try await desk.send("/console/mails/requeue", form)
            #expect(late.status == 409)
            #expect(
                late.says(
                    "0 mails are tried once more. 1 mail was neither refused nor given up."))
            try await Self.lose(desk, ids[1], "dead", id: 903, template: "reminder")
            let untrue = try await desk.send(
                "/console/mails/requeue", ["mail": "903", "requeue-reason": "It is back"])
            #expect(untrue.status == 409)
            #expect(
                untrue.says(
                    "0 mails are tried once more. "
                        + "1 mail was left out: They do not have the seat any more."))
            #expect(!untrue.text.contains("mail-903"))
        }
    }

    @Test("An address is put on hold, released and written to again, each with its refusals")
    func holds() async throws {
        try await ConsoleDesk.with(people: ["Ada"]) { desk, ids in
            let path = HoldsPage.path
            let empty = try await desk.send(path, ["address": "nobody", "cause": "bounce"])
            #expect(empty.status == 422)
            for words in ["Write an address", "Choose a cause.", "Say why"] {
                #expect(empty.says(words), "\(words)")
            }
            #expect(empty.text.contains("value=\"nobody\""))
            let form: KeyValuePairs = [
                "address": "Ada@example.org", "cause": "by-hand", "hold-reason": "By letter",
            ]
            #expect(try await desk.send(path, form)["Location"] == path)
            let twice = try await desk.send(path, form)
            #expect(twice.status == 409 && twice.says("The address is on hold already"))
            try await Self.lose(desk, ids[0], "dead", id: 901)
            try await desk.room.room.change(
                "UPDATE outbox SET state = 'held', ended_at = NULL WHERE id = 901")
            let list = try await desk.get(path)
            _ = try PagesMarkup(list.text)
            #expect(list.says("a coordinator put it on hold"))
            #expect(list.says("<dd>1</dd>") && list.says("<dd>you</dd>"))

            let id = try await desk.told("SELECT id FROM address_hold")
            let still = try await desk.send("\(path)/\(id)/resend")
            #expect(still.status == 409 && still.says("End the hold first."))
            let mute = try await desk.send("\(path)/\(id)/release")
            #expect(mute.status == 422 && mute.text.contains("<details open>"))
            let why: KeyValuePairs = ["release-reason": "It works"]
            #expect(try await desk.send("\(path)/\(id)/release", why).status == 303)
            let again = try await desk.send("\(path)/\(id)/release", why)
            #expect(again.status == 409 && again.says("The hold is over already"))
            #expect(try await desk.get(path).says("Over, and mails still wait"))
            #expect(try await desk.send("\(path)/\(id)/resend").status == 303)
            #expect(try await desk.told("SELECT state FROM outbox WHERE id = 901") == "pending")
            try await Self.lose(desk, ids[0], "dead", id: 902, template: "reminder")
            try await desk.room.room.change(
                "UPDATE outbox SET state = 'held', ended_at = NULL WHERE id = 902")
            let left = try await desk.send("\(path)/\(id)/resend")
            #expect(left.status == 409)
            #expect(
                left.says(
                    "0 mails are on the way. "
                        + "1 mail was left out: They do not have the seat any more."))
            let after = try await desk.get(path)
            #expect(!after.says("ada@example.org"))
            #expect(try await desk.send("\(path)/\(UUID())/resend").status == 404)
            let log = "SELECT string_agg(action, ' ' ORDER BY action) FROM audit "
            #expect(
                try await desk.told(log + "WHERE subject = 'address_hold'")
                    == "hold release resend resend"
            )
        }
    }

    @Test("Every text is shown in every language, as a mail is read and as a stranger to the page")
    func texts() async throws {
        try await ConsoleDesk.with(role: "report-writer") { desk, _ in
            let table = try await desk.get("/console/mails/texts")
            let markup = try PagesMarkup(table.text)
            let links = markup.elements.compactMap { $0.attributes["href"] }
                .filter { $0.hasPrefix("/console/mails/texts/") }
            #expect(links.count >= MailKind.allCases.count * 11)
            for kind in MailKind.allCases {
                #expect(ConsoleWords.template(kind.rawValue) != kind.rawValue, "\(kind)")
            }
            for link in links {
                let page = try await desk.get(link)
                #expect(page.status == 200, "\(link)")
                _ = try PagesMarkup(page.text)
            }
            let page = try await desk.get("/console/mails/texts/seat-taken?language=sv")
            #expect(page[Field.contentPolicy] == "\(ResponseEncoder.policy); frame-src 'self'")
            #expect(page.text.contains("<iframe class=\"mail\" sandbox src=\""))
            #expect(page.says("<code>check_in_code</code>"))
            let mail = try await desk.get("/console/mails/texts/seat-taken/html?language=sv")
            #expect(
                mail[Field.contentPolicy]
                    == "default-src 'none'; style-src 'unsafe-inline'; img-src data:; sandbox; "
                    + "frame-ancestors 'self'")
            #expect(mail.text.hasPrefix("<!DOCTYPE html>\n<html lang=\"sv\">"))
            #expect(mail.text.contains("data:image/png;base64,"))

            #expect(try await desk.get("/console/mails/texts/party").status == 404)
            #expect(try await desk.get("/console/mails/texts/reminder?language=xx").status == 422)
            #expect(try await desk.get("/console/mails").status == 403)
            #expect(try await desk.get("/console/mails/holds").status == 403)
            #expect(
                table.text.contains(
                    "<a href=\"/console/mails/texts\" aria-current=\"page\">Mails</a>"))
        }
    }
}
