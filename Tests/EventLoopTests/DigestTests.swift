import Testing

@testable import EventLoop

@Suite struct DigestTests {
    private static func hexadecimal(_ bytes: [UInt8]) -> String {
        bytes.map { byte in
            let digits = String(byte, radix: 16)
            return digits.utf8.count == 1 ? "0\(digits)" : digits
        }.joined()
    }

    @Test("Digests are those of the standards")
    func vectors() {
        // FIPS 180-2 appendix B.1; RFC 4231 §4.3.
        #expect(
            Self.hexadecimal(Digest.sha256(Array("abc".utf8)))
                == "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad")
        #expect(
            Self.hexadecimal(
                Digest.hmacSHA256(
                    key: Array("Jefe".utf8), message: Array("what do ya want for nothing?".utf8)))
                == "5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843")
    }

    @Test("Digests of nothing and with an empty key exist, too")
    func empty() {
        #expect(Digest.sha256([]).count == 32)
        #expect(Digest.hmacSHA256(key: [], message: []).count == 32)
    }

    @Test(
        "Only the same bytes are equal",
        arguments: [
            ([], [], true), ([1, 2], [1, 2], true), ([1, 2], [1, 3], false), ([1], [], false),
        ]
            as [([UInt8], [UInt8], Bool)])
    func equality(one: [UInt8], other: [UInt8], expected: Bool) {
        #expect(Digest.areEqual(one, other) == expected)
    }
}
