import Foundation
import TrainingRegistry

/// `/console/events/{code}/edit` to `/cancel`: what may be done with an event now.
struct EventMovesPage: Page {
    var layout: ConsoleLayout
    var event: DashboardEvent
    var staffEvent: StaffEvent
    /// What is missing before it can be published.
    var missing: [Complaint]
    var state = FormState()

    var html: HTML {
        let words = ConsoleWords.Form.self
        let path = "/console/events/\(event.code)"
        let fields = FormFields(state: state, shown: [])
        let moves = staffEvent.state.allowedMoves
        return EventFrame(layout: layout, event: event).page(
            .edit, title: state.title(ConsoleWords.Head.edit),
            body: """
                \(fields.summary)\
                \(HTML.when(moves.isEmpty, "<p class=\"lead\">\(words.nothingLeft)</p>\n"))\
                <ul class="cards">
                \(HTML.when(moves.contains(.edit), card(words.edit, words.editHint, """
                    <a class="button" href="\(path)/edit/form">\(words.edit)</a>
                    """)))\
                \(HTML.when(moves.contains(.publish), card(words.publish, words.publishHint, """
                    \(todo)\(button("publish", words.publish))
                    """)))\
                \(HTML.when(moves.contains(.hold), card(words.hold, words.holdHint, """
                    \(button("hold", words.hold))
                    """)))\
                \(HTML.when(moves.contains(.move), card(words.move, words.moveHint, """
                    <a class="button plain" href="\(path)/move">\(words.move)</a>
                    """)))\
                \(HTML.when(moves.contains(.cancel), card(words.cancel, words.cancelHint, """
                    <a class="button grave" href="\(path)/cancel">\(words.cancel)</a>
                    """)))</ul>
                """)
    }

    private func card(_ title: String, _ hint: String, _ inside: HTML) -> HTML {
        "<li><h2>\(title)</h2><p>\(hint)</p>\(inside)</li>\n"
    }

    private var todo: HTML {
        guard !missing.isEmpty else { return .empty }
        return """
            <p>\(ConsoleWords.Form.missing)</p>
            <ul>\(missing.map { "<li>\(ConsoleWords.field($0.pointer)): \($0.detail)</li>\n" })</ul>
            """
    }

    private func button(_ move: String, _ title: String) -> HTML {
        """
        <form method="post" action="/console/events/\(event.code)/\(move)">\(layout.csrf.html)
        <input type="hidden" name="revision" value="\(staffEvent.revision)">
        <button class="button" type="submit">\(title)</button></form>
        """
    }
}

/// Who is informed of a move or a cancellation, and of what, before it happens.
struct ChangeDraftPage: Page {
    var layout: ConsoleLayout
    var event: DashboardEvent
    var isMove: Bool
    var sample: MoveDraftPage.Sample?
    /// What is sent back with the form.
    var hidden: [(name: String, value: String)]
    var state: FormState

    var html: HTML {
        let words = ConsoleWords.Form.self
        let title = isMove ? words.move : words.cancel
        let path = "/console/events/\(event.code)/\(isMove ? "move" : "cancel")"
        let fields = FormFields(state: state, shown: ["reason"])
        return EventFrame(layout: layout, event: event).page(
            .edit, title: state.title(title),
            body: """
                \(fields.summary)\
                <h2>\(title)</h2><p class="lead">\(ConsoleWords.Draft.nothing)</p>
                <section aria-labelledby="mails"><h3 id="mails">\(words.informed): \
                \(ConsoleWords.people(sample?.names.count ?? 0))</h3>
                \(HTML.with(sample) { MailSample(sample: $0).html })</section>
                <form class="narrow" method="post" action="\(path)" novalidate>\(layout.csrf.html)
                \(hidden.map {
                    "<input type=\"hidden\" name=\"\($0.name)\" value=\"\($0.value)\">\n"
                })\
                \(isMove ? .empty : fields.reason(hint: words.reasonHint))\
                <p>\(HTML.when(!isMove, """
                    <button class="button plain" type="submit" name="step" value="look">\
                    \(words.look)</button>
                    """))\
                <button class="button grave" type="submit" name="step" value="send">\
                \(isMove ? words.moveNow : words.cancelNow)</button></p></form>
                """)
    }
}

/// The answer to a change of something that somebody else changed: both versions.
struct EventConflictPage: Page {
    var layout: ConsoleLayout
    var event: DashboardEvent
    /// What differs, by the name of the field.
    var rows: [(field: String, mine: String, now: String)]
    var form: EventFormPage

    var html: HTML {
        let words = ConsoleWords.Conflict.self
        let lines: [HTML] = rows.map { row in
            """
            <tr><th scope="row">\(ConsoleWords.field(row.field))</th>\
            <td class="quoted" data-label="\(words.mine)">\(row.mine)</td>\
            <td class="quoted" data-label="\(words.now)">\(row.now)</td></tr>

            """
        }
        var again = form
        again.state.errors = [("event", words.summary)]
        let table: HTML = """
            <section aria-labelledby="versions"><h2 id="versions">\(words.title)</h2>
            <p>\(words.hint) <a href="/console/events/\(event.code)/edit">\(words.leave)</a></p>
            <table class="matrix"><caption class="unseen">\(words.title)</caption>
            <thead><tr><td></td><th scope="col">\(words.mine)</th>\
            <th scope="col">\(words.now)</th></tr></thead><tbody>\(lines)</tbody></table></section>

            """
        return again.page(before: table)
    }
}
