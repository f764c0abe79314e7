import Foundation
import TrainingRegistry

/// `/console/events/{code}/certificates`: who met the rule, and who has a certificate.
struct CertificatesPage: Page {
    var layout: ConsoleLayout
    var view: SheetView
    var given: [GivenCertificate]
    var rule: CompletionRule
    var notice: String?
    var state = FormState()

    /// Who would get one now.
    var waiting: [SheetPerson] {
        let have = Set(given.filter { $0.revokedAt == nil }.map(\.participation))
        return view.sheet.people.filter {
            $0.meetsRule && $0.name != nil && !have.contains($0.participation)
        }
    }

    var openSheets: Int { view.sheet.sessions.count { $0.sealedAt == nil } }

    private var event: String { "/console/events/\(view.door.code.description)" }
    private var path: String { "\(event)/certificates" }
    private var words: ConsoleWords.Certificates.Type { ConsoleWords.Certificates.self }

    var html: HTML {
        let fields = FormFields(state: state, shown: Set(CompletionRuleSection.kept))
        let section = CompletionRuleSection(
            rule: rule, path: "\(event)/completion-rule", csrf: layout.csrf, fields: fields)
        return layout.page(
            title: state.title(words.title(of: view.door.title)),
            body: """
                \(fields.summary)\
                <h1>\(words.title)</h1>
                <p class="lead">\(view.door.title)</p>
                \(DoorLinks(view.door, layout.principal, current: .certificates).html)\
                \(HTML.with(notice) { "<p class=\"done\" role=\"status\">\($0)</p>\n" })\
                \(section.html)\(issue)\(people)
                """)
    }

    private var issue: HTML {
        guard !view.sheet.sessions.isEmpty else { return "<p>\(words.noSessions)</p>\n" }
        guard openSheets == 0 else { return "<p>\(words.sheetsOpen(openSheets))</p>\n" }
        guard !waiting.isEmpty else { return "<p>\(words.complete)</p>\n" }
        return """
            <form method="post" action="\(path)">\(layout.csrf.html)
            <p>\(words.waiting(waiting.count))</p>
            <p><button class="button" type="submit" name="do" value="issue">\
            \(words.give(waiting.count))</button></p></form>

            """
    }

    private var people: HTML {
        let byPerson = Dictionary(grouping: given, by: \.participation)
        let rows: [HTML] = view.sheet.people.map { person in
            let percent = person.percent.map { "\(Int($0)) %" } ?? "–"
            let mine = byPerson[person.participation, default: []]
            return """
                <tr><th scope="row">\(person.name ?? ConsoleWords.erased)</th><td>\(percent)</td>
                <td>\(person.meetsRule ? words.met : words.notMet)</td>
                <td>\(mine.isEmpty ? "\(words.none)" : .empty)\(mine.map(certificate))</td></tr>

                """
        }
        let titles = [words.name, words.attended, words.rule, words.certificate]
        return """
            <div class="scroll" role="region" aria-label="\(words.people)" tabindex="0">
            <table><thead><tr>\(titles.map { "<th scope=\"col\">\($0)</th>" })</tr></thead><tbody>
            \(rows)</tbody></table></div>

            """
    }

    private func certificate(_ one: GivenCertificate) -> HTML {
        if let revokedAt = one.revokedAt {
            let day = view.clock.words(revokedAt)
            return "<p>\(words.revoked(one.code, on: day, one.reason ?? ""))</p>"
        }
        let name = one.name ?? ConsoleWords.erased
        return """
            <a class="past" href="/verify/\(one.code)">\(one.code)</a>
            <details><summary>\(words.revoke)\
            <span class="unseen">\(words.whose(name))</span></summary>
            <form method="post" action="\(path)">\(layout.csrf.html)
            <input type="hidden" name="certificate" value="\(one.code)">
            \(ReasonField(id: "r-\(one.code)", isRequired: true).html)\
            <p><button class="button grave" type="submit" name="do" value="revoke">\
            \(words.revoke)</button></p>
            </form></details>
            """
    }
}
