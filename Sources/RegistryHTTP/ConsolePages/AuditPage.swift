import Foundation
import TrainingRegistry

/// `/console/audit`: who did what, the latest first, without a name.
struct AuditPage: Page {
    var layout: ConsoleLayout
    var lines: [AuditLine]
    /// The address of the page after this one.
    var next: String?
    /// What was found, where it was just asked whether the log is whole.
    var verdict: AuditVerdict?
    /// What was typed into the filters.
    var state: FormState

    static let shown = ["subject", "id", "action", "actor", "from", "until"]

    var html: HTML {
        let fields = FormFields(state: state, shown: Set(Self.shown))
        return layout.page(
            title: state.title("Log"),
            body: """
                \(fields.summary)\
                <h1>Log</h1>
                \(HTML.with(verdict, said))\
                <form method="post" action="/console/audit/verify">\(layout.csrf.html)
                <p>Each line is linked to the one before it. <button class="button plain"
                type="submit">Check that the log is whole</button></p></form>
                <form method="get" action="/console/audit" novalidate class="filter">
                \(filter(fields, "subject", "About", "Such as event or staff"))\
                \(filter(fields, "id", "Id", "Of one event, person or account"))\
                \(filter(fields, "action", "Action", "Such as cancel or see"))\
                \(filter(fields, "actor", "Who", "Such as staff: with an id"))\
                \(fields.text("from", "From", type: "date", isOptional: true))\
                \(fields.text("until", "Until", type: "date", isOptional: true))\
                <p><button class="button" type="submit">Filter</button></p></form>
                \(list)
                """)
    }

    private func filter(
        _ fields: FormFields, _ name: String, _ label: String, _ hint: String
    ) -> HTML {
        fields.text(name, label, hint: hint, autocomplete: "off", isOptional: true)
    }

    private func said(_ verdict: AuditVerdict) -> HTML {
        switch verdict {
        case .whole(let rows):
            """
            <div class="call good" role="status"><p><strong>The log is whole.</strong>
            \(ConsoleWords.counted(rows, "line was", "lines were")) checked, from the first to the
            last.</p></div>

            """
        case .broken(let position, let what):
            """
            <div class="call off" role="alert"><p><strong>The log was changed.</strong>
            At position \(Words.number(Int(position))): \(what). Nothing from there on can be relied
            on.</p></div>

            """
        }
    }

    private var list: HTML {
        guard !lines.isEmpty else { return "<p>Nothing like this is in the log.</p>\n" }
        return """
            <table><caption class="unseen">What was done, the latest first</caption>
            <thead><tr><th scope="col">When (UTC)</th><th scope="col">Action</th>
            <th scope="col">About</th><th scope="col">Who</th><th scope="col">More</th></tr></thead>
            <tbody>
            \(lines.map(row))</tbody></table>
            \(HTML.with(next) {
                "<p><a class=\"button plain\" href=\"\($0)\" rel=\"next\">Older lines</a></p>\n"
            })
            """
    }

    private func row(_ line: AuditLine) -> HTML {
        let about = [line.subject, line.subjectID?.uuidString.lowercased()]
        let more = [line.reason, line.via]
        return """
            <tr><td><time datetime="\(DateWords.machine(line.occurredAt))">\
            \(DateWords.instant(line.occurredAt, in: "UTC"))</time></td>
            <td>\(line.action)</td>
            <td class="address">\(about.compactMap { $0 }.joined(separator: " "))</td>
            <td class="address">\(line.actor)</td>
            <td class="address">\(more.compactMap { $0 }.joined(separator: " "))</td></tr>

            """
    }
}
