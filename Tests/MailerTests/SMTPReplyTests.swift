import Testing

@testable import Mailer

@Suite struct SMTPReplyTests {
    private static let xs = String(repeating: "x", count: 65_533)
    private static let lines = String(repeating: "250-x\r\n", count: 9_363)

    /// What a whole stream gives, fed in pieces of `size` bytes.
    private static func parse(
        _ bytes: [UInt8], size: Int
    ) -> (replies: [SMTPReply], error: SMTPReplyParser.Malformation?) {
        var parser = SMTPReplyParser()
        var replies: [SMTPReply] = []
        var rest = bytes[...]
        while !rest.isEmpty {
            parser.feed(Array(rest.prefix(size)))
            rest = rest.dropFirst(size)
            do {
                while let reply = try parser.next() { replies.append(reply) }
            } catch {
                return (replies, error)
            }
        }
        return (replies, nil)
    }

    @Test(
        "Replies are read the same whole and byte by byte",
        arguments: [
            ("250 OK\r\n", ["250 OK"]),
            ("250\r\n", ["250"]),
            ("250 \r\n", ["250"]),
            ("250-a\r\n250-b\r\n250 c\r\n", ["250 a b c"]),
            ("250-\r\n250 c\r\n", ["250  c"]),
            ("250 a\r\n354 b\r\n", ["250 a", "354 b"]),
            ("599 odd but 5xx\r\n", ["599 odd but 5xx"]),
            ("250 unfinished", []),
            ("250-unfinished\r\n", []),
            (
                "550 no \u{1B}[2J\u{0}\u{B}{\"level\"}\r\n",
                [#"550 no \u{1b}[2J\u{0}\u{b}{"level"}"#]
            ),
            ("550 b\\c \u{202E}\u{85}\u{2028}é\r\n", [#"550 b\\c \u{202e}\u{85}\u{2028}é"#]),
        ] as [(String, [String])]
    )
    func replies(text: String, expected: [String]) {
        for size in [1, 2, 7, 10_000] {
            let (replies, error) = Self.parse(Array(text.utf8), size: size)
            #expect(replies.map(\.description) == expected)
            #expect(error == nil)
        }
    }

    @Test(
        "What can be read two ways is no reply",
        arguments: [
            ("HTTP/1.1 400 Bad Request\r\n", SMTPReplyParser.Malformation.badCode),
            ("\r\n", .badCode),
            ("25\r\n", .badCode),
            ("150 preliminary\r\n", .badCode),
            ("650 OK\r\n", .badCode),
            ("+50 OK\r\n", .badCode),
            ("2500 OK\r\n", .badCode),
            ("250_OK\r\n", .badCode),
            (" 250 OK\r\n", .badCode),
            ("\u{661}50 OK\r\n", .badCode),
            ("250-a\r\n550 b\r\n", .mixedCodes),
            ("250-a\r\n\r\n", .badCode),
            ("250 OK\n", .bareLineEnd),
            ("\n", .bareLineEnd),
            ("250 a\rb\r\n", .bareLineEnd),
            ("250 a\r\r\n", .bareLineEnd),
            ("250 \(xs)", .tooLong),
            (lines, .tooLong),
        ] as [(String, SMTPReplyParser.Malformation)]
    )
    func malformed(text: String, expected: SMTPReplyParser.Malformation) {
        for size in [1, 10_000] {
            #expect(Self.parse(Array(text.utf8), size: size).error == expected)
        }
    }

    @Test(
        "A server with much to say is understood, as long as its answer has an end",
        arguments: [
            "250 \(String(repeating: "x", count: 20_000))\r\n",
            String(repeating: "250-\(String(repeating: "x", count: 70))\r\n", count: 400)
                + "250 x\r\n",
        ]
    )
    func talkative(text: String) {
        for size in [1, 512, 100_000] {
            let (replies, error) = Self.parse(Array("\(text)\(text)".utf8), size: size)
            #expect(replies.map(\.code) == [250, 250])
            #expect(error == nil)
        }
    }

    @Test("A long answer is cut to one line of 500 bytes, never inside a character")
    func long() {
        let lines = [[UInt8]](repeating: Array(repeating: 0xE9, count: 300), count: 4)
        let reply = SMTPReply(code: 550, lines: lines)

        #expect(reply.description.utf8.count <= 500)
        #expect(reply.description.hasSuffix("…"))
        #expect(SMTPReply(code: 550, text: String(repeating: "é", count: 400)).text.count == 247)
    }

    @Test("What a server offers is read without regard to case, and what is odd is passed over")
    func capabilities() {
        let lines = [
            "PIPELINING", "mail.example", "size 1000", "8bitMIME", "Auth login PLAIN", "STARTTLSX",
            "SMTPUTF8", "",
        ]
        let offered = SMTPCapabilities(SMTPReply(code: 250, lines: lines.map { Array($0.utf8) }))

        var expected = SMTPCapabilities()
        expected.size = 1_000
        expected.eightBitMIME = true
        expected.smtpUTF8 = true
        expected.authLogin = true
        expected.authPlain = true
        #expect(offered == expected)
    }

    @Test(
        "What several lines offer for signing on is offered together",
        arguments: [
            (["AUTH PLAIN", "AUTH LOGIN"], true, true), (["AUTH LOGIN PLAIN", "AUTH"], true, true),
            (["AUTH LOGIN", "AUTH XOAUTH2"], false, true), (["AUTH", "AUTH plain"], true, false),
        ])
    func mechanisms(lines: [String], plain: Bool, login: Bool) {
        let lines = (["mail.example"] + lines).map { Array($0.utf8) }
        let offered = SMTPCapabilities(SMTPReply(code: 250, lines: lines))

        #expect(offered.authPlain == plain)
        #expect(offered.authLogin == login)
    }

    @Test(
        "A size that is no number is no limit", arguments: ["SIZE", "SIZE x", "SIZE +5", "SIZE 0"])
    func size(line: String) {
        let reply = SMTPReply(code: 250, lines: [Array("x".utf8), Array(line.utf8)])

        #expect(SMTPCapabilities(reply).size == 0)
    }
}
