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
        return Layout(site: site, isPrivate: true).page(
            title: state.title("Sign in"),
            body: """
                \(fields.summary)\
                <h1>Sign in</h1>
                <p class="lead">For the people of the \(site.unit).</p>
                <form method="post" action="/console/sign-in" novalidate>
                <input type="hidden" name="form" value="\(formToken)">
                \(HTML.with(next) { "<input type=\"hidden\" name=\"next\" value=\"\($0)\">\n" })\
                \(fields.text("email", "Email address", type: "email", autocomplete: "username"))\
                \(fields.secret("password", "Password", autocomplete: "current-password"))\
                \(fields.text(
                    "code", "Code", hint: "Six digits, from the authenticator on your phone.",
                    autocomplete: "one-time-code", inputMode: "numeric"))\
                <p><button class="button" type="submit">Sign in</button></p>
                </form>
                <p>Lost your phone, or forgot the password? An administrator can send you a new
                link.</p>
                """)
    }
}

/// The answer to a change by somebody whose session is over.
struct SignedOutPage: Page {
    var site: Site

    var html: HTML {
        Layout(site: site, isPrivate: true).page(
            title: "You are signed out",
            body: """
                <h1>You are signed out</h1>
                <p class="lead">Your session is over, so nothing was changed. <a
                href="/console/sign-in" target="_blank" rel="noopener">Sign in in a new tab</a>,
                then come back here, go back one page and send the form again: what you typed is
                still there.</p>
                """)
    }
}
