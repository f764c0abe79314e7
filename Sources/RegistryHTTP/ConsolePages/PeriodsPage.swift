import TrainingRegistry

/// `/console/reports/periods`: what a period lacks, by whom, and which are final.
struct PeriodsPage: Page {
    var layout: ConsoleLayout
    var periods: [Choice]
    var state: FormState
    /// What it lacks; nil before one is chosen.
    var gaps: [ReportGap]?
    var final: [FinalPeriod]
    /// The period that is chosen, where it is final.
    var chosen: FinalPeriod?

    static let shown: Set<String> = ["period", "first_day", "last_day"]

    private var words: ConsoleWords.Periods.Type { ConsoleWords.Periods.self }
    private var mayFinalise: Bool { layout.principal.may(.finalise) }

    var html: HTML {
        let fields = FormFields(state: state, shown: Self.shown)
        return ReportFrame(layout: layout).page(
            .periods, title: state.title(words.title), heading: words.title,
            body: """
                \(fields.summary)\
                <form class="filter" method="get" action="\(ReportFrame.path)/periods" novalidate>
                \(fields.pick("period", ConsoleWords.RecipeForm.period, among: periods))\
                <p><button class="button" type="submit">\(words.look)</button></p></form>
                \(HTML.with(gaps, work))\(finals)
                """)
    }

    private func work(_ gaps: [ReportGap]) -> HTML {
        """
        <section aria-labelledby="gaps"><h2 id="gaps">\(words.gaps)</h2>
        \(gaps.isEmpty ? complete : table(gaps))</section>

        """
    }

    private var complete: HTML {
        if let chosen {
            return """
                <div class="call good"><p>\(words.isFinal(DateWords.day(chosen.madeAt, in: "UTC")))
                </p></div>

                """
        }
        return """
            <p>\(words.nothingMissing)</p>
            \(HTML.when(mayFinalise, finalise))\
            \(HTML.when(!mayFinalise, "<p>\(words.askToFinalise)</p>\n"))
            """
    }

    private var finalise: HTML {
        """
        <form method="post" action="\(ReportFrame.path)/periods">\(layout.csrf.html)
        <input type="hidden" name="period" value="\(state.value("period"))">
        <p>\(words.finaliseHint)</p>
        <p><button class="button" type="submit">\(words.finalise)</button></p></form>

        """
    }

    private func table(_ gaps: [ReportGap]) -> HTML {
        let columns = mayFinalise ? words.columns : Array(words.columns.dropLast())
        return """
            <p>\(words.missing(gaps.count))</p>
            <table class="people"><caption class="unseen">\(words.gaps)</caption>
            <thead><tr>\(columns.map { "<th scope=\"col\">\($0)</th>" })</tr></thead>
            <tbody>
            \(gaps.map { row($0, columns) })</tbody></table>
            """
    }

    private func row(_ gap: ReportGap, _ columns: [String]) -> HTML {
        let inCharge = gap.inCharge.isEmpty ? words.nobody : Words.list(gap.inCharge)
        return """
            <tr><th scope="row"><a href="/console/events/\(gap.event)">\(gap.title)</a></th>
            <td data-label="\(columns[1])">\(gap.sentence)</td>\
            \(HTML.when(mayFinalise, "<td data-label=\"\(words.inCharge)\">\(inCharge)</td>"))</tr>

            """
    }

    private var finals: HTML {
        let lines: [HTML] = final.map { period in
            let days = DateWords.range(period.first, period.last)
            let query = Query.escaped(period.period)
            let since = DateWords.day(period.madeAt, in: "UTC")
            return """
                <div><dt><a href="\(ReportFrame.path)/annual?period=\(query)">\(days)</a></dt>
                <dd>\(words.final(since, "\(period.asOf)"))</dd></div>

                """
        }
        return """
            <section aria-labelledby="final"><h2 id="final">\(words.finals)</h2>
            \(HTML.when(lines.isEmpty, "<p>\(words.noFinal)</p>"))\
            \(HTML.when(!lines.isEmpty, "<dl class=\"facts\">\(lines)</dl>"))</section>
            """
    }
}
