import Foundation
import TrainingRegistry

/// `/console/events/{code}/certificates`: who met the rule, and who has a certificate.
struct CertificatesPage: Page {
    var layout: ConsoleLayout
    var view: SheetView
    var given: [GivenCertificate]
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

    private var path: String { "/console/events/\(view.door.code.description)/certificates" }

    var html: HTML {
        let fields = FormFields(state: state, shown: [])
        return layout.page(
            title: state.title("Certificates, \(view.door.title)"),
            body: """
                \(fields.summary)\
                <h1>Certificates</h1>
                <p class="lead">\(view.door.title)</p>
                \(DoorLinks(view.door, layout.principal, current: .certificates).html)\
                \(HTML.with(notice) { "<p class=\"done\" role=\"status\">\($0)</p>\n" })\
                \(issue)\(people)
                """)
    }

    private var issue: HTML {
        guard !view.sheet.sessions.isEmpty else {
            return "<p>An event without sessions has no attendance, so nobody met the rule.</p>\n"
        }
        guard openSheets == 0 else {
            let sheets = ConsoleWords.counted(openSheets, "sheet is", "sheets are")
            return """
                <p>\(Words.capitalised(sheets)) \
                still open. Certificates are given when every sheet is closed.</p>

                """
        }
        guard !waiting.isEmpty else {
            return "<p>Everybody who met the rule has a certificate.</p>\n"
        }
        return """
            <form method="post" action="\(path)">\(layout.csrf.html)
            <p>\(ConsoleWords.people(waiting.count)) met the rule and \
            \(waiting.count == 1 ? "gets" : "get") a certificate by mail.</p>
            <p><button class="button" type="submit" name="do" value="issue">Give \
            \(ConsoleWords.counted(waiting.count, "certificate", "certificates"))\
            </button></p></form>

            """
    }

    private var people: HTML {
        let byPerson = Dictionary(grouping: given, by: \.participation)
        let rows: [HTML] = view.sheet.people.map { person in
            let percent = person.percent.map { "\(Int($0)) %" } ?? "–"
            let mine = byPerson[person.participation, default: []]
            return """
                <tr><th scope="row">\(person.name ?? "(erased)")</th><td>\(percent)</td>
                <td>\(person.meetsRule ? "met" : "not met")</td>
                <td>\(mine.isEmpty ? "none" : .empty)\(mine.map(certificate))</td></tr>

                """
        }
        return """
            <div class="scroll" role="region" aria-label="People" tabindex="0">
            <table><thead><tr><th scope="col">Name</th><th scope="col">Attended</th>
            <th scope="col">Rule</th><th scope="col">Certificate</th></tr></thead><tbody>
            \(rows)</tbody></table></div>

            """
    }

    private func certificate(_ one: GivenCertificate) -> HTML {
        if let revokedAt = one.revokedAt {
            return """
                <p>\(one.code), revoked on \(view.clock.words(revokedAt)): \(one.reason ?? "")</p>
                """
        }
        let name = one.name ?? "(erased)"
        return """
            <a class="past" href="/verify/\(one.code)">\(one.code)</a>
            <details><summary>Revoke\
            <span class="unseen"> the certificate of \(name)</span></summary>
            <form method="post" action="\(path)">\(layout.csrf.html)
            <input type="hidden" name="certificate" value="\(one.code)">
            <div class="field"><label for="r-\(one.code)">Reason</label>
            <input type="text" id="r-\(one.code)" name="reason" required></div>
            <p><button class="button grave" type="submit" name="do" value="revoke">\
            Revoke</button></p>
            </form></details>
            """
    }
}
