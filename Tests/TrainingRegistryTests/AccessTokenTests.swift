import Testing

@testable import TrainingRegistry

@Suite struct AccessTokenTests {
    @Test("A token is read back as it was written, and no two are the same")
    func roundTrip() {
        let tokens = (0..<100).map { _ in AccessToken() }

        for token in tokens {
            #expect(token.description.utf8.count == 43)
            #expect(AccessToken(parsing: token.description) == token)
        }
        #expect(Set(tokens.map(\.description)).count == 100)
    }

    @Test(
        "A token that was cut short, padded or changed into other letters opens nothing",
        arguments: [
            "", String(repeating: "A", count: 42), String(repeating: "A", count: 44),
            String(repeating: "A", count: 42) + "=", String(repeating: "A", count: 42) + "+",
            String(repeating: "A", count: 42) + "/", String(repeating: "A", count: 41) + "é",
            // Spare bits that are not zero: another spelling of the same bytes.
            String(repeating: "A", count: 42) + "B",
        ])
    func refused(text: String) {
        #expect(AccessToken(parsing: text) == nil)
    }
}
