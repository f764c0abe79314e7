import Testing

/// The reader that judges the pages is itself judged.
@Suite struct PagesMarkupTests {
    @Test(
        "Markup that browsers would have to mend is refused",
        arguments: [
            "<p>never closed",
            "<p><b>crossed</p></b>",
            "</p>",
            "<p title=bare>x</p>",
            "<p title=\"a\" title=\"b\">x</p>",
            "<p title=\"a\"onclick=\"b\">x</p>",
            "<p>1 > 0</p>",
            "<p>bread & butter</p>",
            "<a href=\"/events?a=1&b=2\">x</a>",
            "<p",
            "<div/>",
        ]
    )
    func refused(text: String) {
        #expect(throws: PagesMarkup.Fault.self) { try PagesMarkup("<!doctype html>\(text)") }
    }

    @Test("Markup that can be read in one way only is read, with its attributes")
    func read() throws {
        let markup = try PagesMarkup(
            "<!doctype html><p class=\"a &gt; b\" hidden>1 &lt; 2<br></p><path d=\"M0\"/>")

        #expect(markup.elements.map(\.name) == ["p", "br", "path"])
        #expect(markup.elements[0].attributes == ["class": "a &gt; b", "hidden": ""])
    }
}
