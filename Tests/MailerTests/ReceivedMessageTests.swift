import Testing

@testable import Mailer

@Suite struct ReceivedMessageTests {
    @Test("Fields are unfolded and their encoded words decoded")
    func fields() {
        let message = ReceivedMessage(
            parsing: Array(
                """
                SUBJECT: =?utf-8?q?A_=C3=A4?=\r
                 =?UTF-8?B?w6Q=?= and\r
                \t=?iso-8859-1?Q?=E4?=\r
                X-Odd: =?utf-9?Q?x?= =?utf-8?Q?y\r
                no colon\r
                \r
                body
                """.utf8))

        #expect(message["Subject"] == "A ää and\tä")
        #expect(message["x-odd"] == "=?utf-9?Q?x?= =?utf-8?Q?y")
        #expect(message.fields.map(\.name) == ["SUBJECT", "X-Odd"])
        #expect(message.text == "body")
        #expect(message.html == nil)
    }

    @Test("Texts are found in nested parts and decoded from base64 and quoted-printable")
    func parts() {
        let message = ReceivedMessage(
            parsing: Array(
                """
                Content-Type: multipart/mixed; boundary=outer\r
                \r
                preamble\r
                --outer\r
                Content-Type: Multipart/Alternative; boundary="in ner"\r
                \r
                --in ner\r
                Content-Type: text/plain; charset=ISO-8859-1\r
                Content-Transfer-Encoding: Base64\r
                \r
                5A==\r
                --in ner\r
                Content-Type: text/html; charset=utf-8\r
                Content-Transfer-Encoding: quoted-printable\r
                \r
                <p>=C3=A4=\r
                </p>\r
                --in ner--\r
                --outer\r
                Content-Type: text/plain\r
                \r
                second\r
                --outer--\r
                epilogue
                """.utf8))

        #expect(message.text == "ä")
        #expect(message.html == "<p>ä</p>")
    }

    @Test(
        "What is no message is shown as far as it goes",
        arguments: [
            "", "\r\n", "\r\n\r\n", ":", "a", "Content-Type: multipart/x\r\n\r\nx", "a:\r\n",
        ]
    )
    func odd(text: String) {
        _ = ReceivedMessage(parsing: Array(text.utf8))
    }

    @Test("Parts within parts are followed to a depth, not for ever")
    func depth() {
        var text = ""
        for level in 0..<2_000 {
            text += "Content-Type: multipart/x; boundary=b\(level)_\r\n\r\n--b\(level)_\r\n"
        }
        text += "\r\ntoo deep"

        #expect(ReceivedMessage(parsing: Array(text.utf8)).text == nil)
    }
}
