import TrainingRegistry

/// `/console/reports/difference`: why a report is another one than before, cause by cause.
struct DifferencePage: Page {
    var layout: ConsoleLayout
    /// Nil where it is no recipe.
    var recipe: Recipe?
    var state: FormState
    /// With what its keys are called.
    var difference: (found: ReportDifference, titles: ReportTitles)?

    static let shown: Set<String> = ["from", "to"]

    private var words: ConsoleWords.Difference.Type { ConsoleWords.Difference.self }

    var html: HTML {
        let fields = FormFields(state: state, shown: Self.shown)
        return ReportFrame(layout: layout).page(
            nil, title: state.title(words.title), heading: words.title,
            body: """
                \(fields.summary)\
                \(HTML.with(difference) { table($0.found, $0.titles) })\
                \(HTML.with(recipe) { form($0, fields) })
                """)
    }

    private func form(_ recipe: Recipe, _ fields: FormFields) -> HTML {
        let query = Query(recipe).text
        return """
            <form method="get" action="\(ReportFrame.path)/difference" novalidate>\
            \(HiddenRecipe(recipe: recipe).html)\
            \(fields.text("from", words.from, hint: ConsoleWords.Reports.compareHint))\
            \(fields.text("to", words.to, hint: ConsoleWords.Reports.compareHint))\
            <p><button class="button" type="submit">\(ConsoleWords.Reports.compareNow)</button></p>
            </form>
            <p class="unprinted"><a href="\(ReportFrame.path)?\(query)">\(words.back)</a></p>
            """
    }

    private func table(_ difference: ReportDifference, _ titles: ReportTitles) -> HTML {
        let view = ReportView(report: difference.after, titles: titles)
        let rows: [HTML] = difference.changes.map { row($0, view) }
        let columns = words.columns
        return """
            <table class="people"><caption class="unseen">\(words.title)</caption>
            <thead><tr>\(columns.map { "<th scope=\"col\">\($0)</th>" })</tr></thead>
            <tbody>
            \(sum(difference.before, words.before))\(rows)\
            \(HTML.when(rows.isEmpty, "<tr><td colspan=\"3\">\(words.nothing)</td></tr>"))</tbody>
            <tfoot>\(sum(difference.after, words.after))</tfoot></table>
            <section aria-labelledby="recipe"><h2 id="recipe">\(ConsoleWords.Reports.recipe)</h2>
            <p class="source">\(difference.after.words.joined(separator: " "))</p></section>

            """
    }

    private func sum(_ report: Report, _ words: (String) -> String) -> HTML {
        """
        <tr><th scope="row">\(words(report.asOf.description))</th>
        <td data-label="\(self.words.columns[1])">\(Words.number(report.total ?? 0))</td>\
        <td></td></tr>

        """
    }

    private func row(_ change: ReportDifference.Change, _ view: ReportView) -> HTML {
        let parts = change.figures.filter { $0.keys.contains { $0 != nil } }.map { figure in
            "\(view.title(figure.keys)): \(words.signed(figure.value ?? 0))"
        }
        let heads = change.heads.map {
            words.heads($0.ageBand, words.signed($0.people ?? 0))
        }
        let lines: [HTML] = (parts + heads).map { "<li>\($0)</li>\n" }
        return """
            <tr><th scope="row">\(words.cause(change.cause))</th>
            <td data-label="\(words.columns[1])">\(words.signed(change.total))</td>
            <td data-label="\(words.columns[2])">\
            \(HTML.when(!lines.isEmpty, "<ul class=\"names\">\(lines)</ul>"))</td></tr>

            """
    }
}
