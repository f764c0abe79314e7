import Testing

@testable import RegistryHTTP

@Suite struct FieldsTests {
    @Test("A field that is sent twice has no single value")
    func twice() {
        let fields = Fields([("accept", "a"), ("X-One", "b"), ("accept", "c")])

        #expect(fields["accept"] == nil)
        #expect(fields.all("accept") == ["a", "c"])
        #expect(fields["x-one"] == "b")
        #expect(fields["x-two"] == nil)
        #expect(fields.contains("accept"))
    }

    static let cookies: [([String], String?)] = [
        (["session=a"], "a"), (["x=1; session=a=b; y=2"], "a=b"), (["x=1", "session=a"], "a"),
        (["session="], ""), (["session=a; session=b"], nil), (["session=a", "session=a"], nil),
        (["xsession=a"], nil), (["Session=a"], nil), (["session"], nil), ([], nil),
    ]

    @Test("A cookie that is sent twice is none", arguments: cookies)
    func cookie(values: [String], expected: String?) {
        #expect(Fields(values.map { ("cookie", $0) }).cookie("session") == expected)
    }

    @Test(
        "A client gets a page when it names pages",
        arguments: [
            ("text/html,application/xhtml+xml;q=0.9,*/*;q=0.8", true), ("TEXT/HTML; q=0.5", true),
            ("application/json", false), ("*/*", false), ("text/html;q=0", false),
            ("text/html;q=0.0", false), ("text/htmlx", false), ("", false),
        ])
    func accept(value: String, expected: Bool) throws {
        let target = try #require(Target("/"))

        let request = Request(.get, target: target, fields: Fields([("accept", value)]))

        #expect(request.prefersHTML == expected)
    }
}
