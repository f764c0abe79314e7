import Foundation
import TrainingRegistry

/// The second step of a move: what would happen and which mails would leave; nothing did yet.
struct MoveDraftPage: Page {
    /// A mail that would leave, in its words.
    struct Sample: Sendable {
        var template: String
        var names: [String]
        var draft: MailDraft?
    }

    var layout: ConsoleLayout
    var event: DashboardEvent
    /// What is sent back: interests with the statuses that were seen.
    var picks: [String]
    var to: InterestStatus
    var state: FormState
    var reports: [MoveReport]
    var people: [UUID: String]
    var samples: [Sample]
    var matrix: MatrixTable

    var html: HTML {
        let words = ConsoleWords.Draft.self
        let path = "/console/events/\(event.code)/people"
        let doable = reports.contains { $0.refusal == nil }
        return EventFrame(layout: layout, event: event).page(
            .people, title: words.title,
            body: """
                <h2>\(words.title)</h2>
                <p class="lead">\(words.nothing)</p>
                <section aria-labelledby="outcome"><h3 id="outcome">\(words.outcome)</h3>
                \(ReportList(reports: reports, people: people, isDone: false).html)</section>
                <section aria-labelledby="mails"><h3 id="mails">\(words.mails)</h3>
                \(HTML.when(samples.isEmpty, "<p>\(words.noMails)</p>\n"))\
                \(samples.map { MailSample(sample: $0).html })</section>
                <section>\(matrix.html)</section>
                <form method="post" action="\(path)/send">\(layout.csrf.html)
                \(picks.map { "<input type=\"hidden\" name=\"pick\" value=\"\($0)\">\n" })\
                <input type="hidden" name="to" value="\(to.rawValue)">
                <input type="hidden" name="reason" value="\(state.value("reason"))">
                <input type="hidden" name="decision" value="\(state.value("decision"))">
                <p>\(HTML.when(doable, """
                    <button class="button" type="submit">\
                    \(samples.isEmpty ? words.doItQuiet : words.doIt)</button>
                    \(HTML.when(!samples.isEmpty, """
                        <button class="button plain" type="submit" name="mails" value="review">\
                        \(words.keep)</button>
                        """))
                    """))\
                <a class="button plain" href="\(path)">\(words.back)</a></p></form>
                """)
    }
}

/// A mail before it leaves: to whom, and what it says.
struct MailSample {
    var sample: MoveDraftPage.Sample

    var html: HTML {
        """
        <article class="sample"><h4>\(ConsoleWords.template(sample.template)): \
        \(ConsoleWords.mails(sample.names.count))</h4>
        <ul class="names">\(sample.names.map { "<li>\($0)</li>\n" })</ul>
        \(HTML.with(sample.draft) { draft in
            """
            <details><summary>\(ConsoleWords.Draft.sample) \(sample.names.first ?? "")</summary>
            <p><strong>\(draft.subject)</strong></p>
            <pre tabindex="0" role="region" aria-label="\(draft.subject)">\(draft.text)</pre>
            </details>

            """
        })</article>

        """
    }
}

/// What becomes of each move, with what is allowed where one is refused.
struct ReportList {
    var reports: [MoveReport]
    var people: [UUID: String]
    /// Whether it happened, or would.
    var isDone: Bool

    var html: HTML { "<ul class=\"reports\">\(reports.map(line))</ul>\n" }

    private func line(_ report: MoveReport) -> HTML {
        let id = report.interest.uuidString.lowercased()
        let status = report.status.map(ConsoleWords.status) ?? ""
        guard let refusal = report.refusal else {
            return """
                <li id="row-\(id)">\(people[report.interest] ?? id): \
                <span class="tag \(report.status?.tone ?? "")">\(status)</span></li>

                """
        }
        let words = ConsoleWords.Draft.self
        return """
            <li id="row-\(id)" class="wrong">\(people[report.interest] ?? id): \
            <strong>\(isDone ? words.notMoved : words.refused)</strong>. \
            \(ConsoleWords.refusal(refusal, status: report.status, allowed: report.allowed))</li>

            """
    }
}

/// What became of a move of many.
struct MovedPage: Page {
    var layout: ConsoleLayout
    var event: DashboardEvent
    var reports: [MoveReport]
    var people: [UUID: String]
    /// Nil when the mails left, or there are none.
    var mailing: Mailing?

    var html: HTML {
        let words = ConsoleWords.Draft.self
        let refused = reports.filter { $0.refusal != nil }
        let state = FormState(
            errors: refused.map { report in
                let id = report.interest.uuidString.lowercased()
                return ("row-\(id)", "\(people[report.interest] ?? id): \(words.notMoved)")
            })
        let fields = FormFields(state: state, shown: Set(state.errors.map(\.field)))
        return EventFrame(layout: layout, event: event).page(
            .people, title: state.title(words.done),
            body: """
                \(fields.summary)\
                <h2>\(words.done)</h2>
                <p class="lead">\(ConsoleWords.people(reports.count - refused.count)) \
                \(words.moved)</p>
                \(HTML.with(mailing) { MailingNotice(mailing: $0).html })\
                \(ReportList(reports: reports, people: people, isDone: true).html)\
                <p><a class="button" href="/console/events/\(event.code)/people">\(words.back)</a>
                </p>
                """)
    }
}
