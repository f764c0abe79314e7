import Foundation
import TrainingRegistry

/// `/console/events/{code}/mails`: what was written about an event, and what mail servers said.
struct EventMailsPage: Page {
    var layout: ConsoleLayout
    var event: DashboardEvent
    var mails: [EventMail]
    var onlyFailed: Bool

    var html: HTML {
        let path = "/console/events/\(event.code)/mails"
        let words = ConsoleWords.Mails.self
        let other: HTML =
            onlyFailed
            ? "<a href=\"\(path)\">\(words.all)</a>"
            : "<a href=\"\(path)?state=failed\">\(words.onlyFailed)</a>"
        return EventFrame(layout: layout, event: event).page(
            .mails, title: ConsoleWords.Head.mails,
            body: """
                <h2>\(onlyFailed ? words.failed : ConsoleWords.Head.mails)</h2>
                <p>\(other)</p>
                <p><a href="/console/events/\(event.code)/mailings">\
                \(ConsoleWords.Mailings.toAll)</a></p>
                \(HTML.when(mails.isEmpty, "<p>\(words.none)</p>\n"))\
                \(HTML.when(!mails.isEmpty, table))
                """)
    }

    private var table: HTML {
        MailTable(event: event.code, mails: mails, principal: layout.principal).html
    }
}

/// Mails with why they were written, what became of them, and every attempt.
struct MailTable {
    var event: String
    var mails: [EventMail]
    var principal: Principal
    /// Whether all are to the person of the page.
    var isOfOne = false

    private var words: ConsoleWords.Mails.Type { ConsoleWords.Mails.self }

    var html: HTML {
        let titles = (isOfOne ? [] : [words.who]) + [words.what, words.state, words.attempts]
        return """
            <table class="people"><caption class="unseen">\(ConsoleWords.Head.mails)</caption>
            <thead><tr>\(titles.map { "<th scope=\"col\">\($0)</th>" })</tr></thead>
            <tbody>\(mails.map(row))</tbody></table>

            """
    }

    private func row(_ mail: EventMail) -> HTML {
        """
        <tr>\(HTML.when(!isOfOne, who(mail)))\
        <td data-label="\(words.what)">\(ConsoleWords.template(mail.template))<br>\
        <span class="source">\(DateWords.instant(mail.writtenAt, in: "UTC"))</span>\
        \(HTML.with(mail.act, act))\
        \(HTML.with(mail.againOf) { "<br><span class=\"source\">\(again($0))</span>" })</td>\
        <td data-label="\(words.state)">\(outcome(mail))</td>\
        <td data-label="\(words.attempts)">\(attempts(mail))</td></tr>

        """
    }

    /// Links to people only for those who have a page.
    private func who(_ mail: EventMail) -> HTML {
        let path = mail.interest.map { "/console/events/\(event)/people/\($0.lowercased)" }
        let name: HTML = path.map { "<a href=\"\($0)\">\(mail.name)</a>" } ?? "\(mail.name)"
        return "<td data-label=\"\(words.who)\">\(name)</td>"
    }

    private func act(_ act: EventMail.Act) -> HTML {
        let path = "/console/events/\(event)/mailings/\(act.mailing.lowercased)"
        return """
            <br><a href="\(path)">\(ConsoleWords.Mailings.kind(act.kind))</a>, \
            \(ActorWords.who(act.by, for: principal))
            """
    }

    /// When the mail that it says again was written, where it is among these.
    private func again(_ id: Int64) -> String {
        let first = mails.first { $0.id == id }
        return words.again(of: first.map { DateWords.instant($0.writtenAt, in: "UTC") })
    }

    private func outcome(_ mail: EventMail) -> HTML {
        let isBad = mail.state == "failed" || mail.state == "dead"
        let lines = sentences(mail)
        return """
            <span class="tag\(isBad ? " off" : "")">\(ConsoleWords.mailState(mail.state))</span>\
            \(HTML.with(mail.lastReply) { "<br><span class=\"source\">\($0)</span>" })\
            \(lines.map { "<br>\($0)" })\
            \(HTML.when(mail.isBounced, "<br><span class=\"tag off\">\(words.bounced)</span>"))\
            \(HTML.with(mail.bounceStatus) { "<br>\(ConsoleWords.Holds.cameBack($0))" })
            """
    }

    /// Why it was not sent, and that nothing is sent there now.
    private func sentences(_ mail: EventMail) -> [String] {
        var lines: [String] = []
        if mail.obstacle == .takenOut, let by = mail.omittedBy {
            lines.append(ConsoleWords.Mailings.takenOut(by: ActorWords.who(by, for: principal)))
        } else if let obstacle = mail.obstacle, obstacle != .onHold {
            lines.append(obstacle.sentence)
        }
        if let note = mail.note { lines.append("\(ConsoleWords.reason): \(note)") }
        if let cause = mail.holdCause { lines.append(ConsoleWords.Holds.because(cause)) }
        return lines
    }

    private func attempts(_ mail: EventMail) -> HTML {
        guard !mail.attempts.isEmpty else { return "\(words.noAttempt)" }
        return """
            <details><summary>\(words.attempts(mail.attempts.count))<span class="unseen">, \
            \(ConsoleWords.template(mail.template)), \(mail.name)</span></summary>
            <ol class="attempts">\(mail.attempts.map(attempt))</ol></details>
            """
    }

    private func attempt(_ attempt: EventMail.Attempt) -> HTML {
        let place = [attempt.phase, attempt.replyCode.map(String.init)].compactMap { $0 }
        return """
            <li>\(DateWords.instant(attempt.startedAt, in: "UTC")): \
            \(attempt.outcome ?? words.running)\
            \(HTML.when(!place.isEmpty, " (\(place.joined(separator: ", ")))"))\
            \(HTML.with(attempt.reply) { " – \($0)" })</li>

            """
    }
}
