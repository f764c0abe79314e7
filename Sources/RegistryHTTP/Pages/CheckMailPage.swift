/// The answer to a form that was right: the same for a known and an unknown address.
struct CheckMailPage: Page {
    var site: Site
    var target: InterestSubject
    /// The address as it was typed, so that a slip can be seen.
    var email: String

    var html: HTML {
        Layout(site: site, section: target.section, isPrivate: true).page(
            title: "Check your mail",
            body: """
                <h1>Check your mail</h1>
                <div class="call good"><p>We have sent a mail to <strong>\(email)</strong>.
                Open the link in it and press the button there. Only then does your interest in
                <a href="\(target.path)">\(target.title)</a> count.</p></div>
                \(HTML.when(site.isDemo, Self.mailbox))\
                <h2>No mail?</h2>
                <ul>
                <li>It can take a few minutes. Look in the folder for unwanted mail, too.</li>
                <li>If the address above is wrong, <a href="\(target.path)/interest">fill in the
                form again</a>. What went to the wrong address is deleted after
                \(site.unconfirmedTime) if nobody confirms it.</li>
                </ul>
                """)
    }

    private static let mailbox: HTML = """
        <p><a class="button" href="/dev/mailbox">Open the development mailbox</a></p>

        """
}
