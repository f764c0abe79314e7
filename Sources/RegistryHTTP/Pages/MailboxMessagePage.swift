import Foundation

/// `/dev/mailbox/{id}`: one mail as text with its links, and its source.
struct MailboxMessagePage: Page {
    var site: Site
    var message: MailboxMessage

    var html: HTML {
        Layout(site: site, isPrivate: true).page(
            title: message.subject,
            body: """
                \(Breadcrumb(path: "/dev/mailbox", title: "Development mailbox").html)\
                <h1>\(message.subject)</h1>
                <dl class="facts">
                <div><dt>From</dt><dd>\(message.from)</dd></div>
                <div><dt>To</dt><dd>\(message.to)</dd></div>
                <div><dt>Received</dt><dd>\(Self.clock(message.receivedAt))</dd></div>
                </dl>
                <pre>\(Self.linked(message.text))</pre>
                <details><summary>Source of the mail</summary>
                <pre>\(message.source)</pre></details>
                """)
    }

    /// `2 March 2027, 09:30 UTC`.
    static func clock(_ instant: Date) -> String {
        guard let wall = DateWords.wall(instant, in: .gmt) else { return "" }
        return "\(DateWords.day(wall.day)), \(wall.clock) UTC"
    }

    /// The text with its web addresses as links; nothing else in it becomes markup.
    static func linked(_ text: String) -> HTML {
        var parts: [HTML] = []
        var rest = Substring(text)
        while let start = rest.firstRange(of: /https?:\/\/[^\s<>"]+/) {
            var end = start.upperBound
            while end > start.lowerBound {
                let last = rest.index(before: end)
                guard ".,;:!?)’”'".contains(rest[last]) else { break }
                end = last
            }
            let address = String(rest[start.lowerBound..<end])
            parts.append("\(String(rest[..<start.lowerBound]))")
            parts.append("<a href=\"\(address)\">\(address)</a>")
            rest = rest[end...]
        }
        parts.append("\(String(rest))")
        return "\(parts)"
    }
}
