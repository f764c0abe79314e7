/// The answer to a request that could not be served, in words a visitor can act on.
struct ErrorPage: Page {
    var site: Site
    /// The status of the response, 400 to 599.
    var status: Int
    /// One more plain sentence, if there is something particular to say.
    var detail: String?
    /// When it is worth trying again, as told in `Retry-After` (RFC 9110 §10.2.3).
    var retryAfterSeconds: Int?

    init(site: Site, status: Int, detail: String? = nil, retryAfterSeconds: Int? = nil) {
        self.site = site
        self.status = status
        self.detail = detail
        self.retryAfterSeconds = retryAfterSeconds
    }

    var html: HTML {
        Layout(site: site, isPrivate: true).page(
            title: title,
            body: """
                <h1>\(title)</h1>
                <p class="lead">\(advice)</p>
                \(HTML.with(detail) { "<p>\($0)</p>\n" })\
                \(HTML.with(retryAfterSeconds) {
                    "<p>Please try again in \(Self.wait($0)).</p>\n"
                })\
                <p><a href="/">Home</a></p>
                <p class="source">Error \(status)</p>
                """)
    }

    private var title: String {
        switch status {
        case 400: "We could not read the request"
        case 404: "There is no such page"
        case 405: "This page can't be used that way"
        case 413: "That was too much at once"
        case 429: "Too many requests"
        case 503: "The service is not available right now"
        case 500...: "Something went wrong on our side"
        default: "This did not work"
        }
    }

    private var advice: HTML {
        switch status {
        case 400:
            """
            What arrived was incomplete or damaged. Nothing was kept. Please go back, load the page
            anew and try again.
            """
        case 404:
            """
            The address may be misspelt, or the page may have moved. All
            <a href="/events">events</a> and <a href="/programmes">programmes</a> are listed, past
            ones too.
            """
        case 405: "The address is right, but it can't be opened or sent to in this way."
        case 413: "What you sent is larger than we accept. Nothing was kept."
        case 429:
            """
            Many requests came from your network in a short time, so we ask you to wait. Nothing
            that you had sent before is lost.
            """
        case 503:
            """
            We are probably back in a moment. If you were sending a form and saw no answer, please
            send it again: it is never counted twice.
            """
        case 500...:
            """
            It is not your fault, and it has been noted. Please try again; if it happens again,
            write to \(site.contactLink).
            """
        default: "Please go back and try again."
        }
    }

    /// `30 seconds`, `a minute`, `12 minutes`, `2 hours`; rounded up, so that it is never too soon.
    static func wait(_ seconds: Int) -> String {
        if seconds <= 1 { return "a second" }
        if seconds < 60 { return "\(seconds) seconds" }
        let minutes = (seconds + 59) / 60
        if minutes == 1 { return "a minute" }
        if minutes < 120 { return "\(minutes) minutes" }
        return "\((minutes + 59) / 60) hours"
    }
}
