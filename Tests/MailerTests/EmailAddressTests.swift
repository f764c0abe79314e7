import Testing

@testable import Mailer

@Suite struct EmailAddressTests {
    private static let as254 = String(repeating: "a", count: 254)

    @Test(
        "An address that mail cannot be sent to is rejected with its reason",
        arguments: [
            ("", EmailAddress.Rejection.missingAt),
            ("no-at-sign", .missingAt),
            ("@example.org", .badLocalPart),
            ("two..dots@example.org", .badLocalPart),
            (".first@example.org", .badLocalPart),
            ("last.@example.org", .badLocalPart),
            ("space in@example.org", .badLocalPart),
            ("\"quoted\"@example.org", .badLocalPart),
            ("a@b@example.org", .badLocalPart),
            ("a<b@example.org", .badLocalPart),
            ("a,b@example.org", .badLocalPart),
            (" ana@example.org", .badLocalPart),
            ("ana\r\nRCPT TO:<eve@example.org", .badLocalPart),
            ("ana\u{0}@example.org", .badLocalPart),
            ("ana\u{7F}@example.org", .badLocalPart),
            ("ana\u{85}b@example.org", .badLocalPart),
            ("ana\u{202E}b@example.org", .badLocalPart),
            ("ana\u{200B}b@example.org", .badLocalPart),
            ("ana\u{2028}b@example.org", .badLocalPart),
            ("ana\u{3164}b@example.org", .badLocalPart),
            ("\u{301}ana@example.org", .badLocalPart),
            ("😀@example.org", .badLocalPart),
            ("\(as254.prefix(65))@example.org", .badLocalPart),
            ("öööööööööööööööööööööööööööööööööö@example.org", .badLocalPart),
            ("\(as254)a", .tooLong),
            ("a@\(as254.replacing("aa", with: "b."))org", .tooLong),
            ("ana@", .badDomain),
            ("ana@localhost", .badDomain),
            ("ana@-example.org", .badDomain),
            ("ana@example-.org", .badDomain),
            ("ana@example..org", .badDomain),
            ("ana@.example.org", .badDomain),
            ("ana@example.org.", .badDomain),
            ("ana@ex_ample.org", .badDomain),
            ("ana@example.org\r\n", .badDomain),
            ("ana@example.org>", .badDomain),
            ("ana@exam ple.org", .badDomain),
            ("ana@exam%70le.org", .badDomain),
            ("ana@127.0.0.1", .badDomain),
            ("ana@[127.0.0.1]", .badDomain),
            ("ana@\(as254.prefix(64)).org", .badDomain),
            ("ana@☃.net", .badDomain),
            ("ana@a\u{2044}b.example", .badDomain),
            ("ana@bücher\u{202E}.example", .badDomain),
            ("ana@bü／cher.example", .badDomain),
            ("ana@bü＠cher.example", .badDomain),
            ("ana@bücher:80.example", .badDomain),
            ("ana@xn--a.example", .badDomain),
            ("ana@xn--ls8h.la", .badDomain),
            ("ana@xn--.example", .badDomain),
            ("ana@xn--\u{FC}.example", .badDomain),
        ] as [(String, EmailAddress.Rejection)]
    )
    func rejection(text: String, reason: EmailAddress.Rejection) {
        #expect(throws: reason) { try EmailAddress(parsing: text) }
    }

    @Test(
        "The domain is lowered and made ASCII, and the local part is left as it was written",
        arguments: [
            ("Ana.B+x@Example.ORG", "Ana.B+x@example.org"),
            ("o'brien!#$%&*/=?^_`{|}~-@a-b.example", "o'brien!#$%&*/=?^_`{|}~-@a-b.example"),
            ("ana@bücher.example", "ana@xn--bcher-kva.example"),
            ("ana@BÜCHER.example", "ana@xn--bcher-kva.example"),
            ("ana@bu\u{308}cher.example", "ana@xn--bcher-kva.example"),
            ("ana@XN--BCHER-KVA.example", "ana@xn--bcher-kva.example"),
            ("ana@straße.example", "ana@xn--strae-oqa.example"),
            ("ana@ｅxample.org", "ana@example.org"),
            ("ana@пример.рф", "ana@xn--e1afmkfd.xn--p1ai"),
            ("ana@šiauliai.example", "ana@xn--iauliai-pqb.example"),
            ("jösé@example.org", "jösé@example.org"),
            ("jo\u{308}se\u{301}@example.org", "j\u{F6}s\u{E9}@example.org"),
            ("юлия.7@example.org", "юлия.7@example.org"),
            ("a@3com.example", "a@3com.example"),
        ] as [(String, String)]
    )
    func canonical(text: String, expected: String) throws {
        let address = try EmailAddress(parsing: text)

        #expect(Array(address.description.utf8) == Array(expected.utf8))
        #expect(try EmailAddress(parsing: address.description) == address)
    }

    @Test("Only a local part beyond ASCII makes a mail need SMTPUTF8")
    func needsUTF8() throws {
        #expect(try EmailAddress(parsing: "jösé@example.org").needsSMTPUTF8)
        #expect(try !EmailAddress(parsing: "jose@bücher.example").needsSMTPUTF8)
    }

    @Test("A domain is shown as people write it, and its parts can be had")
    func parts() throws {
        let address = try EmailAddress(parsing: "Ana@Bücher.example")

        #expect(address.displayDomain == "bücher.example")
        #expect(address.domain == "xn--bcher-kva.example")
        #expect(address.localPart == "Ana")
        #expect(try EmailAddress(parsing: "ana@example.org").displayDomain == "example.org")
    }

    @Test("Addresses that differ in case only fold to the same")
    func folded() throws {
        #expect(
            try EmailAddress(parsing: "JÖSÉ@Example.org").folded
                == EmailAddress(parsing: "jösé@example.org").folded)
    }

    @Test("Every rejection has a stable code and a sentence for people")
    func codes() {
        #expect(
            EmailAddress.Rejection.allCases.map(\.code) == [
                "too-long", "missing-at", "bad-local-part", "bad-domain",
            ])
        #expect(EmailAddress.Rejection.allCases.allSatisfy { $0.detail.hasSuffix(".") })
    }
}
