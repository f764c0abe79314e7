import TrainingRegistry

/// `/console/account`: what somebody may do here, and the end of all their sessions.
struct AccountPage: Page {
    var layout: ConsoleLayout
    /// The roles in words, with the names of what they are bound to.
    var roles: [String]

    var html: HTML {
        let words = ConsoleWords.Account.self
        return layout.page(
            title: words.title,
            body: """
                <h1>\(words.title)</h1>
                <dl class="facts"><div><dt>\(words.name)</dt>\
                <dd>\(layout.principal.name ?? "")</dd></div>
                <div><dt>\(words.roles)</dt><dd>\(Words.list(roles))</dd></div></dl>
                <h2>\(words.elsewhere)</h2>
                <p>\(words.elsewhereHint)</p>
                <form method="post" action="/console/sign-out-everywhere">\(layout.csrf.html)
                <p><button class="button grave" type="submit">\
                \(words.signOutEverywhere)</button></p>
                </form>
                """)
    }
}
