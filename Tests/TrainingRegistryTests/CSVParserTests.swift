import Testing

@testable import TrainingRegistry

@Suite struct CSVParserTests {
    static let files: [(String, [[String]])] = [
        ("", []), ("\n", []), ("\r\n\r\n", []), ("a", [["a"]]), ("a\n", [["a"]]),
        ("a,b\r\nc,d\r\n", [["a", "b"], ["c", "d"]]), ("a,\n,b\n", [["a", ""], ["", "b"]]),
        (",", [["", ""]]), ("\"\"", []), ("\"\",\"\"", [["", ""]]),
        ("\"a,b\",\"c\"\"d\"\n", [["a,b", "c\"d"]]),
        ("\"two\nlines\",\"and\r\ntwo\"\nb,c", [["two\nlines", "and\r\ntwo"], ["b", "c"]]),
        ("\"a\rb\"", [["a\rb"]]), (" a , b ", [[" a ", " b "]]),
        ("\u{FEFF}a,b", [["a", "b"]]), ("a\u{FEFF}", [["a\u{FEFF}"]]), ("\u{FEFF}", []),
        ("\u{FEFF}\"a\"", [["a"]]), ("Ērika;Bērziņa", [["Ērika;Bērziņa"]]),
        ("a\n\nb\n", [["a"], ["b"]]), ("\"\"\"\"", [["\""]]), ("👩‍⚖️,é", [["👩‍⚖️", "é"]]),
    ]

    @Test("A file says the same, whole and byte by byte", arguments: files)
    func records(text: String, expected: [[String]]) throws {
        #expect(try CSVParser.records(in: Array(text.utf8)).map(\.fields) == expected)

        var parser = CSVParser()
        for byte in text.utf8 { try parser.feed([byte]) }
        #expect(try parser.finish().map(\.fields) == expected)
    }

    static let limits = {
        var limits = CSVParser.Limits()
        (limits.rowsMax, limits.fieldsMax, limits.fieldBytesMax) = (3, 3, 8)
        return limits
    }()

    @Test(
        "What could be read in two ways is refused with its line",
        arguments: [
            ("a\nb\"c", .strayQuote, 2), ("\"a\"b", .textAfterQuote, 1),
            ("\"a\" ,b", .textAfterQuote, 1), ("a\n\"b\nc", .unclosedQuote, 2),
            ("a\rb", .bareCarriageReturn, 1), ("a\n\r", .bareCarriageReturn, 2),
            ("\"a\"\r\"b\"", .bareCarriageReturn, 1), ("a\n\0", .controlCharacter, 2),
            ("\"\0\"", .controlCharacter, 1), ("\"x\ny\"\nb\"", .strayQuote, 3),
            ("123456789", .fieldTooLong, 1), ("\"12345678\"\"\"", .fieldTooLong, 1),
            ("1,2,3,4", .tooManyFields, 1), ("1\n2\n3\n4", .tooManyRows, 4),
        ] as [(String, CSVParser.Rejection.Reason, Int)])
    func refused(text: String, reason: CSVParser.Rejection.Reason, line: Int) {
        let expected = CSVParser.Rejection(reason, line: line)

        #expect(throws: expected) {
            try CSVParser.records(in: Array(text.utf8), limits: Self.limits)
        }
        #expect(throws: expected) {
            var parser = CSVParser(limits: Self.limits)
            for byte in text.utf8 { try parser.feed([byte]) }
            _ = try parser.finish()
        }
    }

    @Test(
        "Bytes that are not UTF-8 are refused, a half mark at the start too",
        arguments: [
            ([0xC3, 0x28], 1), ([0x61, 0x0A, 0xFF], 2), ([0xEF, 0xBB], 1), ([0xEF, 0x61], 1),
            ([0xED, 0xA0, 0x80], 1),
        ] as [([UInt8], Int)])
    func notUTF8(bytes: [UInt8], line: Int) {
        #expect(throws: CSVParser.Rejection(.notUTF8, line: line)) {
            try CSVParser.records(in: bytes)
        }
    }

    @Test("Each record tells the line that it begins on")
    func lines() throws {
        let text = "a\n\n\"b\nc\",d\r\ne"

        #expect(try CSVParser.records(in: Array(text.utf8)).map(\.line) == [1, 3, 5])
    }
}
