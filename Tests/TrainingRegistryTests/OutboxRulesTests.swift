import EventLoop
import Foundation
import Mailer
import Testing

@testable import TrainingRegistry

@Suite struct OutboxRulesTests {
    static let written = Date(timeIntervalSince1970: 1_795_000_000)

    @Test(
        "A mail is tried again later and later, and given up for its own troubles or its age",
        arguments: [
            (.deferred, 1, 1, 0, 0, 30),
            (.deferred, 2, 2, 0, 0, 60),
            (.deferred, 2, 2, 0, 1, 72),
            (.deferred, 2, 2, 0, -1, 48),
            (.deferred, 19, 19, 0, 0, 21_600),
            (.deferred, 40, 40, 0, 0, nil),
            (.deferred, 400, 1, 0, 0, 21_600),
            (.sessionFailed, 4, 0, 0, 0, 240),
            (.sessionFailed, 400, 400, 0, 0, 300),
            (.unknown, 400, 400, 0, 0, 21_600),
            (.sessionFailed, 1, 0, 431_990, 0, 432_000),
            (.sessionFailed, 1, 0, 432_000, 0, nil),
            (.unknown, 1, 1, 432_000, 0, nil),
        ] as [(RetryPolicy.Trouble, Int, Int, TimeInterval, Double, TimeInterval?)])
    func retry(
        trouble: RetryPolicy.Trouble, attempt: Int, own: Int, age: TimeInterval, jitter: Double,
        next: TimeInterval?
    ) {
        let date = RetryPolicy().nextAttempt(
            after: trouble, attempt: attempt, ownAttempts: own, writtenAt: Self.written,
            now: Self.written + age, jitter: jitter)

        #expect(date.map { $0.timeIntervalSince(Self.written).rounded() } == next)
    }

    @Test("The pauses of an outage grow to a minute, each ends with one mail, and success ends it")
    func circuit() {
        var circuit = DeliveryCircuit()
        var now = Instant.now()
        #expect(circuit.limit(at: now, busy: 0) == 1)
        var pauses: [Duration] = []
        for _ in 0..<8 {
            let isNews = circuit.failed(at: now)
            let isNewsAgain = circuit.failed(at: now)
            let until = circuit.pausesUntil(now) ?? now
            #expect(isNews && !isNewsAgain)
            #expect(circuit.limit(at: now, busy: 0) == 0)
            pauses.append(until - now)
            now = until
            #expect(circuit.limit(at: now, busy: 0) == 1)
            #expect(circuit.limit(at: now, busy: 1) == 0)
        }
        #expect(pauses == [1, 2, 4, 8, 16, 32, 60, 60].map { .seconds($0) })

        circuit.worked()
        #expect(circuit.limit(at: now, busy: 3) == 20)
        circuit.rested()
        #expect(circuit.limit(at: now, busy: 0) == 1)
    }

    static let link = "\nhttps://registry.example"

    @Test(
        "Each mail says what happened, and where the reader can act",
        arguments: [
            (
                "confirm-interest", "Please confirm your interest in <Riga>",
                ["\(link)/confirm/t0ken\n", "until 25 November 2026", "after that day"]
            ),
            (
                "interest-confirmed", "Your interest in <Riga> is confirmed",
                ["\(link)/my/t0ken\n", "withdraw"]
            ),
            (
                "interest-known", "Your interest in <Riga> is already registered",
                ["\(link)/my/t0ken\n", "somebody, probably you"]
            ),
            ("interest-withdrawn", "Your interest in <Riga> is withdrawn", ["as you asked"]),
            (
                "seat-offered", "A seat in <Riga> is offered to you",
                ["until 2 March 2027, 12:00 (Europe/Riga)", "\(link)/my/t0ken\n"]
            ),
            ("seat-taken", "You have a seat in <Riga>", ["\(link)/my/t0ken\n"]),
            (
                "seat-awaited", "You are on the waiting list for <Riga>",
                ["your place in the list", "\(link)/my/t0ken\n"]
            ),
            ("seat-freed", "Your seat in <Riga> is no longer kept", ["\(link)/my/t0ken\n"]),
            ("offer-lapsed", "The offer of a seat in <Riga> has ended", ["in time"]),
            (
                "trainer-invited", "Would you like to become a trainer of <Riga>?",
                ["\(link)/my/t0ken/trainer\n", "accept or decline"]
            ),
            ("interest-declined", "Your interest in <Riga>", ["We are sorry"]),
            (
                "pool-reask", "Are you still interested in <Riga>?",
                ["for 12 more months", "until 2 March 2027", "\(link)/my/t0ken\n"]
            ),
            (
                "pool-match", "An event that may suit you: <Riga>",
                [
                    "“Harbours”", "1 June 2027 – 2 June 2027\nonline\nLanguages: English, Latvian",
                    "until 2 March 2027, 12:00 (Europe/Riga)",
                    "\(link)/my/t0ken/chance/00000000-0000-4000-8000-000000000001\n",
                ]
            ),
            (
                "nominee-ranked", "Your nomination for <Riga> is confirmed",
                ["you are an alternate", "\(link)/my/t0ken\n"]
            ),
        ])
    func mails(template: String, subject: String, phrases: [String]) throws {
        let renderer = try DeliveryWorker.renderer()
        let mail = Self.mail(template)
        let recipient = try EmailAddress(parsing: mail.recipient)

        let bytes = try renderer.bytes(of: mail, to: recipient)

        #expect(try renderer.bytes(of: mail, to: recipient) == bytes)
        let message = ReceivedMessage(parsing: bytes)
        let text = try #require(message.text).replacing("\r\n", with: "\n")
        #expect(message["Subject"] == subject)
        #expect(message["Message-ID"] == "<1@registry.example>")
        #expect(text.hasPrefix("Dear Zoë,\n\n"))
        #expect(text.hasSuffix("Kind regards\nTraining Unit"))
        #expect(phrases.filter { !text.contains($0) } == [])
        let html = try #require(message.html)
        #expect(html.contains("&lt;Riga&gt;") && !html.contains("<Riga>"))
    }

    @Test(
        "What cannot be written is not sent",
        arguments: [
            ("unheard-of", "{}", .unknownTemplate),
            ("interest-withdrawn", "[]", .badParameters),
            ("interest-withdrawn", #"{"given_name": "Zoë"}"#, .missing("target")),
            (
                "interest-known", #"{"given_name": "Zoë", "target": "Riga", "token": "a/b"}"#,
                .missing("token")
            ),
            (
                "pool-match", #"{"given_name": "Zoë", "target": "Riga"}"#, .missing("programme")
            ),
            (
                "pool-reask", #"{"given_name": "Zoë", "target": "Riga", "until": "soon"}"#,
                .missing("months")
            ),
        ] as [(String, String, MailRenderer.Rejection)])
    func rejected(template: String, parameters: String, expected: MailRenderer.Rejection) throws {
        let renderer = try DeliveryWorker.renderer()

        #expect(throws: expected) {
            _ = try renderer.text(of: Self.mail(template, parameters), in: "en")
        }
    }

    @Test("A line break in a title stays within its line of the header")
    func injection() throws {
        let mail = Self.mail(
            "interest-withdrawn",
            #"{"given_name": "Zoë", "target": "Riga\r\nBcc: all@example.org"}"#)

        let text = try DeliveryWorker.renderer().text(of: mail, in: "en")

        #expect(text.subject == "Your interest in Riga  Bcc: all@example.org is withdrawn")
    }

    @Test("A stored reply is cut between characters, and logs name no address")
    func lines() {
        let long = String(repeating: "ž", count: 400)

        #expect(AttemptEnd.shortened(long).utf8.count == 499)
        #expect("550 <a@example.org> unknown".withoutAddresses == "550 (address) unknown")
    }

    static func mail(
        _ template: String,
        _ parameters: String =
            #"{"given_name":"Zoë","target":"<Riga>","token":"t0ken","unconfirmed_days":7,"#
            + #""until":"2 March 2027, 12:00 (Europe/Riga)","months":12,"programme":"Harbours","#
            + #""offer":"00000000-0000-4000-8000-000000000001","languages":["English","Latvian"],"#
            + #""schedule":{"starts_on":"2027-06-01","ends_on":"2027-06-02","#
            + #""date_precision":"day","time_zone":"Europe/Riga","venue":"","city":"","#
            + #""country_name":null,"is_online":true,"sessions":[]}}"#
    ) -> ClaimedMail {
        ClaimedMail(
            id: 1, number: 1, attempts: 1, ownTroubles: 0, messageID: "1@registry.example",
            recipient: "reader@example.org", template: template, language: "en",
            parameters: parameters, content: nil, writtenAt: written)
    }

    @Test(
        "A mail of a series can be left with one click, over https only, and no other mail can",
        arguments: [
            ("pool-match", "https://registry.example", true, true),
            ("pool-reask", "https://registry.example", true, true),
            ("pool-reask", "http://127.0.0.1:8080", true, false),
            ("interest-confirmed", "https://registry.example", false, false),
            ("seat-taken", "https://registry.example", false, false),
        ])
    func left(template: String, publicURL: String, field: Bool, click: Bool) throws {
        let renderer = try DeliveryWorker.renderer(under: publicURL, unit: "The unit")
        let token = AccessToken()
        let sample = Self.mail(template)
        let mail = ClaimedMail(
            id: 1, number: 1, attempts: 1, ownTroubles: 0, messageID: sample.messageID,
            recipient: sample.recipient, template: template, language: "en",
            parameters: sample.parameters.replacingOccurrences(
                of: "t0ken", with: token.description),
            content: nil, writtenAt: sample.writtenAt)

        let bytes = try renderer.bytes(of: mail, to: try EmailAddress(parsing: mail.recipient))

        let source = String(decoding: bytes, as: UTF8.self)
        let header = source.split(separator: "\r\n\r\n")[0].replacing("\r\n ", with: " ")
        let lines = header.split(separator: "\r\n")
        let link = "List-Unsubscribe: <\(publicURL)/leave/\(token.toLeavePool)>"
        #expect(lines.filter { $0.hasPrefix("List-Unsubscribe:") } == (field ? [link[...]] : []))
        #expect(
            lines.filter { $0.hasPrefix("List-Unsubscribe-Post:") }
                == (click ? ["List-Unsubscribe-Post: List-Unsubscribe=One-Click"] : []))
        #expect(!source.contains("/leave/\(token)"))
    }
}
