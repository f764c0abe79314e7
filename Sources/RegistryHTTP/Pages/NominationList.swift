import Foundation
import TrainingRegistry

/// Whom a member nominated, by rank, with what may be done with each.
///
/// Focal points see it behind their link, coordinators in the console.
struct NominationList {
    var nominations: [Nomination]
    /// The address of the page; its forms go to `change` below it.
    var path: String
    /// What every form holds besides, such as the token of a session.
    var hidden: HTML = .empty
    /// Whether the reader may change anything now.
    var isOpen: Bool

    private var open: [Nomination] { nominations.filter { !$0.status.isOver } }

    /// The nomination in whose place somebody else may be named.
    func substituted(_ id: UUID?) -> Nomination? { open.first { $0.id == id } }

    /// Those who are nominated now.
    var html: HTML {
        """
        <section aria-labelledby="named"><h2 id="named">Who is nominated</h2>
        \(HTML.when(open.isEmpty, "<p>Nobody yet.</p>\n"))\
        <ol class="held">
        \(open.enumerated().map { entry($1, isFirst: $0 == 0, isLast: $0 == open.count - 1) })\
        </ol></section>

        """
    }

    /// Those who no longer are; nothing where there is nobody, or nobody has a name any more.
    var ended: HTML {
        let over = nominations.filter { $0.status.isOver && !$0.name.isEmpty }
        guard !over.isEmpty else { return .empty }
        let rows: [HTML] = over.map { "<li>\($0.name): \($0.status.rawValue)</li>\n" }
        return """
            <section aria-labelledby="over"><h2 id="over">No longer nominated</h2>
            <ul>
            \(rows)</ul></section>

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
            <p><a href="\(path)?instead=\(id)#person">Put somebody else in the place
            of \(nomination.name)</a></p>
            <details><summary>Withdraw this nomination</summary>
            \(step("withdraw", "Yes, withdraw", nomination))</details>
            """
    }

    private func step(_ word: String, _ label: String, _ nomination: Nomination) -> HTML {
        """
        <form method="post" action="\(path)/change">\(hidden)
        <input type="hidden" name="nomination" value="\(nomination.id.uuidString.lowercased())">
        <input type="hidden" name="step" value="\(word)">
        <p><button class="button" type="submit">\(label)
        <span class="unseen">\(nomination.name)</span></button></p>
        </form>

        """
    }
}

/// The fields that say who is nominated.
struct NomineeFields {
    var fields: FormFields
    var sectors: [Choice]
    var countries: [Choice]
    var languages: [Choice]

    /// Their names, in their order.
    static let shown = [
        "given_name", "family_name", "email", "organisation", "sector", "country", "language",
    ]

    var html: HTML {
        """
        \(fields.text("given_name", PersonWords.givenName))\
        \(fields.text("family_name", PersonWords.familyName))\
        \(fields.text("email", PersonWords.email, type: "email", inputMode: "email"))\
        \(fields.text("organisation", PersonWords.organisation, isOptional: true))\
        \(fields.choice(
            "sector", PersonWords.sector, among: sectors, first: PersonWords.chooseSector))\
        \(fields.choice(
            "country", PersonWords.theirCountry, among: countries,
            first: PersonWords.chooseCountry))\
        \(fields.choice(
            "language", PersonWords.language, among: languages,
            first: PersonWords.noPreference, isOptional: true))
        """
    }
}
