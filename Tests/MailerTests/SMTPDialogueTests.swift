import Testing

@testable import Mailer

@Suite struct SMTPDialogueTests {
    private static let hello = Transcript.hello
    private static let piped = Transcript.pipeliningHello
    private static let secret = SMTPCredentials(user: "user", password: "pass word")
    private static let message = ["Subject: x", "", "Hi", "."]
    private static let sent = SMTPOutcome.sent(SMTPReply(code: 250, text: "queued"))

    private static func play(
        _ server: [Transcript.Turn], tls: SMTPSettings.TLSMode = .none,
        credentials: SMTPCredentials? = nil, mails: [SMTPMail]? = nil
    ) throws -> Transcript {
        Transcript(
            server, tls: tls, credentials: credentials, mails: try mails ?? [.sample()])
    }

    @Test("Without PIPELINING each command waits for its answer")
    func plain() throws {
        let talk = try Self.play(["220 hi", Self.hello, "250 a", "250 b", "354 c", "250 queued"])

        #expect(
            talk.client == [
                "EHLO me.example", "MAIL FROM:<office@example.org> SIZE=18",
                "RCPT TO:<ieva@example.org>", "DATA",
            ] + Self.message)
        #expect(talk.outcomes == [Self.sent])
        #expect(talk.isUsable)
    }

    @Test("With PIPELINING three commands are written at once, and the answers judged in turn")
    func pipelined() throws {
        let talk = try Self.play(
            ["220 hi", Self.piped, "250 a|250 b|354 c", "250 queued"])

        #expect(talk.outcomes == [Self.sent])
        #expect(talk.client.suffix(4) == Self.message[...])
    }

    @Test("A session over STARTTLS asks again what is offered, and signs on only then")
    func startTLS() throws {
        let talk = try Self.play(
            [
                "220 hi", "250-m|250-AUTH PLAIN|250 STARTTLS", "220 go", "250-m|250 AUTH PLAIN",
                "235 welcome", "250 a", "250 b", "354 c", "250 queued",
            ], tls: .starttls, credentials: Self.secret)

        #expect(
            talk.client.prefix(5) == [
                "EHLO me.example", "STARTTLS", "<TLS>", "EHLO me.example",
                "AUTH PLAIN AHVzZXIAcGFzcyB3b3Jk",
            ])
        #expect(talk.client[5] == "MAIL FROM:<office@example.org>")
        #expect(talk.outcomes == [Self.sent])
    }

    @Test("Under implicit TLS the handshake comes before the greeting")
    func implicitTLS() throws {
        let talk = try Self.play(
            ["220 hi", "250-m|250-STARTTLS|250 AUTH LOGIN", "334 a", "334 b", "235 ok"],
            tls: .implicit, credentials: Self.secret, mails: [])

        #expect(
            talk.client == [
                "<TLS>", "EHLO me.example", "AUTH LOGIN", "dXNlcg==", "cGFzcyB3b3Jk",
            ])
        #expect(talk.isUsable)
    }

    @Test("A server that refuses AUTH PLAIN as such is asked for LOGIN; a wrong password is not")
    func mechanism() throws {
        let both: Transcript.Turn = "250-m|250 AUTH PLAIN LOGIN"
        let other = try Self.play(
            ["220 hi", both, "504 no", "334 a", "334 b", "235 ok"], tls: .implicit,
            credentials: Self.secret, mails: [])
        let wrong = try Self.play(
            ["220 hi", both, "535 no"], tls: .implicit, credentials: Self.secret, mails: [])

        #expect(other.isUsable)
        #expect(wrong.failure?.description == "auth: 535 no")
        #expect(wrong.failure?.needsOperator == true)
        #expect(wrong.client.last == "AUTH PLAIN AHVzZXIAcGFzcyB3b3Jk")
    }

    @Test(
        "What is required is required: no session, and nothing of a mail in clear",
        arguments: [
            (["554 no"], .starttls, "greeting: 554 no", 0),
            (["421 later"], .starttls, "greeting: 421 later", 0),
            (["250 hi"], .starttls, "greeting: 250 hi", 0),
            (["220 hi|250 early"], .starttls, "greeting: \(unasked)", 0),
            (["HTTP/1.1 400 Bad Request"], .starttls, "greeting: \(badCode)", 0),
            ([.leaves], .starttls, "greeting: gone", 0),
            (["220 hi", "250 m"], .starttls, "starttls: \(noTLS)", 1),
            (["220 hi", "250 m\r STARTTLS"], .starttls, "ehlo: \(bare)", 1),
            (["220 hi", "502 what"], .starttls, "ehlo: 502 what", 1),
            (["220 hi", "421 bye"], .none, "ehlo: 421 bye", 1),
            (["220 hi", "554 no"], .none, "ehlo: 554 no", 1),
            (["220 hi", "250-m|550 STARTTLS"], .starttls, "ehlo: \(mixed)", 1),
            (["220 hi", "250-m|250 STARTTLS", "501 no"], .starttls, "starttls: 501 no", 2),
            (["220 hi", "250-m|250 STARTTLS", "454 no"], .starttls, "starttls: 454 no", 2),
            (
                ["220 hi", "250-m|250 STARTTLS", "220 go|250 AUTH PLAIN"], .starttls,
                "starttls: \(unasked)", 2
            ),
            (["220 hi", "250-m|250 STARTTLS", .leaves], .starttls, "starttls: gone", 2),
            (["220 hi", "250 m"], .implicit, "auth: \(noAuth)", 2),
            (["220 hi", "250-m|250 AUTH GSSAPI"], .implicit, "auth: \(noAuth)", 2),
            (["220 hi", "250-m|250 AUTH PLAIN", "454 no"], .implicit, "auth: 454 no", 3),
            (["220 hi", "250-m|250 AUTH PLAIN", "334 "], .implicit, "auth: 334", 3),
            (["220 hi", "250-m|250 AUTH LOGIN", "235 ok"], .implicit, "auth: 235 ok", 3),
            (["220 hi", "250-m|250 AUTH PLAIN"], .none, "auth: \(inClear)", 1),
        ] as [([Transcript.Turn], SMTPSettings.TLSMode, String, Int)]
    )
    func noSession(
        server: [Transcript.Turn], tls: SMTPSettings.TLSMode, failure: String, lines: Int
    ) throws {
        // The two refusals of EHLO are for the fallback to HELO, which credentials forbid.
        let credentials = tls == .none && failure.hasPrefix("ehlo") ? nil : Self.secret
        let talk = try Self.play(server, tls: tls, credentials: credentials)

        #expect(talk.failure?.description == failure)
        #expect(talk.client.count == lines)
        #expect(!talk.client.contains { $0.hasPrefix("MAIL") })
        #expect(!talk.isUsable)
    }

    private static let unasked = "the server answered what it was not asked"
    private static let badCode = SMTPReplyParser.Malformation.badCode.rawValue
    private static let mixed = SMTPReplyParser.Malformation.mixedCodes.rawValue
    private static let bare = SMTPReplyParser.Malformation.bareLineEnd.rawValue
    private static let noTLS = "the server does not offer STARTTLS"
    private static let noAuth = "the server offers neither AUTH PLAIN nor LOGIN"
    private static let inClear = "credentials are not sent without TLS"

    @Test("A server that does not know EHLO gets HELO where neither TLS nor AUTH is wanted")
    func oldServer() throws {
        let talk = try Self.play(
            ["220 hi", "502 what", "250 m", "250 a", "250 b", "354 c", "250 queued"])

        #expect(
            talk.client.prefix(3) == [
                "EHLO me.example", "HELO me.example", "MAIL FROM:<office@example.org>",
            ])
        #expect(talk.outcomes == [Self.sent])
    }

    @Test("A dot that begins a line is doubled, and a last line without CRLF gets one")
    func dotStuffing() throws {
        let mail = try SMTPMail.sample(body: ".a\r\nb.\r\n..\r\n.")
        let talk = try Self.play(
            ["220 hi", Self.hello, "250 a", "250 b", "354 c", "250 queued"], mails: [mail])

        #expect(talk.client.suffix(5) == ["..a", "b.", "...", "..", "."])
    }

    @Test("After any failure the next mail begins with RSET, after a success it does not")
    func reset() throws {
        let mail = try SMTPMail.sample()
        let talk = try Self.play(
            [
                "220 hi", Self.hello, "250 a", "550 no", "250 reset", "250 a", "250 b", "354 c",
                "250 queued", "250 a", "451 b",
            ], mails: [mail, mail, mail])

        #expect(talk.client.filter { $0.hasPrefix("RSET") || $0.hasPrefix("MAIL") }.count == 4)
        #expect(talk.client[3] == "RSET")
        #expect(
            talk.outcomes == [
                .refused(SMTPFailure(phase: .recipient, reply: SMTPReply(code: 550, text: "no"))),
                Self.sent,
                .deferred(SMTPFailure(phase: .recipient, reply: SMTPReply(code: 451, text: "b"))),
            ])
    }

    @Test("When no recipient was taken but the message is asked for, a lone dot is all it gets")
    func loneDot() throws {
        let talk = try Self.play(
            ["220 hi", Self.piped, "250 a|550 no|354 go", "554 nobody"])

        #expect(talk.client.suffix(2) == ["DATA", "."])
        #expect(
            talk.outcomes == [
                .refused(SMTPFailure(phase: .recipient, reply: SMTPReply(code: 550, text: "no")))
            ])
        #expect(talk.isUsable)
    }

    @Test("When MAIL was refused but a recipient taken, no dot is sent: it would be a mail")
    func noDot() throws {
        let talk = try Self.play(["220 hi", Self.piped, "451 no|250 b|354 go"])

        #expect(talk.client.last == "DATA")
        #expect(
            talk.outcomes == [
                .deferred(SMTPFailure(phase: .mail, reply: SMTPReply(code: 451, text: "no")))
            ])
        #expect(!talk.isUsable)
    }

    @Test(
        "A mail that this server cannot take fails before a byte of it is sent",
        arguments: [
            ("250-m|250 SIZE 10", "ieva@example.org", "x", nil),
            ("250-m|250 SIZE 10", "ieva@example.org", "xxxxxxxxxxx", tooBig),
            ("250-m|250 SIZE 0", "ieva@example.org", "xxxxxxxxxxx", nil),
            ("250-m|250 8BITMIME", "jösé@example.org", "x", onlyASCII),
            ("250-m|250 SMTPUTF8", "jösé@example.org", "x", onlyASCII),
            ("250-m|250-8BITMIME|250 SMTPUTF8", "jösé@example.org", "x", nil),
            ("250 m", "ieva@example.org", "To: jösé", onlyASCII),
            ("250 m", "ieva@example.org", "a\nb", "the message has a bare LF"),
            ("250 m", "ieva@example.org", "a\rb", "the message has a bare CR"),
            ("250 m", "ieva@example.org", "a\r\n.\r", "the message has a bare CR"),
            ("250 m", "ieva@example.org", "a\r\r\n", "the message has a bare CR"),
            ("250 m", "ieva@example.org", "a\u{0}b", "the message has a NUL"),
            ("250 m", "ieva@example.org", x999, tooLong),
            ("250 m", "ieva@example.org", "a\r\n\(x999)\r\n", tooLong),
            ("250 m", "ieva@example.org", "a\r\n\(x999.dropLast())\r\n", nil),
        ] as [(String, String, String, String?)]
    )
    func unsendable(hello: String, to: String, body: String, reason: String?) throws {
        let mail = try SMTPMail.sample(to: to, body: body)
        let talk = try Self.play(["220 hi", .says(hello)], mails: [mail])

        if let reason {
            #expect(talk.client == ["EHLO me.example"])
            #expect(talk.outcomes == [.refused(SMTPFailure(phase: .mail, reason: reason))])
            #expect(talk.isUsable)
        } else {
            #expect(talk.client.last?.hasPrefix("MAIL FROM:<office@example.org>") == true)
        }
    }

    private static let tooBig = "the message has 11 bytes, the server takes 10"
    private static let onlyASCII =
        "the server takes ASCII addresses only (it does not offer SMTPUTF8)"
    private static let tooLong = "the message has a line of more than 998 bytes"
    private static let x999 = String(repeating: "x", count: 999)

    @Test("An address beyond ASCII is announced with SMTPUTF8, and its header with 8BITMIME")
    func international() throws {
        let offer: Transcript.Turn = "250-m|250-8BITMIME|250 SMTPUTF8"
        let plain = try Self.play(
            ["220 hi", offer], mails: [.sample(to: "jösé@example.org", body: "x")])
        let header = try Self.play(
            ["220 hi", offer], mails: [.sample(to: "jösé@example.org", body: "To: jösé")])

        #expect(plain.client.last == "MAIL FROM:<office@example.org> SMTPUTF8")
        #expect(header.client.last == "MAIL FROM:<office@example.org> BODY=8BITMIME SMTPUTF8")
    }

    @Test("QUIT is for a session between two mails")
    func quit() {
        var dialogue = SMTPDialogue(tls: .none, credentials: nil, helloName: "me.example")
        #expect(dialogue.quit() == nil)
        _ = dialogue.connected()
        _ = dialogue.received(Array("220 hi\r\n".utf8))
        _ = dialogue.wrote()
        _ = dialogue.received(Array("250 m\r\n".utf8))

        #expect(dialogue.quit() == Array("QUIT\r\n".utf8))
        #expect(!dialogue.isUsable)
    }
}
