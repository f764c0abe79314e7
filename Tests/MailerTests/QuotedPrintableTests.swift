import Testing

@testable import Mailer

@Suite struct QuotedPrintableTests {
    private static let x73 = String(repeating: "x", count: 73)
    private static let x75 = String(repeating: "x", count: 75)

    @Test(
        "Text is encoded to the byte",
        arguments: [
            ("", ""),
            ("plain", "plain\r\n"),
            ("a=b", "a=3Db\r\n"),
            ("one\ntwo\r\nthree\rfour", "one\r\ntwo\r\nthree\r\nfour\r\n"),
            ("\n\n", "\r\n\r\n"),
            ("end \ntab\t\nin side", "end=20\r\ntab=09\r\nin side\r\n"),
            (".", "=2E\r\n"),
            ("a.b\n.c", "a.b\r\n=2Ec\r\n"),
            ("From here\nFrom", "=46rom here\r\nFrom\r\n"),
            ("ä€\u{0}\u{7F}", "=C3=A4=E2=82=AC=00=7F\r\n"),
            ("\(x75)x", "\(x75)x\r\n"),
            ("\(x75)xx", "\(x75)=\r\nxx\r\n"),
            ("\(x75).yyy", "\(x75)=\r\n=2Eyyy\r\n"),
            ("\(x75)From y", "\(x75)=\r\n=46rom y\r\n"),
            ("\(x73)ä", "\(x73)=\r\n=C3=A4\r\n"),
            ("\(x75) ", "\(x75)=\r\n=20\r\n"),
        ] as [(String, String)]
    )
    func encode(text: String, expected: String) {
        #expect(String(decoding: QuotedPrintable.encode(text), as: UTF8.self) == expected)
    }

    @Test("What was encoded is read back, and no line is longer than 76")
    func roundTrip() {
        var generator = SystemRandomNumberGenerator()
        let alphabet = Array("ab=. \t\nFrom äß€😀—".unicodeScalars)
        for length in 0..<300 {
            var text = String.UnicodeScalarView()
            for _ in 0..<length {
                text.append(alphabet[Int.random(in: 0..<alphabet.count, using: &generator)])
            }
            let line = String(text)
            let encoded = QuotedPrintable.encode(line)

            let decoded = String(decoding: QuotedPrintable.decode(encoded), as: UTF8.self)
            let expected = line.utf8.split(separator: .lf, omittingEmptySubsequences: false)
                .map { String(decoding: $0, as: UTF8.self) }.joined(separator: "\r\n")
            let ends = line.isEmpty || line.utf8.last == .lf ? "" : "\r\n"
            #expect(decoded == expected + ends)
            #expect(encoded.split(separator: .lf).allSatisfy { $0.count <= 77 })
            #expect(encoded.allSatisfy { $0 < 128 })
        }
    }

    @Test(
        "A sloppy encoding is read as far as it goes",
        arguments: [
            ("a=3db", "a=b"), ("a=\nb", "ab"), ("a= \r\nb", "ab"), ("a=zz", "a=zz"),
            ("a=", "a"), ("a=4", "a=4"),
        ]
    )
    func decode(text: String, expected: String) {
        #expect(String(decoding: QuotedPrintable.decode(text.utf8), as: UTF8.self) == expected)
    }
}
