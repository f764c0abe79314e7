/// `/console/set-up/{token}`: a password and a phone, by a link that works once.
struct SetUpPage: Page {
    var site: Site
    var token: String
    var formToken: String
    var email: String
    var name: String
    /// The secret in base32, in groups of four.
    var secret: String
    /// The same as a link that a phone opens in its authenticator.
    var address: String
    /// The same as a picture; nil where it cannot be drawn.
    var picture: HTML?
    var state: FormState

    static let shown = ["password", "repeated", "code"]

    var html: HTML {
        let fields = FormFields(state: state, shown: Set(Self.shown))
        return Layout(site: site, isPrivate: true).page(
            title: state.title("Set up your account"),
            body: """
                \(fields.summary)\
                <h1>Set up your account</h1>
                <p class="lead">Welcome, \(name). You sign in as <strong>\(email)</strong>, with a
                password and a code from your phone. This link works once.</p>
                <section aria-labelledby="phone"><h2 id="phone">1. Your phone</h2>
                <p>Open an authenticator on your phone and add an account:
                \(HTML.when(picture != nil, "scan the picture, "))<a
                href="\(address)">open this link on the phone</a>, or type the key.</p>
                \(HTML.with(picture) { "<div class=\"code-picture\">\($0)</div>\n" })\
                <p>Key: <code class="key">\(secret)</code></p></section>
                <section aria-labelledby="choose"><h2 id="choose">2. Your password</h2>
                <form method="post" action="/console/set-up/\(token)" novalidate>
                <input type="hidden" name="form" value="\(formToken)">
                <input type="hidden" name="username" autocomplete="username" value="\(email)">
                \(fields.secret(
                    "password", "Password",
                    hint: "12 characters or more. A sentence that nobody else knows is good.",
                    autocomplete: "new-password"))\
                \(fields.secret("repeated", "The password again", autocomplete: "new-password"))\
                \(fields.text(
                    "code", "Code", hint: "Six digits, that your phone shows now.",
                    autocomplete: "one-time-code", inputMode: "numeric"))\
                <p><button class="button" type="submit">Set up</button></p>
                </form></section>
                """)
    }
}
