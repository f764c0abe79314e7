import Foundation
import Testing

@testable import Mailer

@Suite struct MIMEMessageTests {
    private static let x80 = String(repeating: "x", count: 80)
    private static let words = String(repeating: "word ", count: 14)
    /// Eleven words fill the line of a subject that began with two others.
    private static let folded =
        words.prefix(49) + "\r\n" + " word word word word "

    private static func message(
        subject: String = "Hello", fromName: String? = nil, to: String = "ieva@example.org",
        messageID: String = "1@registry.example", extraFields: [MIMEMessage.Field] = []
    ) throws -> MIMEMessage {
        MIMEMessage(
            from: .init(
                name: fromName, address: try EmailAddress(parsing: "office@example.org")),
            to: [.init(address: try EmailAddress(parsing: to))], subject: subject,
            date: Date(timeIntervalSince1970: 1_795_242_600), messageID: messageID,
            parts: [.text("Dear Ieva,\n\n.dot\nžalia\n")], extraFields: extraFields)
    }

    /// The field as it travels, with its folds.
    private static func field(_ name: String, of message: MIMEMessage) throws -> String {
        let text = String(decoding: try message.bytes(), as: UTF8.self)
        let start = try #require(text.range(of: "\(name): ") ?? text.range(of: "\(name):\r\n"))
        var field = ""
        for line in text[start.lowerBound...].components(separatedBy: "\r\n") {
            if !field.isEmpty, !line.hasPrefix(" ") { break }
            field += field.isEmpty ? line : "\r\n\(line)"
        }
        return field
    }

    @Test("A mail of one part is written to the byte")
    func onePart() throws {
        let message = try Self.message(fromName: "Children at Risk Unit")

        #expect(
            String(decoding: try message.bytes(), as: UTF8.self) == """
                Date: Sat, 21 Nov 2026 06:30:00 +0000\r
                From: Children at Risk Unit <office@example.org>\r
                To: ieva@example.org\r
                Subject: Hello\r
                Message-ID: <1@registry.example>\r
                Auto-Submitted: auto-generated\r
                MIME-Version: 1.0\r
                Content-Type: text/plain; charset=utf-8\r
                Content-Transfer-Encoding: quoted-printable\r
                \r
                Dear Ieva,\r
                \r
                =2Edot\r
                =C5=BEalia\r

                """)
    }

    @Test("Text and HTML travel as alternatives, the plainer first, between fixed boundaries")
    func alternatives() throws {
        var message = try Self.message()
        message.parts = [.text("Hi"), .html("<p>Hi</p>")]
        message.replyTo = .init(address: try EmailAddress(parsing: "desk@example.org"))
        message.extraFields = [.init(name: "X-Kind", value: "confirmation")]

        #expect(
            String(decoding: try message.bytes(), as: UTF8.self) == """
                Date: Sat, 21 Nov 2026 06:30:00 +0000\r
                From: office@example.org\r
                To: ieva@example.org\r
                Reply-To: desk@example.org\r
                Subject: Hello\r
                Message-ID: <1@registry.example>\r
                Auto-Submitted: auto-generated\r
                X-Kind: confirmation\r
                MIME-Version: 1.0\r
                Content-Type: multipart/alternative;\r
                 boundary="=_1c8821a623cd433f"\r
                \r
                --=_1c8821a623cd433f\r
                Content-Type: text/plain; charset=utf-8\r
                Content-Transfer-Encoding: quoted-printable\r
                \r
                Hi\r
                --=_1c8821a623cd433f\r
                Content-Type: text/html; charset=utf-8\r
                Content-Transfer-Encoding: quoted-printable\r
                \r
                <p>Hi</p>\r
                --=_1c8821a623cd433f--\r

                """)
        #expect(try message.bytes() == message.bytes())
    }

    @Test(
        "A subject is plain when it can be, folded when it is long, encoded when it must be",
        arguments: [
            ("", "Subject:"),
            ("Plain words", "Subject: Plain words"),
            ("Ärger", "Subject: =?UTF-8?B?w4RyZ2Vy?="),
            (
                "Café for the group on Monday",
                "Subject: =?UTF-8?Q?Caf=C3=A9_for_the_group_on_Monday?="
            ),
            ("two  spaces", "Subject: =?UTF-8?Q?two__spaces?="),
            (" lead", "Subject: =?UTF-8?Q?_lead?="),
            ("=?UTF-8?Q?x?=", "Subject: =?UTF-8?B?PT9VVEYtOD9RP3g/PQ==?="),
            ("seventeen letters \(words)end", "Subject: seventeen letters \(folded)end"),
            (x80, "Subject: =?UTF-8?Q?\(x80.prefix(55))?=\r\n =?UTF-8?Q?\(x80.prefix(25))?="),
        ] as [(String, String)]
    )
    func subject(text: String, expected: String) throws {
        #expect(try Self.field("Subject", of: Self.message(subject: text)) == expected)
    }

    @Test(
        "A name is shown as it is, quoted or encoded",
        arguments: [
            ("Ieva Ozola", "From: Ieva Ozola <office@example.org>"),
            ("Ozola, Ieva", "From: \"Ozola, Ieva\" <office@example.org>"),
            (#"a "b" \c"#, #"From: "a \"b\" \\c" <office@example.org>"#),
            ("office@example.org", "From: \"office@example.org\" <office@example.org>"),
            ("Žydrė", "From: =?UTF-8?B?xb15ZHLElw==?= <office@example.org>"),
            ("", "From: office@example.org"),
            ("=?x", "From: =?UTF-8?B?PT94?= <office@example.org>"),
        ]
    )
    func displayName(name: String, expected: String) throws {
        #expect(try Self.field("From", of: Self.message(fromName: name)) == expected)
    }

    @Test("Long texts of any script fold at 76, in words of at most 75, none cut in a character")
    func encodedWords() throws {
        let family = "👨‍👩‍👧‍👦"
        for length in [1, 20, 57, 58, 59, 60, 100, 300] {
            for unit in ["ž", "€", "x", "😀", "e\u{301}", family, "a ", "日本"] {
                let text = String(repeating: unit, count: length)
                let field = try Self.field("Subject", of: Self.message(subject: text))
                let lines = field.components(separatedBy: "\r\n")
                let isEncoded = field.contains("=?")
                #expect(lines.allSatisfy { $0.utf8.count <= (isEncoded ? 76 : 78) })
                let value = field.dropFirst("Subject:".count).replacing("\r\n", with: "")
                #expect(EncodedWord.decode(String(value.dropFirst())) == text)
                for word in value.split(separator: " ") where word.hasPrefix("=?") {
                    #expect(word.utf8.count <= 75)
                    // Each word stands alone: a cut character would decode to U+FFFD.
                    #expect(!EncodedWord.decode(String(word)).contains("\u{FFFD}"))
                }
            }
        }
    }

    @Test(
        "What could begin another header is refused, in every field",
        arguments: [
            "a\r\nBcc: eve@example.org", "a\nb", "a\rb", "a\u{0}b", "a\tb", "a\u{7F}", "a\u{85}b",
            "a\u{2028}b", "ä\r\nb",
        ]
    )
    func injection(text: String) throws {
        #expect(throws: MIMEMessage.Rejection.controlCharacter(field: "Subject")) {
            try Self.message(subject: text).bytes()
        }
        #expect(throws: MIMEMessage.Rejection.controlCharacter(field: "From")) {
            try Self.message(fromName: text).bytes()
        }
        #expect(throws: MIMEMessage.Rejection.controlCharacter(field: "X-Kind")) {
            try Self.message(extraFields: [.init(name: "X-Kind", value: text)]).bytes()
        }
        #expect(throws: MIMEMessage.Rejection.badMessageID) {
            try Self.message(messageID: "\(text)@example.org").bytes()
        }
        #expect(throws: MIMEMessage.Rejection.badFieldName) {
            try Self.message(extraFields: [.init(name: text, value: "x")]).bytes()
        }
    }

    @Test("A field that the message writes itself cannot be added a second time")
    func reserved() throws {
        for name in ["Subject", "FROM", "bcc", "Content-Type", "MIME-version"] {
            #expect(throws: MIMEMessage.Rejection.reservedField(name)) {
                try Self.message(extraFields: [.init(name: name, value: "x")]).bytes()
            }
        }
    }

    @Test("What may not be encoded and is too long for a line stands beside the name")
    func longWords() throws {
        let url = "<https://registry.example/" + String(repeating: "t", count: 120) + ">"
        let labels = String(repeating: "very-long-label.", count: 5)
        let address = "a.person.with.a.long.name@\(labels)example.org"
        let message = try Self.message(
            to: address, extraFields: [.init(name: "List-Unsubscribe", value: url)])

        #expect(
            try Self.field("List-Unsubscribe", of: message) == "List-Unsubscribe: \(url)")
        #expect(try Self.field("To", of: message) == "To: \(address)")
        #expect(ReceivedMessage(parsing: try message.bytes())["list-unsubscribe"] == url)
    }

    @Test("An address beyond ASCII stands in the header as it is, and only then")
    func international() throws {
        let message = try Self.message(subject: "Ö", to: "jösé@example.org")

        #expect(message.needsSMTPUTF8)
        #expect(try Self.field("To", of: message) == "To: jösé@example.org")
        #expect(try !Self.message(subject: "Ö", to: "a@bücher.example").needsSMTPUTF8)
        #expect(
            try Self.message(subject: "Ö", to: "a@bücher.example").bytes().allSatisfy { $0 < 128 })
    }

    @Test(
        "A date is written without a locale",
        arguments: [
            (0, "Thu, 1 Jan 1970 00:00:00 +0000"),
            (-1, "Wed, 31 Dec 1969 23:59:59 +0000"),
            (951_827_696.9, "Tue, 29 Feb 2000 12:34:56 +0000"),
            (1_709_164_800, "Thu, 29 Feb 2024 00:00:00 +0000"),
            (4_107_542_399, "Sun, 28 Feb 2100 23:59:59 +0000"),
            (4_107_542_400, "Mon, 1 Mar 2100 00:00:00 +0000"),
            (1_798_761_599, "Thu, 31 Dec 2026 23:59:59 +0000"),
        ] as [(TimeInterval, String)]
    )
    func date(instant: TimeInterval, expected: String) {
        #expect(MailDate.text(Date(timeIntervalSince1970: instant)) == expected)
    }

    @Test("A mail without a recipient or a part, or of an impossible date, is refused")
    func incomplete() throws {
        var message = try Self.message()
        message.to = []
        #expect(throws: MIMEMessage.Rejection.noRecipient) { try message.bytes() }
        message = try Self.message()
        message.parts = []
        #expect(throws: MIMEMessage.Rejection.noPart) { try message.bytes() }
        message = try Self.message()
        message.date = Date(timeIntervalSince1970: .nan)
        #expect(throws: MIMEMessage.Rejection.badDate) { try message.bytes() }
    }

    @Test("A mail that was written is read back with its texts and its names")
    func readBack() throws {
        var message = try Self.message(
            subject: "Apmācība “Tallinn” — žydrų akių istorija, kuri niekada nesibaigia",
            fromName: "Žydrė, Ozola")
        message.parts = [.text("Labas\n--=_x\n=\n"), .html("<p>ž</p>")]

        let received = ReceivedMessage(parsing: try message.bytes())

        #expect(received["subject"] == message.subject)
        #expect(received["From"] == "Žydrė, Ozola <office@example.org>")
        #expect(received.text == "Labas\r\n--=_x\r\n=")
        #expect(received.html == "<p>ž</p>")
    }
}
