import Testing

@testable import Mailer

@Suite struct StructuredFieldTests {
    @Test(
        "Comments are cut, one in another too, and not what stands in quotes",
        arguments: [
            ("a", "a"), ("a (b) c", "a   c"), ("a(b(c)d)e", "a e"), ("(a\\)b)c", " c"),
            ("\"(a)\" (b)", "\"(a)\"  "), ("\"a\\\"(b)\"", "\"a\\\"(b)\""), ("a (b", "a "),
            ("a) b", "a) b"), ("(\"a)b", " b"), ("(((", ""), ("a\\(b)", "a\\ "), ("", ""),
        ])
    func comments(text: String, expected: String) {
        #expect(StructuredField.withoutComments(text) == expected)
    }

    @Test("A comment of any depth costs no more than its length")
    func deep() {
        let depth = 500_000
        let bomb = String(repeating: "(", count: depth) + String(repeating: ")", count: depth)
        #expect(StructuredField.withoutComments("a\(bomb)b") == "a b")
    }

    @Test("The parameters of a type are read as they are meant, quoted or not")
    func parameters() {
        let type = ContentType(
            "Text / Plain (plain); Charset=(of Europe) utf-8 ; a=\"b;\\\"c=(d)\"; e; ; f=\"")

        #expect(type.name == "text/plain")
        #expect(type.parameters == ["charset": "utf-8", "a": "b;\"c=(d)", "f": "\""])
    }
}
