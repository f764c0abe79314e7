import Foundation
import TrainingRegistry

/// `/console/people/{id}/erase`: what would go and stay, and the form that erases for good.
struct ErasurePage: Page {
    var layout: ConsoleLayout
    var person: PersonRecord
    var lines: [ErasureLine]
    /// What is to be done first; then there is no form.
    var refusal: ErasureRefusal?
    var state = FormState()

    static let shown = ["reason", "sure"]

    var html: HTML {
        let words = ConsoleWords.Erasure.self
        let fields = FormFields(state: state, shown: Set(Self.shown))
        let summary = person.person
        let body: HTML
        if let refusal {
            body = """
                <div class="problem" role="alert"><h2>\(words.refused)</h2>
                <p>\(refusal.description)</p></div>

                """
        } else {
            body = "\(ErasureTable(lines: lines).html)\(form(fields))"
        }
        return layout.page(
            title: state.title(words.title),
            body: """
                \(fields.summary)\
                <h1>\(words.title)</h1>
                <dl class="facts"><div><dt>\(ConsoleWords.People.order(.name))</dt>\
                <dd>\(summary.givenName) \(summary.familyName)</dd></div>
                <div><dt>\(words.email)</dt><dd class="address">\(summary.email)</dd></div>
                \(person.merges.map(alias))</dl>
                \(body)
                """)
    }

    private func alias(_ merge: PersonMerge) -> HTML {
        """
        <div><dt>\(ConsoleWords.Erasure.also)</dt>\
        <dd>\(merge.givenName) \(merge.familyName), \(merge.email)</dd></div>

        """
    }

    private func form(_ fields: FormFields) -> HTML {
        let words = ConsoleWords.Erasure.self
        let path = "/console/people/\(person.person.id.lowercased)/erase"
        return """
            <form class="narrow" method="post" action="\(path)" novalidate>\(layout.csrf.html)
            <p class="lead">\(words.lead)</p>
            \(fields.reason(hint: words.reasonHint, isOptional: false))\
            \(fields.tick("sure", value: "yes", "\(words.sure)"))\
            <p><button class="button grave" type="submit">\(words.now)</button></p></form>
            """
    }
}

/// The answer to an erasure: what was done.
struct ErasedPage: Page {
    var layout: ConsoleLayout
    var lines: [ErasureLine]

    var html: HTML {
        let words = ConsoleWords.Erasure.self
        return layout.page(
            title: words.done,
            body: """
                <h1>\(words.done)</h1>
                <div class="call good" role="status"><p>\(words.doneHint)</p></div>
                \(ErasureTable(lines: lines).html)\
                <p><a href="/console">\(words.home)</a></p>
                """)
    }
}

/// What goes and what stays, counted.
struct ErasureTable {
    var lines: [ErasureLine]

    var html: HTML {
        let words = ConsoleWords.Erasure.self
        return """
            \(table("goes", words.goes, lines.filter { $0.deed != .kept }))\
            \(table("stays", words.stays, lines.filter { $0.deed == .kept }))
            """
    }

    private func table(_ id: String, _ title: String, _ lines: [ErasureLine]) -> HTML {
        let words = ConsoleWords.Erasure.self
        let titles = [words.what, words.becomes, words.rows]
        let inside: HTML =
            lines.isEmpty
            ? "<p>\(words.nothing)</p>"
            : """
            <table class="people"><caption class="unseen">\(title)</caption>
            <thead><tr>\(titles.map { "<th scope=\"col\">\($0)</th>" })</tr></thead>
            <tbody>\(lines.map(row))</tbody></table>
            """
        return """
            <section aria-labelledby="\(id)"><h2 id="\(id)">\(title)</h2>
            \(inside)</section>

            """
    }

    private func row(_ line: ErasureLine) -> HTML {
        let words = ConsoleWords.Erasure.self
        return """
            <tr><td data-label="\(words.what)">\(words.table(line.table))</td>\
            <td data-label="\(words.becomes)">\(words.deed(line.deed))</td>\
            <td data-label="\(words.rows)">\(Words.number(line.rows))</td></tr>

            """
    }
}
