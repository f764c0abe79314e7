import Foundation
import TrainingRegistry

/// `/events/{code}/interest` and `/programmes/{code}/interest`: the form, empty or to be mended.
struct InterestPage: Page {
    var site: Site
    var target: InterestSubject
    var sectors: [Choice]
    var countries: [Choice]
    var languages: [Choice]
    /// Only of a programme.
    var wishes = WishChoices.none
    /// The value of the hidden field `form`.
    var formToken: String
    var state: FormState
    /// Set for somebody who was invited.
    var invitation: Invited?

    /// What an invitation fixes: where the form is sent, and the address.
    struct Invited: Sendable {
        var token: String
        var email: String
    }

    /// The fields people see, in their order.
    static let shown = [
        "given_name", "family_name", "email", "organisation", "sector", "country", "language",
        "motivation", "notice",
    ]

    private var fields: FormFields { FormFields(state: state, shown: Set(Self.shown)) }

    var html: HTML {
        Layout(site: site, section: target.section, isPrivate: invitation != nil).page(
            title: state.title("Express interest in \(target.title)"),
            body: """
                \(Breadcrumb(path: target.path, title: target.title).html)\
                \(fields.summary)\
                <h1>Express interest</h1>
                <p class="lead">\(intent)</p>
                \(invitation == nil ? Self.confirming : Self.counting)
                \(form)
                """)
    }

    private static let confirming: HTML = """
        <p>We then send you a mail with a link. Your interest counts once you have
        confirmed it there.</p>
        """
    private static let counting: HTML = """
        <p>You are invited, and we know your address. Your interest counts as soon as you send
        this form: you get a seat while there is one, or a place on the waiting list.</p>
        """

    private var action: String {
        invitation.map { "/invitations/\($0.token)" } ?? "\(target.path)/interest"
    }

    private var intent: HTML {
        switch target {
        case .event(let event):
            """
            in \(event.title), \(event.daysInWords),
            \(event.placeInWords)
            """
        case .programme(let programme):
            """
            in \(programme.title), without a date. We write to you when an event is planned that
            fits.
            """
        }
    }

    private var form: HTML {
        """
        <form method="post" action="\(action)" novalidate>
        <input type="hidden" name="form" value="\(formToken)">
        \(person)\(work)\(wishes.html(fields))\(consent)\(honeypot)\
        <p><button class="button" type="submit">Send</button></p>
        </form>
        """
    }

    private var person: HTML {
        """
        <fieldset><legend>About you</legend>
        \(fields.text("given_name", "Given name", autocomplete: "given-name"))\
        \(fields.text("family_name", "Family name", autocomplete: "family-name"))\
        \(address)\
        \(fields.choice(
            "country", "Country you work in", among: countries, first: "Choose a country",
            autocomplete: "country"))\
        \(fields.choice(
            "language", "Language you would like us to write in", among: languages,
            first: "No preference", isOptional: true))\
        </fieldset>

        """
    }

    private var address: HTML {
        if let invitation {
            return fields.fixed(
                "email", "Email address", value: invitation.email,
                hint: "The invitation belongs to this address, so it cannot be changed here.")
        }
        return fields.text(
            "email", "Email address",
            hint: "We write to this address only about your interest and what becomes of it.",
            type: "email", autocomplete: "email", inputMode: "email")
    }

    private var work: HTML {
        """
        <fieldset><legend>Your work</legend>
        \(fields.text(
            "organisation", "Organisation", hint: "The authority, service or association.",
            autocomplete: "organization", isOptional: true))\
        \(fields.choice("sector", "Sector", among: sectors, first: "Choose a sector"))\
        \(fields.area(
            "motivation", "Why would you like to come?",
            hint: """
                Up to 2,000 characters. Please write nothing about a child or a case, even \
                without a name.
                """))\
        </fieldset>

        """
    }

    /// The box itself carries the version, so that none is sent by somebody who did not tick it.
    private var consent: HTML {
        fields.tick(
            "notice", value: PrivacyPage.version,
            """
            I have read the <a href="/privacy">privacy notice</a>
            """)
    }

    /// A field that people never see and programs that fill in everything do.
    private var honeypot: HTML {
        """
        <div class="extra" aria-hidden="true"><label for="website">Leave this empty</label>
        <input type="text" id="website" name="website" value="" tabindex="-1" autocomplete="off">
        </div>

        """
    }
}
