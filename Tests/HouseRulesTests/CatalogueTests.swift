import Testing

/// The texts of the console stand in its catalogue, so that another language is another catalogue.
@Suite struct CatalogueTests {
    @Test("Pages of the console hold markup, and every word of theirs is in the catalogue")
    func words() throws {
        let pages = try TextTests.sources.get().filter { file in
            file.path.contains("/RegistryHTTP/Console") && !file.path.contains("Words")
        }
        let words = pages.flatMap { file in
            SwiftText.literals(of: file.text).flatMap { literal in
                Self.words(in: literal.text).map { "\(file.path):\(literal.line): \($0)" }
            }
        }

        #expect(pages.count > 40)
        #expect(words == [])
    }

    @Test("A reason is asked for in one file, which says that no names belong there")
    func reasons() throws {
        let asking = try TextTests.sources.get().filter { file in
            file.path.contains("/RegistryHTTP/ConsolePages/")
                && (file.text.contains("ConsoleWords.reason,")
                    || file.text.contains(/<input type="text"[^>]*name="[a-z-]*reason"/)
                    || file.text.contains(/\.(?:text|area)\(\s*"[a-z-]*reason"/))
        }

        #expect(asking.map(\.path) == ["Sources/RegistryHTTP/ConsolePages/ReasonField.swift"])
    }

    @Test(
        "Words are what people read: between tags, in labels, and in sentences",
        arguments: [
            ("<p>Nobody yet.</p>", ["Nobody yet."]),
            ("<p class=\"lead\">\0</p>", []),
            ("<nav aria-label=\"Door\">\0</nav>", ["Door"]),
            (" type=\"submit\">Send\0</button>", ["Send"]),
            ("<input type=\"text\" name=\"a\"", []),
            ("Enter your name.", ["Enter your name."]), ("Saved.", ["Saved."]),
            ("/console/events/\0", []), ("Content-Type", []), (" checked", []), ("–", []),
            ("text/csv; charset=utf-8", []), ("<b>&amp;</b>", []), ("at \0 of \0 people", []),
        ])
    func rule(text: String, words: [String]) {
        #expect(Self.words(in: text) == words)
    }

    /// What of a literal people would read; a lower-case scrap outside markup may be anything.
    private static func words(in text: String) -> [String] {
        let labels = text.matches(of: /(?:aria-label|placeholder|title|alt)="([^"]*)"/)
            .map { String($0.1) }.filter { $0.contains(/[A-Za-z]{2}/) }
        guard text.contains("<") || text.contains(">") else {
            return text.contains(/^\s*[A-Z][a-z]+(?: .*|[.!?])$/.dotMatchesNewlines()) ? [text] : []
        }
        let between = text.replacing(/^[^<>]*>/, with: "").replacing(/<[^>]*(?:>|$)/, with: "\n")
            .replacing(/&\w+;/, with: " ")
        let said = between.split(whereSeparator: { "\0\n".contains($0) })
            .filter { $0.contains(/[A-Za-z]{2}/) }
            .map { String($0.trimmingPrefix(/\s+/)) }
        return labels + said
    }
}
