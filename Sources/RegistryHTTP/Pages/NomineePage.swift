import TrainingRegistry

/// `/nominated/{token}`: a nominee sees what we were told, corrects it, and confirms or declines.
struct NomineePage: Page {
    var site: Site
    var token: String
    var desk: NomineeDesk
    /// Whether the deadline is still to come.
    var isOpen: Bool
    var sectors: [Choice]
    var countries: [Choice]
    var languages: [Choice]
    /// What was typed and is to be mended; nil where the form is as it is held.
    var state: FormState?
    var done: NominationAnswer?

    /// The fields of the form, in their order.
    static let shown = [
        "given_name", "family_name", "organisation", "sector", "country", "language", "notice",
    ]

    private var form: FormState {
        guard let state, !state.values.isEmpty else {
            return FormState(values: asTold, errors: state?.errors ?? [])
        }
        return state
    }
    private var fields: FormFields { FormFields(state: form, shown: Set(Self.shown)) }
    private var nomination: Nomination { desk.nomination }

    private var asTold: [String: String] {
        [
            "given_name": nomination.givenName ?? "", "family_name": nomination.familyName ?? "",
            "organisation": nomination.organisation ?? "", "sector": nomination.sector,
            "country": nomination.country, "language": nomination.language ?? "",
        ]
    }

    var html: HTML {
        Layout(site: site, isPrivate: true).page(
            title: form.title("Your nomination for \(desk.title)"),
            body: """
                \(fields.summary)\
                \(HTML.with(done, Self.said))\
                <h1>Your nomination for \(desk.title)</h1>
                <p class="lead">\(DateWords.range(desk.startsOn, desk.endsOn)).
                \(desk.memberName) has nominated you.
                <a href="/events/\(desk.event.description)">About the event</a></p>
                \(standing)
                """)
    }

    private static func said(_ answer: NominationAnswer) -> HTML {
        let text =
            switch answer {
            case .seated: "Thank you. You have a seat."
            case .alternate: "Thank you. You are an alternate: others have the seats now."
            case .declined: "You have declined. Thank you for telling us."
            }
        return "<div class=\"call good\" role=\"status\"><p><strong>\(text)</strong></p></div>\n"
    }

    private var standing: HTML {
        switch nomination.status {
        case .proposed where isOpen: confirmation
        case .proposed: ended("The time to confirm it is over.")
        case .confirmed:
            """
            <p>You have confirmed it\(nomination.hasSeat ? " and have a seat" : ""). In the mail
            that we sent you then is the link of your own page, where you can correct your data or
            give the seat back.</p>
            """
        case .declined: ended("You have declined it.")
        case .withdrawn, .substituted: ended("It was withdrawn.")
        case .lapsed: ended("It has lapsed, because nobody confirmed it in time.")
        }
    }

    private func ended(_ words: String) -> HTML {
        """
        <p>\(words) What we were told about you is erased 30 days after that. To have it erased
        at once, write to \(site.contactLink).</p>
        """
    }

    private var confirmation: HTML {
        """
        <p>Please confirm or decline until
        \(DateWords.instant(desk.deadline, in: desk.timeZone)). This is what we were told; correct
        what is wrong. Our mails go to \(nomination.email ?? "").</p>
        <form method="post" action="/nominated/\(token)" novalidate>
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
        \(fields.tick("notice", value: PrivacyPage.version,
            "I have read the <a href=\"/privacy\">privacy notice</a>"))\
        <p><button class="button" type="submit">Confirm</button></p>
        </form>
        <details><summary>Decline</summary>
        <form method="post" action="/nominated/\(token)/decline">
        <p>What we were told about you is then erased after 30 days.</p>
        <p><button class="button grave" type="submit">Yes, decline</button></p>
        </form></details>
        """
    }
}
