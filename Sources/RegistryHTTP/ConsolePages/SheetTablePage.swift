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

    private var path: String { "/console/events/\(door.code.description)/attendance" }

    var html: HTML {
        let fields = FormFields(state: FormState(errors: errors), shown: ["file", "csv", "reason"])
        return layout.page(
            title: errors.isEmpty ? "Sheet as a file" : "Error: Sheet as a file",
            body: """
                \(fields.summary)\
                <h1>The sheet as a file</h1>
                <p class="lead">\(door.title)</p>
                \(DoorLinks(door, layout.principal, current: .csv).html)\
                \(HTML.with(notice) { "<p class=\"done\" role=\"status\">\($0)</p>\n" })\
                \(HTML.with(rows, preview))\
                <h2>Take it with you</h2>
                <p><a class="button" href="\(path).csv">Download the sheet (CSV)</a></p>
                <h2>Bring it back</h2>
                <p>Only status and arrived_at are read; the version says which mark was seen. You \
                see what would change before it does.</p>
                <form method="post" action="\(path)/csv" enctype="multipart/form-data">\
                \(layout.csrf.html)
                <div class="field"><label for="file">File</label>
                <input type="file" id="file" name="file" accept=".csv,text/csv"></div>
                <div class="field"><label for="csv">Or its lines</label>
                <textarea id="csv" name="csv" rows="6"></textarea></div>
                <p><button class="button" type="submit" name="do" value="look">See what would \
                change</button></p></form>
                """)
    }

    private func preview(_ rows: [Row]) -> HTML {
        let entries: [HTML] = rows.map { row in
            """
            <tr><td>\(row.line)</td><td>\(row.name)</td><td>\(row.session)</td>\
            <td>\(row.before)</td><td>\(row.after)</td>\
            <td>\(row.isGood ? .empty : "<span class=\"tag off\">not applied</span> ")\
            \(row.verdict)</td></tr>

            """
        }
        let reason: HTML = HTML.when(
            needsReason,
            """
            <div class="field"><label for="reason">Reason for corrections in closed sheets</label>
            <input type="text" id="reason" name="reason"></div>

            """)
        let apply: HTML = HTML.when(
            changes > 0,
            """
            <form method="post" action="\(path)/csv">\(layout.csrf.html)
            <input type="hidden" name="csv" value="\(text)">
            \(reason)\
            <p><button class="button" type="submit" name="do" value="apply">Apply \
            \(ConsoleWords.counted(changes, "change", "changes"))</button></p></form>

            """)
        let table: HTML = HTML.when(
            !rows.isEmpty,
            """
            <div class="scroll" role="region" aria-label="What would change" tabindex="0">
            <table><thead><tr><th scope="col">Line</th><th scope="col">Name</th>
            <th scope="col">Session</th><th scope="col">Now</th><th scope="col">Then</th>
            <th scope="col">What happens</th></tr></thead><tbody>
            \(entries)</tbody></table></div>

            """)
        return """
            <section aria-labelledby="preview"><h2 id="preview">What would change</h2>
            <p>\(ConsoleWords.counted(changes, "line changes", "lines change")) a mark, \
            \(unchanged) \(unchanged == 1 ? "is" : "are") as it is now, \
            \(rows.count - changes) cannot be applied.</p>
            \(table)\(apply)</section>

            """
    }
}
