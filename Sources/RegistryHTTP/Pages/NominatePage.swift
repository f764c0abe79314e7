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

    private var fields: FormFields { FormFields(state: state, shown: Set(NomineeFields.shown)) }
    private var list: NominationList {
        NominationList(
            nominations: desk.member.nominations, path: "/nominate/\(token)", isOpen: isOpen)
    }
    private var substituted: Nomination? { list.substituted(instead) }

    var html: HTML {
        Layout(site: site, isPrivate: true).page(
            title: state.title("Nominate for \(desk.round.title)"),
            body: """
                \(fields.summary)\
                \(HTML.with(notice, Self.said))\
                <h1>\(desk.member.name) nominates for \(desk.round.title)</h1>
                <p class="lead">\(DateWords.range(desk.round.startsOn, desk.round.endsOn)).
                \(seats)</p>
                \(door)\(list.html)\(HTML.when(isOpen, form))\(list.ended)
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
            \(NomineeFields(
                fields: fields, sectors: sectors, countries: countries, languages: languages
            ).html)\
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
}
