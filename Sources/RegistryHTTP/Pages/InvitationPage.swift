import TrainingRegistry

/// `/my/{token}/trainer`: the invitations of one person to become a trainer, with buttons.
struct InvitationPage: Page {
    /// What a button sends.
    enum Answer: String, Sendable, CaseIterable {
        case accept
        case decline
    }

    var site: Site
    var token: String
    var standings: [OwnStanding]

    var html: HTML {
        Layout(site: site, isPrivate: true).page(
            title: "Becoming a trainer",
            body: """
                <h1>Becoming a trainer</h1>
                \(standings.isEmpty ? nothing : .empty)\(standings.map(part))\
                <p><a href="/my/\(token)">What we hold about you</a></p>
                """)
    }

    private var nothing: HTML {
        """
        <p class="lead">No invitation is open for you.</p>

        """
    }

    private func part(_ own: OwnStanding) -> HTML {
        """
        <section aria-labelledby="\(own.programme.description)">
        <h2 id="\(own.programme.description)">\(own.title)</h2>
        \(words(own))</section>

        """
    }

    private func words(_ own: OwnStanding) -> HTML {
        switch own.standing {
        case .invited:
            """
            <p>We would be glad to have you as a trainer of \(own.title). Trainers hold trainings
            in their own country, with us or by themselves.</p>
            <form class="answer" method="post" action="/my/\(token)/trainer">
            <input type="hidden" name="programme" value="\(own.programme.description)">
            <p><button class="button" name="answer" value="accept" type="submit">Accept
            <span class="unseen">to become a trainer of \(own.title)</span></button>
            <button class="button quiet" name="answer" value="decline" type="submit">Decline
            <span class="unseen">to become a trainer of \(own.title)</span></button></p>
            </form>

            """
        case .trainer: "<p>You are a trainer of this programme. Thank you!</p>\n"
        case .declined: "<p>You declined to become a trainer of this programme.</p>\n"
        case .ended: "<p>No invitation is open, and you are not a trainer of it now.</p>\n"
        }
    }
}
