import EventLoop
import Testing

@testable import TrainingRegistry

@Suite struct PasswordTests {
    @Test(
        "A password is long rather than odd, and not what anybody tries first",
        arguments: [
            ("short", Password.Rejection.tooShort), ("abcdefghijkl", .tooSimple),
            ("aaaaaaaaaaaaaaaa", .tooSimple), ("123456789012", .tooSimple),
            ("passwordpassword", .tooSimple), ("ieva.ozola@example.org", .tooSimple),
            ("ieva.ozola@example.org1", .tooSimple),
            (String(repeating: "kajak ", count: 40), .tooLong),
            ("seven storks on one roof", nil), ("Žņaugot āžus dūmos", nil),
            ("日本語のとても長いパスワード", nil),
        ] as [(String, Password.Rejection?)])
    func choosing(_ typed: String, _ expected: Password.Rejection?) {
        var rejection: Password.Rejection?
        do {
            _ = try Password(choosing: typed, known: ["ieva.ozola@example.org", "Ieva Ozola"])
        } catch {
            rejection = error
        }
        #expect(rejection == expected)
    }

    @Test("A password is the same however its letters were composed, and prints nothing")
    func composed() {
        let composed = Password(typed: "\u{C5}ngstr\u{F6}m")
        let decomposed = Password(typed: "A\u{30A}ngstro\u{308}m")

        #expect(composed.bytes == decomposed.bytes)
        #expect("\(composed)" == "(password)")
    }

    @Test("A hash knows its password and no other, and two of one password differ")
    func hashing() async throws {
        let cheap = Scrypt.Parameters(cost: 16, blockSize: 1, parallelism: 1)
        let one = try #require(await PasswordHash(deriving: Password(typed: "one"), cheap))
        let other = try #require(await PasswordHash(deriving: Password(typed: "one"), cheap))

        #expect(await one.matches(Password(typed: "one")) == true)
        #expect(await one.matches(Password(typed: "two")) == false)
        #expect(one.key != other.key)
    }
}
