import Foundation
import Testing

@testable import Mailer

@Suite struct MIMEPictureTests {
    private static func message(_ pictures: [MIMEMessage.Picture]) throws -> MIMEMessage {
        MIMEMessage(
            from: .init(address: try EmailAddress(parsing: "office@example.org")),
            to: [.init(address: try EmailAddress(parsing: "ieva@example.org"))], subject: "Hello",
            date: Date(timeIntervalSince1970: 1_795_242_600), messageID: "1@registry.example",
            parts: [.text("Hi"), .html("<p>Hi</p>", pictures: pictures)])
    }

    private static let picture = MIMEMessage.Picture(
        contentID: "a.1@registry.example", fileName: "a-b.png", png: Array(0..<60))

    @Test("A picture travels with the text that shows it, under its Content-ID")
    func related() throws {
        let text = String(decoding: try Self.message([Self.picture]).bytes(), as: UTF8.self)

        #expect(
            text.split(separator: "MIME-Version: 1.0\r\n").last == """
                Content-Type: multipart/alternative;\r
                 boundary="=_1c8821a623cd433f"\r
                \r
                --=_1c8821a623cd433f\r
                Content-Type: text/plain; charset=utf-8\r
                Content-Transfer-Encoding: quoted-printable\r
                \r
                Hi\r
                --=_1c8821a623cd433f\r
                Content-Type: multipart/related; type="text/html";\r
                 boundary="=_r1c8821a623cd433f"\r
                \r
                --=_r1c8821a623cd433f\r
                Content-Type: text/html; charset=utf-8\r
                Content-Transfer-Encoding: quoted-printable\r
                \r
                <p>Hi</p>\r
                --=_r1c8821a623cd433f\r
                Content-Type: image/png\r
                Content-Transfer-Encoding: base64\r
                Content-ID: <a.1@registry.example>\r
                Content-Disposition: inline; filename="a-b.png"\r
                \r
                AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8gISIjJCUmJygpKissLS4vMDEyMzQ1Njc4\r
                OTo7\r
                --=_r1c8821a623cd433f--\r
                --=_1c8821a623cd433f--\r

                """)
    }

    @Test("Beside pictures the texts are read back, and the same mail has the same bytes")
    func readBack() throws {
        let message = try Self.message([Self.picture, Self.picture])

        let received = ReceivedMessage(parsing: try message.bytes())

        #expect(received.text == "Hi")
        #expect(received.html == "<p>Hi</p>")
        #expect(try message.bytes() == message.bytes())
    }

    @Test(
        "A name that could end its field is refused",
        arguments: [
            ("a@example.org\r\nBcc: eve@example.org", "a.png"), ("a>@example.org", "a.png"),
            ("no-address", "a.png"), ("a@example.org", "a\"b.png"), ("a@example.org", "a\r\n.png"),
            ("a@example.org", "a/b.png" + "\u{0}"), ("a@example.org", ""), ("a@example.org", "ä"),
        ])
    func refused(contentID: String, fileName: String) throws {
        let picture = MIMEMessage.Picture(contentID: contentID, fileName: fileName, png: [1])

        #expect(throws: MIMEMessage.Rejection.badPicture) {
            try Self.message([picture]).bytes()
        }
    }
}
