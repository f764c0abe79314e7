import Testing

@testable import RegistryHTTP

@Suite struct PagesHTMLTests {
    @Test(
        "A text can neither end an element or attribute nor start one",
        arguments: [
            ("", ""),
            ("Ieva Ozola", "Ieva Ozola"),
            ("Ķēniņš & Ćosić", "Ķēniņš &amp; Ćosić"),
            ("<script>", "&lt;script&gt;"),
            ("\" onfocus=\"x", "&quot; onfocus=&quot;x"),
            ("it's", "it&#39;s"),
            ("&amp;", "&amp;amp;"),
            ("a\0b\u{1B}c\u{7F}", "a\u{FFFD}b\u{FFFD}c\u{FFFD}"),
            ("two\nlines\tand", "two\nlines\tand"),
            ("]]><!--", "]]&gt;&lt;!--"),
            ("👩🏽‍⚖️", "👩🏽‍⚖️"),
        ]
    )
    func escaping(text: String, expected: String) {
        let html: HTML = "<p title=\"\(text)\">\(text)</p>"

        #expect(html.description == "<p title=\"\(expected)\">\(expected)</p>")
    }

    @Test("Markup inside markup is spliced as it is, one or many")
    func splicing() {
        let items: [HTML] = ["a", "<b>"].map { "<li>\($0)</li>" }
        let list: HTML = "<ul>\(items)</ul>\(items[0])\(7)"

        #expect(list.description == "<ul><li>a</li><li>&lt;b&gt;</li></ul><li>a</li>7")
    }

    @Test("What does not apply leaves nothing behind")
    func absence() {
        let none: String? = nil
        let html: HTML = "\(HTML.when(false, "<p>"))\(HTML.with(none) { "\($0)" })"

        #expect(html == .empty)
    }
}
