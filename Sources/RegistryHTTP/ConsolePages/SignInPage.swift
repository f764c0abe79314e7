/// `/console/sign-in`: address, password and the phone's code, all at once.
///
/// One answer for whatever was wrong: nobody learns which addresses there are.
struct SignInPage: Page {
    var site: Site
    var formToken: String
    /// Where to go afterwards.
    var next: String?
    var state: FormState

    static let shown = ["email", "password", "code"]

    var html: HTML {
        let fields = FormFields(state: state, shown: Set(Self.shown))
        let words = ConsoleWords.SignIn.self
        return Layout(site: site, isPrivate: true).page(
            title: state.title(words.title),
            body: """
                \(fields.summary)\
                <h1>\(words.title)</h1>
                <p class="lead">\(words.lead(site.unit))</p>
                <form method="post" action="/console/sign-in" novalidate>
                <input type="hidden" name="form" value="\(formToken)">
                \(HTML.with(next) { "<input type=\"hidden\" name=\"next\" value=\"\($0)\">\n" })\
                \(fields.text("email", words.email, type: "email", autocomplete: "username"))\
                \(fields.secret("password", words.password, autocomplete: "current-password"))\
                \(fields.text(
                    "code", words.code, hint: words.codeHint,
                    autocomplete: "one-time-code", inputMode: "numeric"))\
                <p><button class="button" type="submit">\(words.title)</button></p>
                </form>
                <p>\(words.lost)</p>
                """)
    }
}

/// The answer to a change by somebody whose session is over.
struct SignedOutPage: Page {
    var site: Site

    var html: HTML {
        let words = ConsoleWords.SignIn.self
        return Layout(site: site, isPrivate: true).page(
            title: words.signedOut,
            body: """
                <h1>\(words.signedOut)</h1>
                <p class="lead">\(words.signedOutBefore)<a
                href="/console/sign-in" target="_blank" rel="noopener">\(words.signedOutLink)</a>\
                \(words.signedOutAfter)</p>
                """)
    }
}
