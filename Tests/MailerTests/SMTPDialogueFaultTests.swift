import Testing

@testable import Mailer

/// Every phase of a mail against every kind of answer.
@Suite struct SMTPDialogueFaultTests {
    /// What is compared of an outcome: its kind, its phase, its code.
    private static func summary(_ outcome: SMTPOutcome?) -> String {
        let detail = outcome?.failure.map { failure in
            " \(failure.phase.rawValue) \(failure.reply.map { "\($0.code)" } ?? "-")"
        }
        return switch outcome {
        case .sent(let reply): "sent \(reply.code)"
        case .refused: "refused" + (detail ?? "")
        case .deferred: "deferred" + (detail ?? "")
        case .unknown: "unknown" + (detail ?? "")
        case .sessionFailed: "session" + (detail ?? "")
        case .staleConnection: "stale"
        case nil: "none"
        }
    }

    /// The good answers before each phase.
    private static let before: [SMTPPhase: [String]] = [
        .mail: [], .recipient: ["250 a"], .data: ["250 a", "250 b"],
        .endOfData: ["250 a", "250 b", "354 c"],
    ]

    private static func play(
        _ phase: SMTPPhase, _ turn: Transcript.Turn, pipelined: Bool, reused: Bool
    ) throws -> Transcript {
        var server: [Transcript.Turn] = ["220 hi"]
        server.append(pipelined ? Transcript.pipeliningHello : Transcript.hello)
        if reused {
            server += pipelined ? ["250 a|250 b|354 c"] : ["250 a", "250 b", "354 c"]
            server.append("250 queued")
        }
        server += before[phase, default: []].map { .says($0) }
        server.append(turn)
        // Whatever else had been written at once is refused for good.
        server += ["503 bad sequence", "503 bad sequence"]
        let mail = try SMTPMail.sample()
        return Transcript(server, mails: reused ? [mail, mail] : [mail])
    }

    @Test(
        "Every answer in every phase decides on the mail, on the session, or on neither",
        arguments: [
            (.mail, "451 x", "deferred mail 451"),
            (.mail, "552 x", "refused mail 552"),
            (.mail, "421 x", "session mail 421"),
            (.mail, "530 x", "session mail 530"),
            (.mail, "535 x", "session mail 535"),
            (.mail, "538 x", "session mail 538"),
            (.mail, "354 x", "deferred mail 354"),
            (.mail, "rubbish", "deferred mail -"),
            (.mail, "250-x|550 y", "deferred mail -"),
            (.mail, .leaves, "deferred mail -"),
            (.recipient, "450 x", "deferred rcpt 450"),
            (.recipient, "550 x", "refused rcpt 550"),
            (.recipient, "552 x", "deferred rcpt 552"),
            (.recipient, "551 try <x@y>", "refused rcpt 551"),
            (.recipient, "421 x", "session rcpt 421"),
            (.recipient, "530 x", "session rcpt 530"),
            (.recipient, "354 x", "deferred rcpt 354"),
            (.recipient, "rubbish", "deferred rcpt -"),
            (.recipient, .leaves, "deferred rcpt -"),
            (.data, "451 x", "deferred data 451"),
            (.data, "554 x", "refused data 554"),
            (.data, "421 x", "session data 421"),
            (.data, "250 x", "deferred data 250"),
            (.data, "334 x", "deferred data 334"),
            (.data, "rubbish", "deferred data -"),
            (.data, .leaves, "deferred data -"),
            (.data, "354 x|250 y", "deferred body 250"),
            (.data, "354 x|554 y", "refused body 554"),
            (.endOfData, "250 x", "sent 250"),
            (.endOfData, "250 x|250 y", "sent 250"),
            (.endOfData, "250 x|421 y", "sent 250"),
            (.endOfData, "250 x|451 y", "unknown end-of-data -"),
            (.endOfData, "250 x|354 y|250 z", "unknown end-of-data -"),
            (.endOfData, "250-x|250 y", "sent 250"),
            (.endOfData, "451 x", "deferred end-of-data 451"),
            (.endOfData, "554 x", "refused end-of-data 554"),
            (.endOfData, "421 x", "session end-of-data 421"),
            (.endOfData, "535 x", "session end-of-data 535"),
            (.endOfData, "354 x", "unknown end-of-data 354"),
            (.endOfData, "rubbish", "unknown end-of-data -"),
            (.endOfData, .leaves, "unknown end-of-data -"),
            (.endOfData, .bytes(Array("250 2.0".utf8)), "unknown end-of-data -"),
            (.endOfData, .bytes(Array("250 x\n".utf8)), "unknown end-of-data -"),
        ] as [(SMTPPhase, Transcript.Turn, String)]
    )
    func answer(phase: SMTPPhase, turn: Transcript.Turn, expected: String) throws {
        for pipelined in [false, true] {
            if case .bytes = turn {
                // Half an answer is followed by the end.
                var server: [Transcript.Turn] = ["220 hi", Transcript.hello]
                server += Self.before[phase, default: []].map { .says($0) } + [turn, .leaves]
                let talk = Transcript(server, mails: [try .sample()])
                #expect(Self.summary(talk.outcomes.last) == expected)
                continue
            }
            let talk = try Self.play(phase, turn, pipelined: pipelined, reused: false)
            #expect(Self.summary(talk.outcomes.last) == expected, "pipelined: \(pipelined)")
            #expect(talk.outcomes.count == 1)
            if phase != .endOfData, !expected.hasPrefix("sent") {
                #expect(!talk.client.contains("Hi"))
            }
        }
    }

    @Test("A recipient that is taken under another name is taken", arguments: ["251 x", "252 x"])
    func forwarded(answer: String) throws {
        let talk = Transcript(
            ["220 hi", Transcript.hello, "250 a", .says(answer), "354 c", "250 queued"],
            mails: [try .sample()])

        #expect(Self.summary(talk.outcomes.last) == "sent 250")
    }

    @Test(
        "A connection that had been closed while it was idle is no attempt of the mail",
        arguments: [
            (.leaves, "stale"), ("421 idle", "stale"), ("rubbish", "stale"),
            (.leavesEarly, "stale"), (.blurts("421 idle"), "stale"), (.blurts("250 x"), "stale"),
            ("451 x", "deferred mail 451"), ("530 x", "session mail 530"),
        ] as [(Transcript.Turn, String)]
    )
    func stale(turn: Transcript.Turn, expected: String) throws {
        for pipelined in [false, true] {
            let talk = try Self.play(.mail, turn, pipelined: pipelined, reused: true)

            #expect(talk.outcomes.count == 2)
            #expect(Self.summary(talk.outcomes.last) == expected)
        }
    }

    @Test("A reused connection that ends after MAIL was taken is an attempt of the mail")
    func notStale() throws {
        let talk = try Self.play(.recipient, .leaves, pipelined: true, reused: true)

        #expect(Self.summary(talk.outcomes.last) == "deferred rcpt -")
    }

    @Test(
        "Before the first mail of a session has begun, trouble is the session's",
        arguments: [.leavesEarly, .blurts("421 bye"), .blurts("250 x")] as [Transcript.Turn]
    )
    func early(turn: Transcript.Turn) throws {
        let talk = Transcript(["220 hi", Transcript.hello, turn], mails: [try .sample()])

        #expect(Self.summary(talk.outcomes.last).hasPrefix("session mail"))
        #expect(talk.client == ["EHLO me.example"])
    }

    @Test(
        "An answer that comes before the message has ended leaves it unfinished; a refusal counts",
        arguments: [
            ([.blurts("250 x")], "deferred body 250"), ([.blurts("552 x")], "refused body 552"),
            ([.blurts("552-x|552 y")], "refused body 552"),
            ([.blurts("554 x|221 y")], "refused body 554"),
            ([.blurts("452 x")], "deferred body 452"), ([.blurts("421 x")], "deferred body 421"),
            ([.blurts("535 x")], "deferred body 535"), ([.blurts("354 x")], "deferred body 354"),
            ([.blurts("rubbish")], "deferred body -"), ([.leavesEarly], "deferred body -"),
            ([.blurts("552-x"), "552 y"], "refused body 552"),
            ([.blurts("552-x"), "250 y"], "deferred body -"),
            ([.blurts("552-x"), .leaves], "deferred body -"),
        ] as [([Transcript.Turn], String)]
    )
    func duringMessage(turns: [Transcript.Turn], expected: String) throws {
        for pipelined in [false, true] {
            let talk = Transcript(Self.upToMessage(pipelined) + turns, mails: [try .sample()])

            #expect(Self.summary(talk.outcomes.last) == expected)
            #expect(!talk.client.contains("."))
            #expect(!talk.isUsable)
        }
    }

    private static func upToMessage(_ pipelined: Bool) -> [Transcript.Turn] {
        pipelined
            ? ["220 hi", Transcript.pipeliningHello, "250 a|250 b|354 c"]
            : ["220 hi", Transcript.hello, "250 a", "250 b", "354 c"]
    }

    @Test(
        "Of a server that stops reading a message, what it refused is refused and no more believed",
        arguments: [
            (["552 x"], "refused 552", "refused 552"),
            (["554-x", "554 y"], "refused 554", "refused 554"),
            (["452 x"], "deferred 452", "deferred 452"),
            (["421 x"], "deferred 421", "unknown 421"),
            (["250 x"], "deferred 250", "unknown 250"),
            (["rubbish"], "deferred -", "unknown -"), ([.leaves], "deferred -", "unknown -"),
            ([.bytes(Array("552 x".utf8)), .leaves], "deferred -", "unknown -"),
        ] as [([Transcript.Turn], String, String)]
    )
    func stopsReading(turns: [Transcript.Turn], early: String, atTheEnd: String) throws {
        let lines = String(repeating: "Many words.\r\n", count: 10_000)
        for (mail, phase, expected) in [
            (try SMTPMail.sample(body: lines), SMTPPhase.body, early),
            (try SMTPMail.sample(), .endOfData, atTheEnd),
        ] {
            let opening: [Transcript.Turn] = [
                "220 hi", "250-m|250 PIPELINING", "250 a|250 b|354 c",
            ]
            let talk = Transcript(opening + [.stopsReading] + turns, mails: [mail])

            let words = expected.split(separator: " ")
            #expect(
                Self.summary(talk.outcomes.last) == "\(words[0]) \(phase.rawValue) \(words[1])")
            #expect(!talk.isUsable)
        }
    }

    @Test("A long message goes in blocks, and only its last block may leave the fate unknown")
    func blocks() throws {
        let line = String(repeating: "x", count: 98) + "\r\n"
        for count in [1_300, 1_310, 1_311, 2_000] {
            let mail = try SMTPMail.sample(body: String(repeating: line, count: count))
            var dialogue = SMTPDialogue(tls: .none, credentials: nil, helloName: "me.example")
            _ = dialogue.connected()
            for reply in ["220 hi", "250-m|250 PIPELINING"] {
                _ = dialogue.received(
                    Array(reply.replacing("|", with: "\r\n").utf8) + [UInt8].crlf)
                _ = dialogue.wrote()
            }
            _ = dialogue.submit(mail)
            _ = dialogue.nothingCame()
            _ = dialogue.wrote()
            var step = dialogue.received(Array("250 a\r\n250 b\r\n354 c\r\n".utf8))
            var written: [UInt8] = []
            while step == .look {
                guard case .write(let block) = dialogue.nothingCame() else { break }
                written += block
                let isLast = written.suffix(5).elementsEqual("\r\n.\r\n".utf8)
                var copy = dialogue
                let lost = copy.lost("gone")
                guard case .finished(let outcome) = lost else { break }
                #expect(
                    Self.summary(outcome) == (isLast ? "unknown end-of-data -" : "deferred body -"))
                step = dialogue.wrote()
            }

            #expect(written == mail.bytes + Array(".\r\n".utf8))
            #expect(step == .read)
        }
    }

    @Test("Answers are understood however the stream is cut")
    func pieces() throws {
        let whole = "220-a\r\n220 hi\r\n"
        for cut in 1..<whole.utf8.count {
            let bytes = Array(whole.utf8)
            let talk = Transcript(
                [.bytes(Array(bytes[..<cut])), .bytes(Array(bytes[cut...])), Transcript.hello],
                mails: [])
            #expect(talk.isUsable)
        }
    }
}
