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

    private var words: ConsoleWords.Log.Type { ConsoleWords.Log.self }

    static let shown = ["subject", "id", "action", "actor", "from", "until"]

    var html: HTML {
        let fields = FormFields(state: state, shown: Set(Self.shown))
        return layout.page(
            title: state.title(words.title),
            body: """
                \(fields.summary)\
                <h1>\(words.title)</h1>
                \(HTML.with(verdict, said))\
                <form method="post" action="/console/audit/verify">\(layout.csrf.html)
                <p>\(words.linked) <button class="button plain"
                type="submit">\(words.check)</button></p></form>
                <form method="get" action="/console/audit" novalidate class="filter">
                \(filter(fields, "subject", words.about, words.aboutHint))\
                \(filter(fields, "id", words.id, words.idHint))\
                \(filter(fields, "action", words.action, words.actionHint))\
                \(filter(fields, "actor", words.who, words.whoHint))\
                \(fields.text("from", words.from, type: "date", isOptional: true))\
                \(fields.text("until", words.until, type: "date", isOptional: true))\
                <p><button class="button" type="submit">\(words.filter)</button></p></form>
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
            <div class="call good" role="status"><p><strong>\(words.whole)</strong>
            \(words.checked(rows))</p></div>

            """
        case .broken(let position, let what):
            """
            <div class="call off" role="alert"><p><strong>\(words.broken)</strong>
            \(words.broken(at: Int(position), "\(what)"))</p></div>

            """
        }
    }

    private var list: HTML {
        guard !lines.isEmpty else { return "<p>\(words.none)</p>\n" }
        return """
            <table><caption class="unseen">\(words.caption)</caption>
            <thead><tr>\(words.columns.map { "<th scope=\"col\">\($0)</th>" })</tr></thead>
            <tbody>
            \(lines.map(row))</tbody></table>
            \(HTML.with(next) {
                "<p><a class=\"button plain\" href=\"\($0)\" rel=\"next\">\(words.older)</a></p>\n"
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
