import TrainingRegistry

/// `/console/reports/kept`: what is kept, and whether it still counts the same.
struct KeptReportsPage: Page {
    var layout: ConsoleLayout
    var kept: [KeptReport]
    /// Those that are not the same, where everything was just counted again.
    var different: [KeptReport]?

    private var words: ConsoleWords.Kept.Type { ConsoleWords.Kept.self }

    var html: HTML {
        ReportFrame(layout: layout).page(
            .kept, title: words.title,
            body: """
                \(HTML.with(different, verdict))\
                <form method="post" action="\(ReportFrame.path)/kept/verify">\(layout.csrf.html)
                <p>\(words.lead) <button class="button plain" type="submit">\(words.verify)</button>
                </p></form>
                \(kept.isEmpty ? "<p>\(words.nothing)</p>" : table)
                """)
    }

    private func verdict(_ different: [KeptReport]) -> HTML {
        guard !different.isEmpty else {
            return """
                <div class="call good" role="status"><p>\(words.same)</p></div>

                """
        }
        return """
            <div class="call off" role="alert"><p>\(words.different)</p>
            <ul>\(different.map { "<li>\($0.title) (\($0.id.lowercased))</li>" })</ul></div>

            """
    }

    private var table: HTML {
        """
        <table class="people"><caption class="unseen">\(words.title)</caption>
        <thead><tr>\(words.columns.map { "<th scope=\"col\">\($0)</th>" })</tr></thead>
        <tbody>
        \(kept.map(row))</tbody></table>
        """
    }

    private func row(_ kept: KeptReport) -> HTML {
        let columns = words.columns
        return """
            <tr><th scope="row"><a href="\(ReportFrame.path)/kept/\(kept.id.lowercased)">\
            \(kept.title)</a></th>
            <td data-label="\(columns[1])">\(kept.period ?? "–")</td>
            <td data-label="\(columns[2])">\(kept.asOf.description)</td>
            <td data-label="\(columns[3])">\(DateWords.day(kept.keptAt, in: "UTC")),
            \(ConsoleWords.actor(kept.keptBy))</td>
            <td data-label="\(columns[4])" class="digest"><code>\(kept.digest)</code></td></tr>

            """
    }
}
