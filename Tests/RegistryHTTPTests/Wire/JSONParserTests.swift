import TestSupport
import Testing

@testable import RegistryHTTP

@Suite struct JSONParserTests {
    private static func nested(_ depth: Int) -> String {
        #"{"a":"# + String(repeating: "[", count: depth - 1)
            + String(repeating: "]", count: depth - 1) + "}"
    }

    static let refused: [[UInt8]] =
        [
            "", " ", "null", "[]", #""a""#, "{", "}", "{}{}", "{} x", "{,}", #"{"a"}"#, #"{"a":}"#,
            #"{"a":1,}"#, "{a:1}", "{'a':1}", #"{"a":01}"#, #"{"a":+1}"#, #"{"a":.5}"#,
            #"{"a":1.}"#,
            #"{"a":1e}"#, #"{"a":-}"#, #"{"a":NaN}"#, #"{"a":0x1}"#, #"{"a":tru}"#, #"{"a":True}"#,
            #"{"a":[1,]}"#, #"{"a":[1 2]}"#, #"{"a":"\x"}"#, #"{"a":"\u12"}"#, #"{"a":"\u+123"}"#,
            #"{"a":"\ud800"}"#, #"{"a":"\udc00"}"#, #"{"a":"\ud800\ud800"}"#, #"{"a":"\ud800x"}"#,
            "{\"a\":\"\n\"}", "{\"a\":\"b", #"{"a":1,"a":2}"#, #"{"a":1,"\u0061":2}"#,
            #"{"x":{"a":1,"a":2}}"#, "\u{FEFF}{}", "\u{A0}{}", "{}\0", "/**/{}", nested(33),
        ].map { Array($0.utf8) }
        + [[0xC0, 0xAE], [0xED, 0xA0, 0x80], [0xF5, 0x80, 0x80, 0x80], [0x80], [0xE2, 0x82]].map {
            Array("{\"a\":\"".utf8) + $0 + Array("\"}".utf8)
        }

    @Test("What two programs would read differently is refused", arguments: refused)
    func refuses(bytes: [UInt8]) {
        let problem = #expect(throws: Problem.self) { try JSONValue.object(parsing: bytes) }
        #expect(problem?.status == 400)
        #expect(problem?.type == "/problems/malformed-json")
    }

    static let accepted: [(String, JSONValue)] = [
        (#""""#, .string("")),
        (#""\"\\\/\b\f\n\r\t""#, .string("\"\\/\u{8}\u{c}\n\r\t")),
        (#""\u00e5\uD83D\ude00""#, .string("å😀")),
        (#""\u0000""#, .string("\0")),
        ("-0", .number("-0")),
        ("1e400", .number("1e400")),
        ("12.50E-3", .number("12.50E-3")),
        (
            "[ true , false , null , {} , [] ]",
            .array([.flag(true), .flag(false), .null, .object([]), .array([])])
        ),
    ]

    @Test("Values are what was written; numbers stay digits", arguments: accepted)
    func accepts(text: String, value: JSONValue) throws {
        let members = try JSONValue.object(parsing: Array(" {\t\"a\" : \(text) }\r\n".utf8))

        #expect(members == [JSONValue.Member(name: "a", value: value)])
    }

    @Test("Two spellings of one character are two names")
    func spellings() throws {
        let members = try JSONValue.object(parsing: Array("{\"\u{e5}\":1,\"a\u{30a}\":2}".utf8))

        #expect(members.count == 2)
    }

    @Test("Thirty-two levels may be nested, and ten thousand end no stack")
    func depth() throws {
        #expect(try JSONValue.object(parsing: Array(Self.nested(32).utf8)).count == 1)
        #expect(throws: Problem.self) {
            try JSONValue.object(parsing: Array(Self.nested(10_000).utf8))
        }
    }

    @Test("Damaged JSON is refused or read, and never ends the program")
    func damaged() {
        var generator = SeededGenerator(state: 1)
        let seed = Array(#"{"a":"b\u00e5\ud83d\ude00","c":[1,-2.5e3,true,null,{"d":{}}]}"#.utf8)
        for _ in 0..<20_000 {
            var bytes = seed
            for _ in 0..<Int.random(in: 1...3, using: &generator) where !bytes.isEmpty {
                let place = Int.random(in: 0..<bytes.count, using: &generator)
                if Bool.random(using: &generator) {
                    bytes[place] = UInt8.random(in: 0...255, using: &generator)
                } else {
                    bytes.remove(at: place)
                }
            }
            _ = try? JSONValue.object(parsing: bytes)
        }
    }
}
