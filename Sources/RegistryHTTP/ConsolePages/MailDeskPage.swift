import Foundation
import TrainingRegistry

/// `/console/mails`: whether mails leave, and what was not delivered.
struct MailDeskPage: Page {
    var layout: ConsoleLayout
    var health: OutboxHealth
    var attempts: [AttemptCount]
    /// How many mailings wait to be looked at.
    var mailings: Int
    /// Refused and given up.
    var lost: [OutboxLine]
    var notice: String?
    var state = FormState()
    /// Chosen to be tried once more.
    var picked: Set<Int64> = []
    var now: Date

    static let path = "/console/mails"
    static let kept = ["requeue-reason"]

    private var words: ConsoleWords.Desk.Type { ConsoleWords.Desk.self }

    var html: HTML {
        let fields = FormFields(state: state, shown: Set(Self.kept + ["lost"]))
        return layout.page(
            title: state.title(words.title),
            body: """
                \(fields.summary)\
                \(HTML.with(notice) { "<p class=\"done\" role=\"status\">\($0)</p>\n" })\
                <h1>\(words.title)</h1>
                \(MailTroubles(health: health).html)\
                <ul>
                <li><a href="/console/mailings">\(words.mailings)</a>\
                \(HTML.when(mailings > 0, ": \(words.waiting(mailings))"))</li>
                <li><a href="\(HoldsPage.path)">\(words.holds)</a></li>
                <li><a href="\(MailTextsPage.path)">\(words.texts)</a></li></ul>
                <section aria-labelledby="queue"><h2 id="queue">\(words.queue)</h2>
                <dl class="counts">\(counts)</dl>
                \(lateness)</section>
                <section aria-labelledby="failures"><h2 id="failures">\(words.failures)</h2>
                \(failures)</section>
                <section aria-labelledby="lost"><h2 id="lost" tabindex="-1">\(words.lately)</h2>
                \(HTML.when(lost.isEmpty, "<p>\(words.none)</p>\n"))\
                \(HTML.when(!lost.isEmpty, form))</section>
                """)
    }

    private var counts: [HTML] {
        [
            (words.pending, health.pending), (words.sending, health.sending),
            (words.draft, health.draft), (words.held, health.held),
            (words.failed, health.failed), (words.dead, health.dead),
        ].map { title, count in
            "<div><dt>\(title)</dt><dd>\(Words.number(count))</dd></div>\n"
        }
    }

    private var lateness: HTML {
        let minutes = health.oldestDueSeconds.map { Int($0 / 60) } ?? 0
        return minutes == 0
            ? "<p>\(words.nothingLate)</p>\n"
            : "<p>\(words.oldest) \(words.minutes(minutes)).</p>\n"
    }

    private var failures: HTML {
        let failed = attempts.filter(\.isFailure)
        guard !failed.isEmpty else { return "<p>\(words.noFailures)</p>\n" }
        let titles = [words.outcome, words.phase, words.reply, words.attempts]
        let rows: [HTML] = failed.map { one in
            """
            <tr><td data-label="\(words.outcome)">\(words.ending(one.outcome))</td>\
            <td data-label="\(words.phase)"><code>\(one.phase)</code></td>\
            <td data-label="\(words.reply)">\(one.reply == "none" ? words.noReply : one.reply)</td>\
            <td data-label="\(words.attempts)">\(Words.number(one.attempts))</td></tr>

            """
        }
        return """
            <table class="people"><caption class="unseen">\(words.failures)</caption>
            <thead><tr>\(titles.map { "<th scope=\"col\">\($0)</th>" })</tr></thead>
            <tbody>\(rows)</tbody></table>

            """
    }

    private var form: HTML {
        guard lost.contains(where: { $0.mayBeRequeued(at: now) }) else { return table }
        return """
            <form class="sheet" method="post" action="\(Self.path)/requeue" novalidate>\
            \(layout.csrf.html)
            \(table)\
            <div class="narrow"><h3>\(words.requeueTitle)</h3>
            <p>\(words.requeueHint)</p>
            \(ReasonField(
                id: "requeue-reason", name: "requeue-reason", value: state.value("requeue-reason"),
                isRequired: true, isWrong: state.message("requeue-reason") != nil).html)\
            <p><button class="button" type="submit">\(words.requeue)</button></p></div></form>

            """
    }

    private var table: HTML {
        let names = ConsoleWords.Mails.self
        let titles = [names.who, names.what, names.state, names.attempts]
        return """
            <table class="people"><caption class="unseen">\(words.lately)</caption>
            <thead><tr>\(titles.map { "<th scope=\"col\">\($0)</th>" })</tr></thead>
            <tbody>\(lost.map(row))</tbody></table>

            """
    }

    private func row(_ mail: OutboxLine) -> HTML {
        let names = ConsoleWords.Mails.self
        return """
            <tr><td data-label="\(names.who)"><span class="address">\(mail.recipient)</span>\
            \(link(mail))</td>\
            <td data-label="\(names.what)">\(ConsoleWords.template(mail.template))\
            \(HTML.with(mail.endedAt) {
                "<br><span class=\"source\">\(DateWords.instant($0, in: "UTC"))</span>"
            })</td>\
            <td data-label="\(names.state)"><span class="tag off">\
            \(ConsoleWords.mailState(mail.state))</span>\
            \(HTML.with(mail.lastReply) { "<br><span class=\"source\">\($0)</span>" })\
            \(HTML.when(mail.mayBeRequeued(at: now), box(mail)))</td>\
            <td data-label="\(names.attempts)">\(Words.number(mail.attempts))</td></tr>

            """
    }

    private func link(_ mail: OutboxLine) -> HTML {
        guard let event = mail.event, let interest = mail.interest else { return .empty }
        return """
            <br><a href="/console/events/\(event)/people/\(interest.lowercased)">\
            \(words.person)<span class="unseen"> \(event), \(mail.recipient)</span></a>
            """
    }

    private func box(_ mail: OutboxLine) -> HTML {
        let mark: HTML = picked.contains(mail.id) ? " checked" : ""
        return """
            <div class="tick"><input type="checkbox" name="mail" id="mail-\(Int(mail.id))"
             value="\(Int(mail.id))"\(mark)><label for="mail-\(Int(mail.id))">\(words.again)
            <span class="unseen">\(mail.recipient)</span></label></div>
            """
    }
}

/// Says in a line what is wrong with the queue.
struct MailTroubles {
    var health: OutboxHealth
    /// Elsewhere than on the desk it leads there.
    var isLinked = false

    /// Nothing while all is well.
    var html: HTML {
        guard !health.troubles.isEmpty else { return .empty }
        let words = ConsoleWords.Desk.self
        let line = health.troubles.map(words.trouble).joined(separator: "; ")
        let title: HTML =
            isLinked ? "<a href=\"\(MailDeskPage.path)\">\(words.wrong)</a>" : "\(words.wrong)"
        return """
            <p class="call off">\(title): \(line).</p>

            """
    }
}
