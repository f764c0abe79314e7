import Foundation
import TrainingRegistry

/// `/nominate/{token}`: the seats of a member in an event, and whom it nominates for them.
struct NominatePage: Page {
    /// What has just been done.
    enum Notice: String, Sendable, CaseIterable {
        case named, changed
    }

    var site: Site
    var token: String
    var desk: FocalPointDesk
    /// Whether the deadline is still to come.
    var isOpen: Bool
    var sectors: [Choice]
    var countries: [Choice]
    var languages: [Choice]
    var state: FormState
    /// The nomination in whose place the form names somebody else.
    var instead: UUID?
    var notice: Notice?

    /// The fields of the form, in their order.
    static let shown = [
        "given_name", "family_name", "email", "organisation", "sector", "country", "language",
    ]

    private var fields: FormFields { FormFields(state: state, shown: Set(Self.shown)) }
    private var open: [Nomination] { desk.member.nominations.filter { !$0.status.isOver } }
    private var over: [Nomination] { desk.member.nominations.filter(\.status.isOver) }
    private var substituted: Nomination? { open.first { $0.id == instead } }

    var html: HTML {
        Layout(site: site, isPrivate: true).page(
            title: state.title("Nominate for \(desk.round.title)"),
            body: """
                \(fields.summary)\
                \(HTML.with(notice, Self.said))\
                <h1>\(desk.member.name) nominates for \(desk.round.title)</h1>
                <p class="lead">\(DateWords.range(desk.round.startsOn, desk.round.endsOn)).
                \(seats)</p>
                \(door)\(list)\(HTML.when(isOpen, form))\(ended)
                """)
    }

    private static func said(_ notice: Notice) -> HTML {
        let text =
            switch notice {
            case .named: "The person is named, and we have written to them."
            case .changed: "Your change is saved."
            }
        return "<div class=\"call good\" role=\"status\"><p><strong>\(text)</strong></p></div>\n"
    }

    private var seats: String {
        let kept = desk.member.seats == 1 ? "1 seat is" : "\(desk.member.seats) seats are"
        return "\(kept) kept for \(desk.member.name), \(desk.member.taken) of them taken."
    }

    private var door: HTML {
        let deadline = DateWords.instant(desk.round.deadline, in: desk.round.timeZone)
        let words =
            isOpen
            ? "Until \(deadline) you can name people, rank them and put others in their place."
            : "The deadline was \(deadline). Nothing can be changed here any more; to change "
                + "something, write to us."
        let contact: HTML = isOpen ? .empty : "<p>\(site.contactLink)</p>\n"
        return "<div class=\"call\(isOpen ? "" : " waiting")\"><p>\(words)</p>\n\(contact)</div>\n"
    }

    private var list: HTML {
        """
        <section aria-labelledby="named"><h2 id="named">Who is nominated</h2>
        \(HTML.when(open.isEmpty, "<p>Nobody yet.</p>\n"))\
        <ol class="held">
        \(open.enumerated().map { entry($1, isFirst: $0 == 0, isLast: $0 == open.count - 1) })\
        </ol></section>

        """
    }

    private func entry(_ nomination: Nomination, isFirst: Bool, isLast: Bool) -> HTML {
        """
        <li><h3>\(nomination.name)</h3>
        <p class="meta">\(Self.standing(nomination)) \(nomination.email ?? "")</p>
        \(HTML.when(isOpen, buttons(nomination, isFirst: isFirst, isLast: isLast)))</li>

        """
    }

    private static func standing(_ nomination: Nomination) -> HTML {
        if nomination.hasSeat { return "<span class=\"tag open\">Has a seat</span>" }
        return nomination.status == .confirmed
            ? "<span class=\"tag\">Confirmed, waits for a seat</span>"
            : "<span class=\"tag\">Has not answered yet</span>"
    }

    private func buttons(_ nomination: Nomination, isFirst: Bool, isLast: Bool) -> HTML {
        let id = nomination.id.uuidString.lowercased()
        let up = step("up", "Move up", nomination)
        let down = step("down", "Move down", nomination)
        return """
            \(HTML.when(!isFirst && !nomination.hasSeat, up))\
            \(HTML.when(!isLast && !nomination.hasSeat, down))\
            <p><a href="/nominate/\(token)?instead=\(id)#person">Put somebody else in the place
            of \(nomination.name)</a></p>
            <details><summary>Withdraw this nomination</summary>
            \(step("withdraw", "Yes, withdraw", nomination))</details>
            """
    }

    private func step(_ word: String, _ label: String, _ nomination: Nomination) -> HTML {
        """
        <form method="post" action="/nominate/\(token)/change">
        <input type="hidden" name="nomination" value="\(nomination.id.uuidString.lowercased())">
        <input type="hidden" name="step" value="\(word)">
        <p><button class="button" type="submit">\(label)
        <span class="unseen">\(nomination.name)</span></button></p>
        </form>

        """
    }

    private var form: HTML {
        let heading = substituted.map { "Who comes in the place of \($0.name)?" }
        let hidden = HTML.with(substituted) {
            """
            <input type="hidden" name="instead" value="\($0.id.uuidString.lowercased())">

            """
        }
        return """
            <section aria-labelledby="person"><h2 id="person">\(heading ?? "Name a person")</h2>
            \(holders)\
            <p>We write to the person at once: who named them, what for and what we keep. They
            confirm their own data.</p>
            <form method="post" action="/nominate/\(token)" novalidate>
            \(hidden)\
            \(fields.text("given_name", "Given name"))\
            \(fields.text("family_name", "Family name"))\
            \(fields.text("email", "Email address", type: "email", inputMode: "email"))\
            \(fields.text("organisation", "Organisation", isOptional: true))\
            \(fields.choice("sector", "Sector", among: sectors, first: "Choose a sector"))\
            \(fields.choice(
                "country", "Country they work in", among: countries, first: "Choose a country"))\
            \(fields.choice(
                "language", "Language we should write in", among: languages,
                first: "No preference", isOptional: true))\
            <p><button class="button" type="submit">Name this person</button></p>
            </form></section>

            """
    }

    /// Nothing but ids in the addresses.
    private var holders: HTML {
        let held = desk.roster.filter { $0.holder != nil }
        guard !held.isEmpty else { return .empty }
        let links: [HTML] = held.map { seat in
            let id = seat.id.uuidString.lowercased()
            let place = substituted.map { "&instead=\($0.id.uuidString.lowercased())" } ?? ""
            return """
                <li><a href="/nominate/\(token)?holder=\(id)\(place)#person">\(seat.holder ?? ""),
                \(seat.role.rawValue)</a></li>

                """
        }
        return "<p>Take a name from the Expert Group:</p>\n<ul>\n\(links)</ul>\n"
    }

    private var ended: HTML {
        let named = over.filter { !$0.name.isEmpty }
        guard !named.isEmpty else { return .empty }
        let rows: [HTML] = named.map { "<li>\($0.name): \($0.status.rawValue)</li>\n" }
        return """
            <section aria-labelledby="over"><h2 id="over">No longer nominated</h2>
            <ul>
            \(rows)</ul></section>

            """
    }
}
