import Testing

@testable import TrainingRegistry

@Suite struct CheckInCodeTests {
    @Test(
        "A code is read as it was typed, read out or scanned",
        arguments: [
            ("7KQ2MXW4TA", "7KQ2MXW4TA"), ("7kq2m xw4ta", "7KQ2MXW4TA"),
            (" 7KQ2M-XW4TA\r\n", "7KQ2MXW4TA"),
            ("https://trainings.example.org/console/check-in/7KQ2MXW4TA", "7KQ2MXW4TA"),
            ("https://x.example/r/console/check-in/7KQ2MXW4TA?session=1#a", "7KQ2MXW4TA"),
            ("", nil), ("7KQ2MXW4T", nil), ("7KQ2MXW4TAB", nil), ("7KQ2MXW4T0", nil),
            ("7KQ2MXW4T1", nil), ("7KQ2MXW4ßA", nil), ("7KQ2M.XW4TA", nil), ("Anna Ozola", nil),
            ("https://x.example/console/check-in/", nil),
            ("https://x.example/certificates/7KQ2MXW4TA", nil),
        ])
    func reading(typed: String, expected: String?) {
        #expect(CheckInCode(parsing: typed)?.description == expected)
    }

    @Test("What is shown and what the picture says is read as the same code")
    func writing() throws {
        let code = try #require(CheckInCode(parsing: "7KQ2MXW4TA"))

        #expect(code.words == "7KQ2M XW4TA")
        let address = code.address(under: "https://example.org")
        #expect(address == "https://example.org/console/check-in/7KQ2MXW4TA")
        #expect(CheckInCode(parsing: code.words) == code)
        #expect(CheckInCode(parsing: address) == code)
    }
}
