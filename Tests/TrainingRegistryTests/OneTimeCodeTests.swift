import Foundation
import Testing
import TrainingRegistry

@Suite struct OneTimeCodeTests {
    static let secret = OneTimeSecret(bytes: Array("12345678901234567890".utf8))

    @Test(
        "Codes are those of RFC 6238, appendix B, cut to six digits",
        arguments: [
            (59, "287082"), (1_111_111_109, "081804"), (1_111_111_111, "050471"),
            (1_234_567_890, "005924"), (2_000_000_000, "279037"), (20_000_000_000, "353130"),
        ])
    func vectors(_ seconds: Int, _ expected: String) throws {
        let secret = try #require(Self.secret)
        let step = OneTimeSecret.step(at: Date(timeIntervalSince1970: Double(seconds)))

        #expect(secret.code(of: step).description == expected)
    }

    @Test("A code is taken in its half minute and one beside it, and works once")
    func window() throws {
        let secret = try #require(Self.secret)
        let code = secret.code(of: 1_000)
        func step(at other: Int64, after used: Int64? = nil) -> Int64? {
            secret.step(
                of: code, at: Date(timeIntervalSince1970: Double(other) * 30 + 7), after: used)
        }

        #expect(
            [998, 999, 1_000, 1_001, 1_002].map { step(at: $0) } == [nil, 1_000, 1_000, 1_000, nil])
        #expect(step(at: 1_000, after: 999) == 1_000)
        #expect(step(at: 1_000, after: 1_000) == nil)
        #expect(step(at: 1_001, after: 1_000) == nil)
    }

    @Test(
        "Six digits are a code, with blanks or without",
        arguments: [
            ("123456", "123456"), ("123 456", "123456"), ("000000", "000000"), ("12345", nil),
            ("1234567", nil), ("12345a", nil), ("１２３４５６", nil), ("", nil),
        ])
    func parsing(_ typed: String, _ expected: String?) {
        #expect((try? OneTimeCode(parsing: typed))?.description == expected)
    }

    @Test("A secret is typed in base32 and told as an address that phones open")
    func address() throws {
        let secret = try #require(Self.secret)

        #expect(secret.base32 == "GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ")
        #expect(
            secret.address(issuer: "A & B", account: "ieva.ozola@example.org")
                == "otpauth://totp/A%20%26%20B:ieva.ozola@example.org"
                + "?secret=GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ&issuer=A%20%26%20B"
                + "&algorithm=SHA1&digits=6&period=30")
    }
}
