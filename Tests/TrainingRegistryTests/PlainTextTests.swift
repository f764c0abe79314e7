import Testing

@testable import TrainingRegistry

@Suite struct PlainTextTests {
    @Test(
        "Line breaks are kept where there may be lines, all of one kind, and spaces are tidied",
        arguments: [
            ("one\r\ntwo", "one\ntwo"), ("one\n\ntwo", "one\n\ntwo"), ("\n one  two \n", "one two"),
            ("one \n two", "one\ntwo"), ("e\u{0301}", "\u{E9}"),
        ])
    func lines(typed: String, kept: String) throws {
        let text = try Motivation(parsing: typed).description

        #expect(Array(text.utf8) == Array(kept.utf8))
    }

    @Test(
        "Control characters and turned text are refused in lines too",
        arguments: [
            ("a\u{0}b", .controlCharacter), ("a\u{1B}[2J", .controlCharacter),
            ("a\u{2029}b", .controlCharacter), ("a\u{202E}b", .textDirection), ("\r\n ", .empty),
            (String(repeating: "a", count: 2001), .tooLong(charactersMax: 2000)),
        ] as [(String, TextRejection)])
    func refused(typed: String, reason: TextRejection) {
        #expect(throws: reason) { try Motivation(parsing: typed) }
    }

    @Test("An organisation is one line")
    func oneLine() throws {
        #expect(throws: TextRejection.controlCharacter) { try Organisation(parsing: "a\r\nb") }
        #expect(try Organisation(parsing: " State  Police ").description == "State Police")
    }
}
