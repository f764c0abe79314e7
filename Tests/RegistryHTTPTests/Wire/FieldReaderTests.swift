import Mailer
import Testing

@testable import RegistryHTTP

/// A word of one to five letters.
private struct Word: Equatable {
    let text: String

    struct Rejection: FieldRejection {
        let code = "too-long"
        let detail = "Use at most five letters."
    }

    init(parsing text: String) throws(Rejection) {
        guard text.utf8.count <= 5 else { throw Rejection() }
        self.text = text
    }
}

@Suite struct FieldReaderTests {
    private func complaints(
        json: String, _ read: (inout FieldReader) -> Void
    ) throws -> [String] {
        var reader = try FieldReader(json: Array(json.utf8))
        read(&reader)
        return reader.complete().map { "\($0.pointer) \($0.code)" }
    }

    @Test("All complaints come at once, each with its place and its code")
    func all() throws {
        let json = #"{"long":"abcdef","number":5,"nul":"a\u0000b","null":null,"a/b~c":1,"é":2}"#

        let complaints = try complaints(json: json) { reader in
            #expect(reader.required("long", Word.init(parsing:)) == nil)
            #expect(reader.required("number", Word.init(parsing:)) == nil)
            #expect(reader.required("nul", Word.init(parsing:)) == nil)
            #expect(reader.required("null", Word.init(parsing:)) == nil)
            #expect(reader.required("absent", Word.init(parsing:)) == nil)
            #expect(reader.optional("other", Word.init(parsing:)) == nil)
            // One character, another spelling: not the member that was sent.
            #expect(reader.optional("e\u{301}", Word.init(parsing:)) == nil)
        }

        #expect(
            complaints == [
                "/long too-long", "/number wrong-type", "/nul control-character", "/null missing",
                "/absent missing", "/a~1b~0c unknown-member", "/é unknown-member",
            ])
    }

    @Test("What is right is read, and nothing is complained about")
    func right() throws {
        let json =
            #"{"word":"abc","empty":"","count":7,"on":true,"list":["a","b"],"#
            + #""in":[{"n":1},{"n":2}]}"#

        var reader = try FieldReader(json: Array(json.utf8))

        #expect(reader.required("word", Word.init(parsing:)) == (try Word(parsing: "abc")))
        #expect(reader.required("empty") == "")
        #expect(reader.requiredInteger("count", in: 1...7) == 7)
        #expect(reader.optionalInteger("missing", in: 1...7) == nil)
        #expect(reader.flag("on") == true)
        #expect(reader.flag("off") == false)
        #expect(reader.each("list", Word.init(parsing:))?.map(\.text) == ["a", "b"])
        #expect(reader.objects("in") { $0.requiredInteger("n", in: 0...9) } == [1, 2])
        try reader.finish()
    }

    @Test("Nested complaints point into the nesting")
    func nested() throws {
        let json = #"{"list":["a",1,"abcdef"],"in":[{"n":1},{"n":10,"x":0},5],"no":{},"t":"x"}"#

        let complaints = try complaints(json: json) { reader in
            #expect(reader.each("list", Word.init(parsing:)) == nil)
            #expect(reader.objects("in") { $0.requiredInteger("n", in: 0...9) } == nil)
            #expect(reader.object("no") { $0.required("n") } == nil)
            #expect(reader.each("t", Word.init(parsing:)) == nil)
        }

        #expect(
            complaints == [
                "/list/1 wrong-type", "/list/2 too-long", "/in/1/n out-of-range",
                "/in/1/x unknown-member", "/in/2 wrong-type", "/no/n missing", "/t wrong-type",
            ])
    }

    @Test(
        "A whole number is digits and nothing else",
        arguments: [
            ("7", nil), ("-0", nil), ("1.0", "wrong-type"), ("1e0", "wrong-type"),
            ("\"7\"", "wrong-type"), ("11", "out-of-range"),
            ("99999999999999999999", "out-of-range"), ("-99999999999999999999", "out-of-range"),
        ] as [(String, String?)])
    func integers(text: String, code: String?) throws {
        let complaints = try complaints(json: "{\"n\":\(text)}") { reader in
            _ = reader.requiredInteger("n", in: 0...10)
        }

        #expect(complaints == (code.map { ["/n \($0)"] } ?? []))
    }

    @Test("A form is read by the same rules; an empty field is a missing one")
    func form() throws {
        let form = "word=a+b%0D%0Ac&left=&also=&nul=%00&twice=1&twice=2&n=7&on=on"
        var reader = try FieldReader(form: Array(form.utf8))

        #expect(reader.required("word") == "a b\r\nc")
        #expect(reader.required("left") == nil)
        #expect(reader.optional("also", Word.init(parsing:)) == nil)
        #expect(reader.required("nul") == nil)
        #expect(reader.optional("twice") == "1")
        #expect(reader.requiredInteger("n", in: 0...9) == 7)
        #expect(reader.flag("on") == true)
        #expect(reader.typed("word") == "a b\r\nc")

        #expect(
            reader.complete().map { "\($0.pointer) \($0.code)" } == [
                "/twice duplicate-member", "/left missing", "/nul control-character",
            ])
    }

    @Test(
        "A form that is not UTF-8, breaks its escapes or has no end is refused",
        arguments: [
            "a=%zz", "a=%c0%ae", "a=%4", "%ff=a",
            (0...100).map { "a\($0)=" }.joined(separator: "&"),
        ])
    func brokenForm(form: String) {
        let problem = #expect(throws: Problem.self) { try FieldReader(form: Array(form.utf8)) }
        #expect(problem?.type == "/problems/malformed-form")
    }

    @Test("A thousand unknown members are a hundred complaints")
    func flood() throws {
        let json = "{" + (0..<1000).map { "\"a\($0)\":0" }.joined(separator: ",") + "}"

        #expect(try complaints(json: json) { _ in }.count == 100)
    }

    static let types: [([(name: String, value: String)], Int?)] = [
        ([("content-type", "application/json")], nil),
        ([("content-type", "Application/JSON; charset=UTF-8")], nil),
        ([("content-type", "application/json"), ("content-encoding", "identity")], nil),
        ([("content-type", "application/json"), ("content-encoding", "gzip")], 415),
        ([("content-type", "application/json; charset=latin1")], 415),
        ([("content-type", "application/json"), ("content-type", "application/json")], 415),
        ([("content-type", "application/jsonp")], 415),
        ([("content-type", "text/plain")], 415),
        ([], 415),
    ]

    @Test("JSON has to say that it is JSON, and not be compressed", arguments: types)
    func contentType(fields: [(name: String, value: String)], status: Int?) throws {
        let target = try #require(Target("/"))
        let request = Request(.post, target: target, fields: Fields(fields), body: Array("{}".utf8))

        do {
            _ = try request.jsonFields()
            #expect(status == nil)
        } catch {
            #expect(error.status == status)
        }
    }
}
