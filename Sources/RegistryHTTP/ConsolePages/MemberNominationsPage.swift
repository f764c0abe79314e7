import Foundation
import TrainingRegistry

/// `/console/events/{code}/nominations/{member}`: whom one member named, and its links.
struct MemberNominationsPage: Page {
    var layout: ConsoleLayout
    var event: DashboardEvent
    /// With this member only.
    var round: NominationRound
    var member: MemberNominations
    /// Whether the member may still name people.
    var isOpen: Bool
    var sectors: [Choice]
    var countries: [Choice]
    var languages: [Choice]
    /// The nomination in whose place the form names somebody else.
    var instead: UUID?
    var notice: ConsoleWords.Nominations.Done?
    var state = FormState()

    static let kept = NomineeFields.shown + ["reason", "links-reason"]

    private var words: ConsoleWords.Nominations.Type { ConsoleWords.Nominations.self }
    private var all: String { "/console/events/\(event.code)/nominations" }
    private var path: String { "\(all)/\(member.member)" }
    private var mayDecide: Bool { layout.principal.may(.decide) }

    var html: HTML {
        let fields = FormFields(state: state, shown: Set(Self.kept))
        let list = NominationList(
            nominations: member.nominations, path: path, hidden: layout.csrf.html,
            isOpen: mayDecide)
        return EventFrame(layout: layout, event: event).page(
            .nominations, title: state.title(member.name),
            body: """
                \(fields.summary)\(HTML.with(notice) { $0.html })\
                <p class="crumb"><a href="\(all)">\(words.back)</a></p>
                <h2>\(member.name)</h2>
                \(NominationsPage.standing(round, isOpen: isOpen))\
                <p>\(words.seats(member.seats, taken: member.taken)) \
                \(words.links(member.links))</p>
                \(list.html)\(list.ended)\
                \(HTML.when(mayDecide, """
                    <div class="panels">\(person(fields, list.substituted(instead)))\
                    \(links(fields))</div>

                    """))
                """)
    }

    private func person(_ fields: FormFields, _ substituted: Nomination?) -> HTML {
        let hidden = HTML.with(substituted) {
            """
            <input type="hidden" name="instead" value="\($0.id.uuidString.lowercased())">

            """
        }
        let nominee = NomineeFields(
            fields: fields, sectors: sectors, countries: countries, languages: languages)
        return """
            <form method="post" action="\(path)" novalidate aria-labelledby="person">\
            \(layout.csrf.html)\(hidden)
            <h3 id="person">\(substituted.map { words.instead($0.name) } ?? words.person)</h3>
            <p class="hint">\(words.told)</p>
            \(nominee.html)\(fields.reason())\
            <p><button class="button" type="submit">\(words.name)</button></p></form>

            """
    }

    private func links(_ fields: FormFields) -> HTML {
        """
        <form method="post" action="\(path)/links" novalidate aria-labelledby="links">\
        \(layout.csrf.html)
        <h3 id="links">\(words.links)</h3><p class="hint">\(words.linksHint)</p>
        \(fields.reason("links-reason"))\
        <p class="bar-of-buttons"><button class="button" type="submit" name="do" value="send">\
        \(words.send)</button>
        \(HTML.when(member.links > 0, """
            <button class="button grave" type="submit" name="do" value="revoke">\(words.revoke)\
            </button>
            """))</p></form>

        """
    }
}
