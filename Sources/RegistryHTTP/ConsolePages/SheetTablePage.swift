import TrainingRegistry

/// `/console/events/{code}/attendance/csv`: the sheet as a file, and a file back into the sheet.
struct SheetTablePage: Page {
    /// One line of a file as it is shown before it is applied.
    struct Row: Sendable {
        var line: Int
        var name: String
        var session: String
        var before: String
        var after: String
        var verdict: String
        var isGood: Bool
    }

    var layout: ConsoleLayout
    var door: EventDoor
    /// The lines that do something or cannot.
    var rows: [Row]?
    var changes = 0
    var unchanged = 0
    /// The file, to be sent again when it is applied.
    var text = ""
    var needsReason = false
    var errors: [(field: String, message: String)] = []
    var notice: String?

    private var words: ConsoleWords.File.Type { ConsoleWords.File.self }
    private var path: String { "/console/events/\(door.code.description)/attendance" }

    var html: HTML {
        let fields = FormFields(state: FormState(errors: errors), shown: ["file", "csv", "reason"])
        return layout.page(
            title: ConsoleWords.failed(words.short, !errors.isEmpty),
            body: """
                \(fields.summary)\
                <h1>\(words.title)</h1>
                <p class="lead">\(door.title)</p>
                \(DoorLinks(door, layout.principal, current: .csv).html)\
                \(HTML.with(notice) { "<p class=\"done\" role=\"status\">\($0)</p>\n" })\
                \(HTML.with(rows, preview))\
                <h2>\(words.take)</h2>
                <p><a class="button" href="\(path).csv">\(words.download)</a></p>
                <h2>\(words.bring)</h2>
                <p>\(words.bringHint)</p>
                <form method="post" action="\(path)/csv" enctype="multipart/form-data">\
                \(layout.csrf.html)
                <div class="field"><label for="file">\(words.file)</label>
                <input type="file" id="file" name="file" accept=".csv,text/csv"></div>
                <div class="field"><label for="csv">\(words.lines)</label>
                <textarea id="csv" name="csv" rows="6"></textarea></div>
                <p><button class="button" type="submit" name="do" value="look">\
                \(words.look)</button></p></form>
                """)
    }

    private func preview(_ rows: [Row]) -> HTML {
        let entries: [HTML] = rows.map { row in
            """
            <tr><td>\(row.line)</td><td>\(row.name)</td><td>\(row.session)</td>\
            <td>\(row.before)</td><td>\(row.after)</td>\
            <td>\(row.isGood ? .empty : "<span class=\"tag off\">\(words.notApplied)</span> ")\
            \(row.verdict)</td></tr>

            """
        }
        let reason = HTML.when(needsReason, ReasonField(label: words.correction).html)
        let apply: HTML = HTML.when(
            changes > 0,
            """
            <form method="post" action="\(path)/csv">\(layout.csrf.html)
            <input type="hidden" name="csv" value="\(text)">
            \(reason)\
            <p><button class="button" type="submit" name="do" value="apply">\
            \(words.apply(changes))</button></p></form>

            """)
        let table: HTML = HTML.when(
            !rows.isEmpty,
            """
            <div class="scroll" role="region" aria-label="\(words.preview)" tabindex="0">
            <table><thead><tr>\(words.columns.map { "<th scope=\"col\">\($0)</th>" })</tr></thead>
            <tbody>
            \(entries)</tbody></table></div>

            """)
        return """
            <section aria-labelledby="preview"><h2 id="preview">\(words.preview)</h2>
            <p>\(words.counts(
                changes: changes, unchanged: unchanged, refused: rows.count - changes))</p>
            \(table)\(apply)</section>

            """
    }
}
