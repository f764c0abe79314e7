import Foundation
import TrainingRegistry

/// `/console/events/{code}/nominations`: the seats that members fill, and until when.
struct NominationsPage: Page {
    var layout: ConsoleLayout
    var event: DashboardEvent
    /// Nil before members were asked.
    var round: NominationRound?
    /// Whether members may still name people.
    var isOpen: Bool
    /// Those who can be asked.
    var members: [Choice]
    var notice: ConsoleWords.Nominations.Done?
    var state = FormState()

    static let kept = ["member", "seats", "deadline", "reason", "until", "until-reason"]

    private var words: ConsoleWords.Nominations.Type { ConsoleWords.Nominations.self }
    private var path: String { "/console/events/\(event.code)/nominations" }

    var html: HTML {
        let fields = FormFields(state: state, shown: Set(Self.kept))
        return EventFrame(layout: layout, event: event).page(
            .nominations, title: state.title(ConsoleWords.Head.nominations),
            body: """
                \(fields.summary)\(HTML.with(notice) { $0.html })\
                <section aria-labelledby="list"><h2 id="list">\(ConsoleWords.Head.nominations)</h2>
                \(HTML.with(round) { Self.standing($0, isOpen: isOpen) })\
                \(HTML.when(round == nil, "<p>\(words.none)</p>\n"))\
                \(HTML.with(round) { table($0.members) })</section>
                \(HTML.when(layout.principal.may(.decide), forms(fields)))
                """)
    }

    /// Until when, and who may change something now.
    static func standing(_ round: NominationRound, isOpen: Bool) -> HTML {
        let deadline = DateWords.instant(round.deadline, in: round.timeZone)
        let words = ConsoleWords.Nominations.self
        return "<p>\(isOpen ? words.open(deadline) : words.over(deadline))</p>\n"
    }

    private func table(_ members: [MemberNominations]) -> HTML {
        guard !members.isEmpty else { return "<p>\(words.nobody)</p>\n" }
        let titles = [words.member, words.seats, words.taken, words.named, words.links]
        return """
            <table class="people"><caption class="unseen">\(ConsoleWords.Head.nominations)</caption>
            <thead><tr>\(titles.map { "<th scope=\"col\">\($0)</th>" })</tr></thead>
            <tbody>\(members.map(row))</tbody></table>

            """
    }

    private func row(_ member: MemberNominations) -> HTML {
        """
        <tr><td data-label="\(words.member)"><a href="\(path)/\(member.member)">\(member.name)</a>\
        </td><td data-label="\(words.seats)">\(member.seats)</td>\
        <td data-label="\(words.taken)">\(member.taken)</td>\
        <td data-label="\(words.named)">\(words.named(member.nominations))</td>\
        <td data-label="\(words.links)">\(member.links)</td></tr>

        """
    }

    private func forms(_ fields: FormFields) -> HTML {
        """
        <div class="panels">
        <form method="post" action="\(path)/ask" novalidate aria-labelledby="ask">\
        \(layout.csrf.html)
        <h3 id="ask">\(words.ask)</h3><p class="hint">\(words.askHint)</p>
        \(fields.choice(
            "member", words.whom, among: members, first: words.all, isOptional: true))\
        \(fields.text("seats", words.seatsEach, inputMode: "numeric"))\
        \(fields.text("deadline", words.deadline, hint: ConsoleWords.Form.instantHint))\
        \(fields.reason())\
        <p><button class="button" type="submit">\(words.ask)</button></p></form>
        \(HTML.when(round != nil, """
            <form method="post" action="\(path)/deadline" novalidate aria-labelledby="other">\
            \(layout.csrf.html)
            <h3 id="other">\(words.otherDeadline)</h3><p class="hint">\(words.deadlineHint)</p>
            \(fields.text("until", words.deadline, hint: ConsoleWords.Form.instantHint))\
            \(fields.reason("until-reason"))\
            <p><button class="button" type="submit">\(words.setDeadline)</button></p></form>

            """))</div>

        """
    }
}

extension ConsoleWords.Nominations.Done {
    var html: HTML { "<p class=\"done\" role=\"status\">\(title)</p>\n" }
}
