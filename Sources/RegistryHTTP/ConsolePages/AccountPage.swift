import TrainingRegistry

/// `/console/account`: what somebody may do here, and the end of all their sessions.
struct AccountPage: Page {
    var layout: ConsoleLayout
    /// The roles in words, with the names of what they are bound to.
    var roles: [String]

    var html: HTML {
        layout.page(
            title: "Your account",
            body: """
                <h1>Your account</h1>
                <dl class="facts"><div><dt>Name</dt><dd>\(layout.principal.name ?? "")</dd></div>
                <div><dt>Roles</dt><dd>\(Words.list(roles))</dd></div></dl>
                <h2>Signed in elsewhere?</h2>
                <p>This ends your session in every browser, this one too.</p>
                <form method="post" action="/console/sign-out-everywhere">\(layout.csrf.html)
                <p><button class="button grave" type="submit">Sign out everywhere</button></p>
                </form>
                """)
    }
}
