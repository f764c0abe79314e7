import Testing

@testable import Mailer

@Suite struct SMTPReceiverDialogueTests {
    /// Plays lines (`|` between them) into a receiver, cut into pieces of `size` bytes.
    private static func play(
        _ lines: String, size: Int = 10_000, limits: SMTPReceiverDialogue.Limits = .init(),
        offersTLS: Bool = false, ending: String = "\r\n"
    ) -> (answers: [String], mails: [ReceivedMail], steps: [SMTPReceiverDialogue.Step]) {
        var dialogue = SMTPReceiverDialogue(
            hostName: "box.example", limits: limits, offersTLS: offersTLS)
        var rest = Array((lines.replacing("|", with: ending) + ending).utf8)[...]
        var steps: [SMTPReceiverDialogue.Step] = []
        while !rest.isEmpty {
            steps += dialogue.received(Array(rest.prefix(size)))
            rest = rest.dropFirst(size)
        }
        var text = ""
        var mails: [ReceivedMail] = []
        for step in steps {
            if case .write(let bytes) = step { text += String(decoding: bytes, as: UTF8.self) }
            if case .deliver(let mail) = step { mails.append(mail) }
        }
        let answers = text.replacing("\r\n", with: "\n").split(separator: "\n").map { line in
            String(line.prefix(4))
        }
        return (answers, mails, steps)
    }

    @Test("A mail is handed over with its dots unstuffed, however the stream was cut")
    func delivery() throws {
        let lines =
            "EHLO me|MAIL FROM:<a@example.org> SIZE=9|RCPT TO:<b@example.org>"
            + "|rcpt to:<c@example.org>|DATA|Subject: x||..a|.b|.|QUIT"
        for size in [1, 3, 10_000] {
            let (answers, mails, steps) = Self.play(lines, size: size)

            #expect(
                answers == [
                    "250-", "250-", "250-", "250-", "250-", "250 ", "250 ", "250 ", "250 ", "354 ",
                    "250 ", "221 ",
                ])
            #expect(
                mails == [
                    ReceivedMail(
                        from: "a@example.org", recipients: ["b@example.org", "c@example.org"],
                        bytes: Array("Subject: x\r\n\r\n.a\r\nb\r\n".utf8), isSecure: false)
                ])
            #expect(steps.last == .close)
        }
    }

    @Test(
        "A command that is wrong, or comes at the wrong time, is refused and changes nothing",
        arguments: [
            ("XYZZY", ["500 "]),
            ("EHLO", ["501 "]),
            ("MAIL FROM:<a@example.org>", ["503 "]),
            ("HELO me|RCPT TO:<a@example.org>", ["250 ", "503 "]),
            ("HELO me|DATA", ["250 ", "503 "]),
            ("HELO me|MAIL FROM:<>|DATA", ["250 ", "250 ", "503 "]),
            ("HELO me|MAIL FROM:<>|MAIL FROM:<>", ["250 ", "250 ", "503 "]),
            ("HELO me|MAIL FROM: <a@example.org>", ["250 ", "501 "]),
            ("HELO me|MAIL FROM:a@example.org", ["250 ", "501 "]),
            ("HELO me|MAIL FROM:<a b@example.org>", ["250 ", "501 "]),
            ("HELO me|MAIL FROM:<a@example.org>SIZE=1", ["250 ", "501 "]),
            ("HELO me|MAIL FROM:<a@example.org> SIZE=x", ["250 ", "555 "]),
            ("HELO me|MAIL FROM:<a@example.org> SIZE=+1", ["250 ", "555 "]),
            ("HELO me|MAIL FROM:<a@example.org> SIZE=99999999", ["250 ", "552 "]),
            ("HELO me|MAIL FROM:<a@example.org> BODY=9BIT", ["250 ", "555 "]),
            ("HELO me|MAIL FROM:<ö@example.org>", ["250 ", "501 "]),
            ("HELO me|MAIL FROM:<ö@example.org> SMTPUTF8", ["250 ", "250 "]),
            ("HELO me|MAIL FROM:<>|RCPT TO:<>", ["250 ", "250 ", "501 "]),
            ("HELO me|MAIL FROM:<>|RCPT TO:<ö@example.org>", ["250 ", "250 ", "553 "]),
            ("HELO me|MAIL FROM:<>|RCPT TO:<a@b> X=1", ["250 ", "250 ", "555 "]),
            ("HELO me|MAIL FROM:<>|RSET|MAIL FROM:<>", ["250 ", "250 ", "250 ", "250 "]),
            ("STARTTLS", ["503 "]),
            ("RSET x", ["501 "]),
            ("NOOP x|VRFY a|noop", ["250 ", "252 ", "250 "]),
        ] as [(String, [String])]
    )
    func refusal(lines: String, expected: [String]) {
        let (answers, mails, _) = Self.play(lines)

        #expect(answers == expected)
        #expect(mails == [])
    }

    @Test(
        "A line that is not ended by CRLF ends the session, and no mail is taken",
        arguments: [
            "NOOP\n", "\n", "NO\rOP\r\n", "NOOP\u{0}\r\n",
            "\(envelope)a\nb\r\n.\r\n", "\(envelope)a\rb\r\n.\r\n", "\(envelope)a\r\n.\n",
            "\(envelope)a\n.\r\n", "\(envelope)a\r\n.\r\r\n",
            "\(envelope)a\n.\nMAIL FROM:<e@e>\r\n",
        ]
    )
    func lineEnds(text: String) {
        for size in [1, 10_000] {
            var dialogue = SMTPReceiverDialogue(hostName: "box.example", offersTLS: false)
            var steps: [SMTPReceiverDialogue.Step] = []
            var rest = Array(text.utf8)[...]
            while !rest.isEmpty {
                steps += dialogue.received(Array(rest.prefix(size)))
                rest = rest.dropFirst(size)
            }

            #expect(steps.last == .close)
            #expect(!steps.contains { if case .deliver = $0 { true } else { false } })
        }
    }

    private static let envelope =
        "HELO me\r\nMAIL FROM:<a@example.org>\r\nRCPT TO:<b@example.org>\r\nDATA\r\n"

    @Test("What is sent in clear behind STARTTLS is never taken for a command")
    func injection() {
        let (_, _, alone) = Self.play("STARTTLS", offersTLS: true)
        let (answers, _, followed) = Self.play("STARTTLS|EHLO me", offersTLS: true)

        #expect(alone.last == .startTLS)
        #expect(answers == ["220 "])
        #expect(followed.last == .close)
        #expect(!followed.contains(.startTLS))
    }

    @Test("Too big a mail is read to its end and refused, and the next one is taken")
    func tooBig() {
        var limits = SMTPReceiverDialogue.Limits()
        limits.messageBytes = 5
        let envelope = "|MAIL FROM:<a@example.org>|RCPT TO:<b@example.org>|DATA|"
        let (answers, mails, _) = Self.play(
            "HELO me\(envelope)1234|.\(envelope)123|.", limits: limits)

        #expect(
            answers == [
                "250 ", "250 ", "250 ", "354 ", "552 ", "250 ", "250 ", "354 ", "250 ",
            ])
        #expect(mails.map(\.bytes) == [Array("123\r\n".utf8)])
    }

    @Test("Recipients, errors and line lengths have limits")
    func limits() {
        var limits = SMTPReceiverDialogue.Limits()
        limits.recipients = 1
        limits.mistakes = 2
        limits.lineBytes = 40
        let (answers, _, steps) = Self.play(
            "HELO me|MAIL FROM:<>|RCPT TO:<a@b>|RCPT TO:<c@d>|XYZZY", limits: limits)
        let (long, _, ended) = Self.play(String(repeating: "x", count: 50), size: 7, limits: limits)

        #expect(answers == ["250 ", "250 ", "250 ", "452 ", "421 "])
        #expect(steps.last == .close)
        #expect(long == ["500 "])
        #expect(ended.last == .close)
    }
}
