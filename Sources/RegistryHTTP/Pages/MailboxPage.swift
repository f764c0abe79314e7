import Foundation

/// `/dev/mailbox`: what was mailed, newest first; only in demonstrations.
struct MailboxPage: Page {
    var site: Site
    /// In the order in which they are shown.
    var messages: [MailboxMessage]

    var html: HTML {
        Layout(site: site, isPrivate: true).page(
            title: "Development mailbox",
            body: """
                <h1>Development mailbox</h1>
                <p class="lead">Every mail of this demonstration arrives here by SMTP, whoever it
                is addressed to. Load the page anew to see later ones.</p>
                \(HTML.when(messages.isEmpty, "<p>No mail yet.</p>\n"))\
                <ul class="events">
                \(messages.map(entry))</ul>
                """)
    }

    private func entry(_ message: MailboxMessage) -> HTML {
        """
        <li><p class="when"><time datetime="\(DateWords.machine(message.receivedAt))">\
        \(MailboxMessagePage.clock(message.receivedAt))</time></p>
        <div><h2><a href="/dev/mailbox/\(message.id)">\(message.subject)</a></h2>
        <p class="meta">To \(message.to)</p></div></li>

        """
    }
}
