import Foundation
import TrainingRegistry

/// `/my/{token}`: what is held about one person, to be seen, corrected and withdrawn.
struct MyPage: Page {
    /// What has just been done.
    enum Notice: String, Sendable, CaseIterable {
        case confirmed, saved, withdrawn, accepted, waiting, declined, late
        /// About the pool: yes and no to an event, an interest kept, or too late for it.
        case interested, passed, kept, ended
    }

    var site: Site
    var token: String
    var held: HeldData
    var sectors: [Choice]
    var countries: [Choice]
    var languages: [Choice]
    /// What may be named in the pool, by the interest.
    var wishes: [UUID: WishChoices] = [:]
    /// Events that were offered to the person.
    var chances: [Chance] = []
    /// What the person has to show for events.
    var own: OwnPlaceParts
    /// What was typed and is to be mended; nil where the form is as it is held.
    var state: FormState?
    var notice: Notice?

    /// The fields of the correction, in their order.
    static let shown = [
        "given_name", "family_name", "organisation", "sector", "country", "language",
    ]

    private var form: FormState { state ?? FormState(values: asHeld) }
    private var fields: FormFields { FormFields(state: form, shown: Set(Self.shown)) }

    var html: HTML {
        Layout(site: site, isPrivate: true).page(
            title: form.title("What we hold about you"),
            body: """
                \(fields.summary)\
                \(HTML.with(notice, Self.said))\
                <h1>What we hold about you</h1>
                <p class="lead">Only somebody who has your personal link can open this page. Keep
                the link to yourself.</p>
                \(own.passes)\(interests)\(own.certificates)\(data)\(correction)\(erasure)
                """)
    }

    private static func said(_ notice: Notice) -> HTML {
        let text =
            switch notice {
            case .confirmed: "Thank you. Your interest is confirmed."
            case .saved: "Your corrections are saved."
            case .withdrawn: "Your interest is withdrawn."
            case .accepted: "You have a seat."
            case .waiting: "No seat is free for you now. You are on the waiting list."
            case .declined: "You have given the seat back. Thank you for telling us."
            case .late: "This offer is not open any more. Below is where you stand."
            case .interested: "Thank you. Your interest in the event is registered."
            case .passed: "Thank you for telling us. We write again when another event fits."
            case .kept: "Thank you. Your interest is kept."
            case .ended: "This interest has ended. You are welcome to express it again."
            }
        return "<div class=\"call good\" role=\"status\"><p><strong>\(text)</strong></p></div>\n"
    }

    private var interests: HTML {
        """
        <section aria-labelledby="interests"><h2 id="interests">Your interests</h2>
        \(HTML.when(held.interests.isEmpty, "<p>We hold no interest of yours.</p>\n"))\
        <ul class="held">
        \(held.interests.map(interest))</ul></section>

        """
    }

    private func interest(_ interest: HeldInterest) -> HTML {
        """
        <li><h3><a href="\(interest.path)">\(interest.title)</a></h3>
        \(state(of: interest))
        \(HTML.with(interest.standing) { SeatWords(token: token, interest: interest).html($0) })\
        \(HTML.with(interest.pooled) { pooled in
            PoolWords(
                token: token, interest: interest, pooled: pooled,
                choices: wishes[interest.id] ?? .none,
                chances: chances.filter { $0.interest == interest.id }
            ).html
        })\
        \(HTML.with(interest.motivation) { "<p class=\"quoted\">You wrote: “\($0)”</p>\n" })\
        \(interest.state == .confirmed ? withdrawal(interest) : .empty)</li>

        """
    }

    private func state(of interest: HeldInterest) -> HTML {
        let received = "Received \(DateWords.day(interest.receivedAt, in: "UTC"))"
        let confirmed = interest.confirmedAt.map { ", confirmed \(DateWords.day($0, in: "UTC"))" }
        let end = interest.state == .lapsed ? "ended" : "withdrawn"
        let withdrawn = interest.withdrawnAt.map { ", \(end) \(DateWords.day($0, in: "UTC"))" }
        let tag: HTML =
            switch interest.state {
            case .confirmed: "<span class=\"tag open\">Confirmed</span>"
            case .withdrawn: "<span class=\"tag\">Withdrawn</span>"
            case .lapsed: "<span class=\"tag\">Ended</span>"
            }
        return "<p class=\"meta\">\(tag) \(received)\(confirmed ?? "")\(withdrawn ?? "")</p>"
    }

    /// Opens to a second button, so that one slip of a finger withdraws nothing.
    private func withdrawal(_ interest: HeldInterest) -> HTML {
        """
        <details><summary>Withdraw this interest</summary>
        <form method="post" action="/my/\(token)/withdraw">
        <input type="hidden" name="interest" value="\(interest.id.uuidString.lowercased())">
        <p>We then no longer count on you for \(interest.title). You may express interest again
        later.</p>
        <p><button class="button grave" type="submit">Yes, withdraw
        <span class="unseen">my interest in \(interest.title)</span></button></p>
        </form></details>
        """
    }

    private var data: HTML {
        """
        <section aria-labelledby="data"><h2 id="data">Your data</h2>
        <dl class="facts">
        \(fact("Given name", held.givenName))\
        \(fact("Family name", held.familyName))\
        \(fact("Email address", held.email))\
        \(fact("Organisation", held.organisation))\
        \(fact("Sector", title(held.sector, in: sectors)))\
        \(fact("Country", title(held.country, in: countries)))\
        \(fact("Language", held.language.map { title($0, in: languages) }))\
        </dl></section>

        """
    }

    private func fact(_ name: String, _ value: String?) -> HTML {
        "<div><dt>\(name)</dt><dd>\(value ?? "Not given")</dd></div>\n"
    }

    private func title(_ value: String, in choices: [Choice]) -> String {
        choices.first { $0.value == value }?.title ?? value
    }

    private var asHeld: [String: String] {
        [
            "given_name": held.givenName, "family_name": held.familyName,
            "organisation": held.organisation ?? "", "sector": held.sector,
            "country": held.country, "language": held.language ?? "",
        ]
    }

    private var correction: HTML {
        let isOpen: HTML = form.errors.isEmpty ? "" : " open"
        return """
            <details\(isOpen)><summary>Correct your data</summary>
            <form method="post" action="/my/\(token)" novalidate>
            \(fields.text("given_name", "Given name", autocomplete: "given-name"))\
            \(fields.text("family_name", "Family name", autocomplete: "family-name"))\
            \(fields.text(
                "organisation", "Organisation", autocomplete: "organization", isOptional: true))\
            \(fields.choice("sector", "Sector", among: sectors, first: "Choose a sector"))\
            \(fields.choice(
                "country", "Country you work in", among: countries, first: "Choose a country",
                autocomplete: "country"))\
            \(fields.choice(
                "language", "Language you would like us to write in", among: languages,
                first: "No preference", isOptional: true))\
            <p><button class="button" type="submit">Save</button></p>
            </form></details>

            """
    }

    private var erasure: HTML {
        """
        <section aria-labelledby="erasure"><h2 id="erasure">Another address, or no data at all</h2>
        <p>To use another email address, withdraw here and express interest again with the new one.
        To have everything erased, write to \(site.contactLink). The
        <a href="/privacy">privacy notice</a> tells what else you can ask for.</p></section>
        """
    }
}
