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
        let words = ConsoleWords.SetUp.self
        return Layout(site: site, isPrivate: true).page(
            title: state.title(words.title),
            body: """
                \(fields.summary)\
                <h1>\(words.title)</h1>
                <p class="lead">\(words.welcome(name))\(words.signInBefore)\
                <strong>\(email)</strong>\(words.signInAfter)</p>
                <section aria-labelledby="phone"><h2 id="phone">\(words.phone)</h2>
                <p>\(words.phoneBefore)\(picture == nil ? "" : words.scan)<a
                href="\(address)">\(words.openLink)</a>\(words.phoneAfter)</p>
                \(HTML.with(picture) { "<div class=\"code-picture\">\($0)</div>\n" })\
                <p>\(words.key): <code class="key">\(secret)</code></p></section>
                <section aria-labelledby="choose"><h2 id="choose">\(words.choose)</h2>
                <form method="post" action="/console/set-up/\(token)" novalidate>
                <input type="hidden" name="form" value="\(formToken)">
                <input type="hidden" name="username" autocomplete="username" value="\(email)">
                \(fields.secret(
                    "password", ConsoleWords.SignIn.password,
                    hint: words.passwordHint,
                    autocomplete: "new-password"))\
                \(fields.secret("repeated", words.repeated, autocomplete: "new-password"))\
                \(fields.text(
                    "code", ConsoleWords.SignIn.code, hint: words.codeHint,
                    autocomplete: "one-time-code", inputMode: "numeric"))\
                <p><button class="button" type="submit">\(words.setUp)</button></p>
                </form></section>
                """)
    }
}
