/// The answer to a link from a mail that does not work, with what to do about it.
struct LinkPage: Page {
    /// What is wrong with the link.
    enum Trouble: Sendable, CaseIterable {
        case expired
        case alreadyUsed
        /// An invitation that interest was expressed through.
        case invitationUsed
        /// An invitation that was taken back.
        case revoked
        /// Not a whole token: mail programs break long links.
        case cutShort
        /// A whole token that nothing is known of.
        case unknown
    }

    var site: Site
    var trouble: Trouble

    var html: HTML {
        Layout(site: site, isPrivate: true).page(
            title: title,
            body: """
                <h1>\(title)</h1>
                \(advice)
                <p>If that does not help, write to \(site.contactLink).</p>
                """)
    }

    private var title: String {
        switch trouble {
        case .expired: "This link is too old"
        case .alreadyUsed, .invitationUsed: "This link has been used already"
        case .revoked: "This invitation has been taken back"
        case .cutShort: "This link is not whole"
        case .unknown: "This link does not work"
        }
    }

    private var advice: HTML {
        switch trouble {
        case .expired:
            """
            <p class="lead">A link to confirm works for \(site.unconfirmedTime). Yours is older,
            and what you entered has been deleted.</p>
            <p>You are welcome to <a href="/events">choose an event</a> and express your interest
            again. It takes two minutes.</p>
            """
        case .alreadyUsed:
            """
            <p class="lead">Each link to confirm works once. If you pressed the button, your
            interest is confirmed, and you need do nothing more.</p>
            <p>To see, correct or withdraw it, use the personal link in the mail that we sent you
            after you had confirmed.</p>
            """
        case .invitationUsed:
            """
            <p class="lead">An invitation works once. Interest was expressed through this one, and
            it counts.</p>
            <p>To see, correct or withdraw it, use the personal link in the mail that we sent you
            then.</p>
            """
        case .revoked:
            """
            <p class="lead">The people who run the event have taken this invitation back, so nothing
            can be sent through it.</p>
            <p>You are welcome to <a href="/events">choose another event</a>.</p>
            """
        case .cutShort:
            """
            <p class="lead">The address that was opened is shorter or longer than the one that we
            sent. Some mail programs break long links over two lines.</p>
            <p>Go back to the mail and copy the whole link, from “http” to its last character,
            into the address bar.</p>
            """
        case .unknown:
            """
            <p class="lead">We know nothing of this link. It may have been replaced by a newer one,
            or what it led to may have been deleted.</p>
            <p>Look for a newer mail from us, or <a href="/events">choose an event</a> and express
            your interest again.</p>
            """
        }
    }
}
