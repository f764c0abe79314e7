import Postgres
import TrainingRegistry

/// `/console/reports/annual`: the tables of a period, to print.
struct AnnualPage: Page {
    var layout: ConsoleLayout
    var periods: [Choice]
    var state: FormState
    /// With what their keys are called; nil before a period is chosen.
    var found: (tables: AnnualTables, views: [AnnualTable.Subject: ReportView])?

    static let shown: Set<String> = ["period", "audience", "as_of"]

    private var words: ConsoleWords.Annual.Type { ConsoleWords.Annual.self }

    var html: HTML {
        let fields = FormFields(state: state, shown: Self.shown)
        let recipe = ConsoleWords.RecipeForm.self
        return ReportFrame(layout: layout).page(
            .annual, title: state.title(heading), heading: heading,
            body: """
                \(fields.summary)\
                <form class="filter" method="get" action="\(ReportFrame.path)/annual" novalidate>
                \(fields.pick("period", recipe.period, among: periods))\
                \(fields.pick("audience", recipe.audience, among: RecipeFields.audiences))\
                \(fields.text("as_of", recipe.asOf, isOptional: true))\
                <p><button class="button" type="submit">\(words.show)</button></p></form>
                \(HTML.with(found?.tables, all))
                """)
    }

    private var heading: String {
        found.map { words.heading($0.tables.recipe.period) } ?? words.title
    }

    private func all(_ tables: AnnualTables) -> HTML {
        """
        <p class="unprinted">\(words.print)</p>
        \(about(tables))\(events(tables))\
        \(AnnualTable.Subject.allCases.filter { $0 != .events }.map(table))
        """
    }

    private func about(_ tables: AnnualTables) -> HTML {
        """
        <p class="lead">\(words.about(tables.first, tables.last, "\(tables.asOf)"))\
        \(HTML.with(tables.finalSince) { " \(words.final(DateWords.day($0, in: "UTC")))" })</p>

        """
    }

    private func events(_ tables: AnnualTables) -> HTML {
        guard let view = found?.views[.events] else { return .empty }
        let figures = ReportTable(view: view)
        let columns = words.eventColumns
        let rows: [HTML] = tables.events.map { event in
            """
            <tr><th scope="row">\(event.title)</th>
            <td data-label="\(columns[1])">\(Words.kind(event.kind))</td>
            <td data-label="\(columns[2])">\(DateWords.range(event.startsOn, event.endsOn))</td>
            <td data-label="\(columns[3])">\(event.place)</td>
            \(figures.cell([event.code], columns[4]))</tr>

            """
        }
        let table: HTML = """
            <table class="matrix figures named">\
            <caption class="unseen">\(words.title(.events))</caption>
            <thead><tr>\(columns.map { "<th scope=\"col\">\($0)</th>" })</tr></thead>
            <tbody>
            \(rows)</tbody>
            <tfoot><tr><th scope="row">\(words.together(tables.events.count))</th>\
            <td></td><td></td><td></td>\(figures.cell([nil], columns[4]))</tr>
            </tfoot></table>

            """
        return section(.events, table)
    }

    private func table(_ subject: AnnualTable.Subject) -> HTML {
        guard let view = found?.views[subject] else { return .empty }
        guard view.report.total != 0 else {
            return section(subject, "<p>\(ConsoleWords.Reports.nobody)</p>\n")
        }
        let table = ReportTable(view: view, caption: words.title(subject))
        return section(subject, "\(ReportPlot(view: view).html)\(table.html)")
    }

    private func section(_ subject: AnnualTable.Subject, _ table: HTML) -> HTML {
        guard let view = found?.views[subject] else { return .empty }
        let id = "of-\(subject.rawValue)"
        return """
            <section class="annual" aria-labelledby="\(id)">\
            <h2 id="\(id)">\(words.title(subject))</h2>
            \(table)\(ReportSums(view: view).html)\
            \(HTML.when(subject == .countries, ReportHeads(heads: view.report.heads).html))\
            \(ReportSource(report: view.report).html)</section>

            """
    }
}
