import EventLoop
import Foundation
import Testing

@testable import Mailer

@Suite struct DKIMTests {
    /// The mail of RFC 8463 §A.3.
    private static let mail = [
        "From: Joe SixPack <joe@football.example.com>", "To: Suzie Q <suzie@shopping.example.net>",
        "Subject: Is dinner ready?", "Date: Fri, 11 Jul 2003 21:00:37 -0700 (PDT)",
        "Message-ID: <20030712040037.46341.5F8J@football.example.com>", "", "Hi.", "",
        "We lost the game.  Are you hungry yet?", "", "Joe.", "", "",
    ].joined(separator: "\r\n")

    /// The private keys of RFC 8463 §A.1; the first is that of RFC 8032 §7.1 in PKCS #8.
    private static let ed25519 = """
        -----BEGIN PRIVATE KEY-----
        MC4CAQAwBQYDK2VwBCIEIJ1hsZ3v/VpguoRK9JLsLMREScVpezJpGXA7rAMcrn9g
        -----END PRIVATE KEY-----
        """
    private static let rsa = """
        -----BEGIN RSA PRIVATE KEY-----
        MIICXQIBAAKBgQDkHlOQoBTzWRiGs5V6NpP3idY6Wk08a5qhdR6wy5bdOKb2jLQi
        Y/J16JYi0Qvx/byYzCNb3W91y3FutACDfzwQ/BC/e/8uBsCR+yz1Lxj+PL6lHvqM
        KrM3rG4hstT5QjvHO9PzoxZyVYLzBfO2EeC3Ip3G+2kryOTIKT+l/K4w3QIDAQAB
        AoGAH0cxOhFZDgzXWhDhnAJDw5s4roOXN4OhjiXa8W7Y3rhX3FJqmJSPuC8N9vQm
        6SVbaLAE4SG5mLMueHlh4KXffEpuLEiNp9Ss3O4YfLiQpbRqE7Tm5SxKjvvQoZZe
        zHorimOaChRL2it47iuWxzxSiRMv4c+j70GiWdxXnxe4UoECQQDzJB/0U58W7RZy
        6enGVj2kWF732CoWFZWzi1FicudrBFoy63QwcowpoCazKtvZGMNlPWnC7x/6o8Gc
        uSe0ga2xAkEA8C7PipPm1/1fTRQvj1o/dDmZp243044ZNyxjg+/OPN0oWCbXIGxy
        WvmZbXriOWoSALJTjExEgraHEgnXssuk7QJBALl5ICsYMu6hMxO73gnfNayNgPxd
        WFV6Z7ULnKyV7HSVYF0hgYOHjeYe9gaMtiJYoo0zGN+L3AAtNP9huqkWlzECQE1a
        licIeVlo1e+qJ6Mgqr0Q7Aa7falZ448ccbSFYEPD6oFxiOl9Y9se9iYHZKKfIcst
        o7DUw1/hz2Ck4N5JrgUCQQCyKveNvjzkkd8HjYs0SwM0fPjK16//5qDZ2UiDGnOe
        uEzxBDAr518Z8VFbR41in3W4Y3yCDgQlLlcETrS+zYcL
        -----END RSA PRIVATE KEY-----
        """

    private static let examples: [(pem: String, own: String, signature: String)] = [
        (
            ed25519,
            """
            DKIM-Signature: v=1; a=ed25519-sha256; c=relaxed/relaxed;\r
             d=football.example.com; i=@football.example.com;\r
             q=dns/txt; s=brisbane; t=1528637909; h=from : to :\r
             subject : date : message-id : from : subject : date;\r
             bh=2jUSOH9NhtVGCQWNr9BrIAPreKQjO6Sn7XIkfJVOzv8=;\r
             b=
            """,
            "/gCrinpcQOoIfuHNQIbq4pgh9kyIK3AQUdt9OdqQehSwhEIug4D11Bus"
                + "Fa3bT3FY5OsU7ZbnKELq+eXdp1Q1Dw=="
        ),
        (
            rsa,
            """
            DKIM-Signature: v=1; a=rsa-sha256; c=relaxed/relaxed;\r
             d=football.example.com; i=@football.example.com;\r
             q=dns/txt; s=test; t=1528637909; h=from : to : subject :\r
             date : message-id : from : subject : date;\r
             bh=2jUSOH9NhtVGCQWNr9BrIAPreKQjO6Sn7XIkfJVOzv8=;\r
             b=
            """,
            "F45dVWDfMbQDGHJFlXUNB2HKfbCeLRyhDXgFpEL8GwpsRe0IeIixNTe3"
                + "DhCVlUrSjV4BwcVcOF6+FF3Zo9Rpo1tFOeS9mPYQTnGdaSGsgeefOsk2Jz"
                + "dA+L10TeYt9BgDfQNZtKdN1WO//KgIqXP7OdEFE4LjFYNcUxZQ4FADY+8="
        ),
    ]

    private static func signer(_ pem: String) throws -> DKIMSigner {
        // Not by its PEM: the RFC's RSA key is shorter than we allow.
        DKIMSigner(
            domain: "example.org", selector: "2026a", key: try SigningKey(pem: Array(pem.utf8)))
    }

    @Test("The signatures of the RFC come out to the byte", arguments: examples)
    func known(pem: String, own: String, signature: String) throws {
        let (header, body) = MIMEPart.split(Array(Self.mail.utf8)[...])
        let names = ["from", "to", "subject", "date", "message-id", "from", "subject", "date"]
        let text = DKIMSigner.signedText(
            DKIMSigner.fields(of: header), names: names, own: Array(own.utf8))

        #expect(
            Data(Digest.sha256(DKIMCanonical.body(body))).base64EncodedString()
                == "2jUSOH9NhtVGCQWNr9BrIAPreKQjO6Sn7XIkfJVOzv8=")
        let made = try #require(try Self.signer(pem).signature(of: text))
        #expect(Data(made).base64EncodedString() == signature)
    }

    @Test(
        "A field has one form, however it was folded and spaced",
        arguments: [
            // RFC 6376 §3.4.5.
            ("A: X\r\n", "a:X"), ("B : Y\t\r\n\tZ  \r\n", "b:Y Z"),
            ("Subject:\r\n far\r\n  away\r\n", "subject:far away"), ("X:", "x:"), ("X: \t", "x:"),
            ("x\t:a:b", "x:a:b"), ("To: Ž\r\n", "to:Ž"), ("no colon", "no colon"),
        ])
    func fields(field: String, canonical: String) {
        #expect(String(decoding: DKIMCanonical.field(field.utf8), as: UTF8.self) == canonical)
    }

    @Test(
        "A body has one form, whatever blanks a server adds or takes away",
        arguments: [
            // RFC 6376 §3.4.5.
            (" C \r\nD \t E\r\n\r\n\r\n", " C\r\nD E\r\n"), ("", ""), ("\r\n", ""),
            ("\r\n\r\n \t\r\n", ""), ("a", "a\r\n"), ("a\r\n", "a\r\n"), ("a\r\n\r\n", "a\r\n"),
            ("\r\na\r\n \r\nb", "\r\na\r\n\r\nb\r\n"), ("a \t \r\n", "a\r\n"),
            ("\t a", " a\r\n"), ("..a\r\n.\r\n", "..a\r\n.\r\n"),
        ])
    func bodies(body: String, canonical: String) {
        #expect(
            String(decoding: DKIMCanonical.body(Array(body.utf8)[...]), as: UTF8.self) == canonical)
    }

    @Test("The last of several fields is signed first, and what is not there is nothing")
    func bottomUp() {
        let fields = DKIMSigner.fields(of: Array("A: 1\r\nB: 2\r\nA: 3\r\n".utf8)[...])
        let text = DKIMSigner.signedText(
            fields, names: ["a", "c", "a", "a"], own: Array("DKIM-Signature: b=\r\n".utf8))

        #expect(String(decoding: text, as: UTF8.self) == "a:3\r\na:1\r\ndkim-signature:b=")
    }

    @Test("A mail is signed by every key, names each field once more, and is the same each time")
    func signed() throws {
        let office = try EmailAddress(parsing: "office@example.org")
        let message = MIMEMessage(
            from: .init(address: office), to: [.init(address: office)], subject: "Hello",
            date: Date(timeIntervalSince1970: 1_795_242_600), messageID: "1@registry.example",
            parts: [.text("Dear Ieva,\n\n.dot\n")])
        let signers = [try Self.signer(Self.rsa), try Self.signer(Self.ed25519)]
        let bytes = try message.bytes(signedBy: signers)

        #expect(try message.bytes(signedBy: signers) == bytes)
        #expect(bytes.suffix(try message.bytes().count) == (try message.bytes())[...])
        let received = ReceivedMessage(parsing: bytes)
        let signatures = received.fields.prefix { $0.name == "DKIM-Signature" }.map(\.value)
        #expect(signatures.count == 2)
        let head =
            "c=relaxed/relaxed; d=example.org; s=2026a; t=1795242600; h=from: from: to: to: cc: "
            + "subject: subject: date: date: message-id: message-id: reply-to: mime-version: "
            + "mime-version: content-type: content-type: content-transfer-encoding: "
            + "content-transfer-encoding: list-unsubscribe: list-unsubscribe-post; bh="
        #expect(signatures.first?.hasPrefix("v=1; a=rsa-sha256; \(head)") == true)
        #expect(signatures.last?.hasPrefix("v=1; a=ed25519-sha256; \(head)") == true)
        let lines = bytes.split(separator: UInt8(ascii: "\n"))
        #expect(lines.allSatisfy { $0.count <= 79 })
    }

    @Test("The DNS is told the public half of a key")
    func record() throws {
        let (name, value) = try Self.signer(Self.ed25519).record
        #expect(name == "2026a._domainkey.example.org")
        // RFC 8463 §A.2.
        #expect(value == "v=DKIM1; k=ed25519; p=11qYAYKxCrfVS/7TyWQHOg7hcvPapiMlrwIaaPcHURo=")
        #expect(
            try Self.signer(Self.rsa).record.value
                == "v=DKIM1; k=rsa; p=MIGfMA0GCSqGSIb3DQEBAQUAA4GNADCBiQKBgQDkHlOQoBTzWRiGs5V6NpP3"
                + "idY6Wk08a5qhdR6wy5bdOKb2jLQiY/J16JYi0Qvx/byYzCNb3W91y3FutACDfzwQ/BC/e/8uBsCR+yz"
                + "1Lxj+PL6lHvqMKrM3rG4hstT5QjvHO9PzoxZyVYLzBfO2EeC3Ip3G+2kryOTIKT+l/K4w3QIDAQAB")
    }

    @Test(
        "A key that others would not trust is refused",
        arguments: [
            (rsa, "has 1024 bits; an RSA key must have 2048 to 4096"),
            ("", "holds no private key in PEM without a passphrase"),
            (
                "-----BEGIN PUBLIC KEY-----\nMCowBQYDK2VwAyEA11qYAYKxCrfVS/7TyWQHOg7hcvPapiMlrwIaaP"
                    + "cHURo=\n-----END PUBLIC KEY-----\n",
                "holds no private key in PEM without a passphrase"
            ),
            // An X25519 key (RFC 8410 §7): it agrees on secrets, and signs nothing.
            (
                ed25519.replacingOccurrences(of: "K2Vw", with: "K2Vu"),
                "must be a key for RSA or Ed25519"
            ),
        ])
    func refused(pem: String, complaint: String) {
        #expect(throws: DKIMSigner.Rejection(description: complaint)) {
            try DKIMSigner(domain: "example.org", selector: "a", pem: Array(pem.utf8))
        }
    }
}
