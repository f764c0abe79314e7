import Foundation
import Mailer
import Testing

@testable import TrainingRegistry

/// The check-in code in the mail that gives a seat, from its parameters to its bytes.
@Suite struct MailPassTests {
    private static func mail(_ code: String?, _ template: String = "seat-taken") -> ClaimedMail {
        let words = code.map { #","check_in_code":"\#($0)""# } ?? ""
        return ClaimedMail(
            id: 1, number: 1, attempts: 1, ownTroubles: 0, messageID: "<1@registry.example>",
            recipient: "reader@example.org", template: template, language: "en",
            parameters: #"{"given_name":"Zoë","target":"Riga","token":"t0ken"\#(words)}"#,
            content: nil, writtenAt: Date(timeIntervalSince1970: 1_795_242_600))
    }

    private static func source(_ mail: ClaimedMail) throws -> String {
        let bytes = try DeliveryWorker.renderer().bytes(
            of: mail, to: try EmailAddress(parsing: mail.recipient))
        return String(decoding: bytes, as: UTF8.self)
    }

    @Test("The mail says the code, and shows a picture that is read as the page at the door")
    func picture() throws {
        let source = try Self.source(Self.mail("7KQ2MXW4TA"))
        let message = ReceivedMessage(parsing: Array(source.utf8))

        #expect(message.text?.contains("\r\n7KQ2M XW4TA\r\n") == true)
        let html = try #require(message.html)
        #expect(html.contains(">7KQ2M XW4TA</p>"))
        #expect(html.contains(#"alt="QR code of your check-in code""#))
        let shown = html.matches(of: /src="cid:([^"]+)"/).map { String($0.1) }
        let brought = source.matches(of: /\r\nContent-ID: <([^>]+)>\r\n/).map { String($0.1) }
        #expect(shown == ["check-in.1@registry.example"])
        #expect(shown == brought)
        let parts = source.split(separator: "filename=\"check-in-code.png\"\r\n\r\n")
        let encoded = try #require(parts.last?.split(separator: "--").first)
        let png = try #require(
            Data(base64Encoded: String(encoded), options: .ignoreUnknownCharacters))
        let file = FileManager.default.temporaryDirectory.appending(path: "\(UUID()).png")
        try png.write(to: file)
        defer { try? FileManager.default.removeItem(at: file) }
        #expect(
            try QRCodeTests.zbarimg([file.path()])
                == ["https://registry.example/console/check-in/7KQ2MXW4TA"])
    }

    @Test("Sent again, the mail with its picture is the same to the byte")
    func again() throws {
        let mail = Self.mail("7KQ2MXW4TA")

        #expect(try Self.source(mail) == Self.source(mail))
        #expect(try Self.source(mail) != Self.source(Self.mail("7KQ2MXW4TB")))
    }

    @Test("A seat that an older version promised is told of without a code, others never with one")
    func without() throws {
        let plain = try Self.source(Self.mail(nil))
        #expect(!plain.contains("check-in") && !plain.contains("multipart/related"))
        let other = try Self.source(Self.mail("7KQ2MXW4TA", "seat-freed"))
        #expect(!other.contains("7KQ2M"))
    }

    @Test("What is no code is not written", arguments: ["", "short", "<b>7KQ2MXW4TA</b>"])
    func wrong(code: String) throws {
        #expect(throws: MailRenderer.Rejection.missing("check_in_code")) {
            try Self.source(Self.mail(code))
        }
    }

    @Test("A draft of the mail says a code, and has no picture")
    func draft() throws {
        let mail = Self.mail("XXXXXXXXXX")
        let draft = try DeliveryWorker.renderer().draft(
            template: mail.template, parameters: mail.parameters, writtenAt: mail.writtenAt,
            language: "en")

        #expect(draft?.text.contains("\n\nXXXXX XXXXX\n\n") == true)
        #expect(draft?.text.contains("cid:") == false)
    }
}
