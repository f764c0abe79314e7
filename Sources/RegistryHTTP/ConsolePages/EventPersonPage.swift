import Foundation
import TrainingRegistry

/// `/console/events/{code}/people/{id}`: one person within an event, and all that was done.
struct EventPersonPage: Page {
    var layout: ConsoleLayout
    var event: DashboardEvent
    var person: EventPerson
    var place: PlaceExplained
    var mails: [EventMail]
    /// Nil while mails go to them.
    var hold: AddressHold?
    var names: CodeNames

    var html: HTML {
        let words = ConsoleWords.Person.self
        return EventFrame(layout: layout, event: event).page(
            .people, title: person.name,
            body: """
                <h2>\(person.name) <span class="tag \(place.status.tone)">\
                \(ConsoleWords.status(place.status))</span></h2>
                \(HTML.with(hold) { HoldNotice(hold: $0).html })\
                <section aria-labelledby="facts"><h3 id="facts">\(words.facts)</h3>
                <dl class="facts">\(facts)</dl></section>
                <section aria-labelledby="why"><h3 id="why">\(words.why)</h3>
                <ul>\(reasons.map { "<li>\($0)</li>\n" })</ul></section>
                <section aria-labelledby="history"><h3 id="history">\(words.history)</h3>
                <ol class="log">\(place.history.map(step))</ol></section>
                <section aria-labelledby="mails"><h3 id="mails">\(words.mails)</h3>
                \(HTML.when(mails.isEmpty, "<p>\(words.noMails)</p>\n"))\
                \(HTML.when(!mails.isEmpty, MailTable(event: event.code, mails: mails).html))\
                </section>
                \(HTML.when(layout.principal.may(.erasePeople), erasure))
                """)
    }

    private var erasure: HTML {
        let path = "/console/people/\(person.person.lowercased)/erase"
        return """
            <section aria-labelledby="erasure"><h3 id="erasure">\(ConsoleWords.Erasure.title)</h3>
            <p>\(ConsoleWords.Erasure.hint)</p>
            <p><a class="button grave" href="\(path)">\(ConsoleWords.Erasure.look)</a></p></section>
            """
    }

    private var facts: [HTML] {
        let order = ConsoleWords.People.self
        let rows: [(String, String?)] = [
            (order.order(.country), names.country(person.country)),
            (order.order(.sector), names.sector(person.sector)),
            (order.order(.organisation), person.organisation),
            (order.order(.received), DateWords.instant(person.receivedAt, in: "UTC")),
            (ConsoleWords.Person.email, person.email),
            (ConsoleWords.Person.language, person.language.map(Words.language)),
            (ConsoleWords.Person.motivation, person.motivation),
        ]
        return rows.compactMap { name, value in
            value.map { "<div><dt>\(name)</dt><dd class=\"quoted\">\($0)</dd></div>\n" }
        }
    }

    private var reasons: [String] {
        var lines: [String] = []
        if let seat = place.seat { lines.append(ConsoleWords.seat(seat)) }
        if let until = place.promisedUntil {
            lines.append(ConsoleWords.Why.until(DateWords.instant(until, in: "UTC")))
        }
        if let number = place.place { lines.append(ConsoleWords.Why.waiting(number)) }
        lines.append(ConsoleWords.Why.free(place.freeSeats))
        if place.freeSeats > 0, !place.hasSuitableSeat { lines.append(ConsoleWords.Why.unsuited) }
        lines += place.fullQuotas.map { quota in
            ConsoleWords.Matrix.rule(
                "quota:\(quota)", country: names.country, sector: names.sector)
        }
        return lines
    }

    private func step(_ step: PlaceExplained.Step) -> HTML {
        """
        <li><strong>\(ConsoleWords.status(step.status))</strong> \
        <span class="source">\(DateWords.instant(step.at, in: "UTC")), \
        \(ConsoleWords.actor(step.actor))</span>\
        \(HTML.with(step.reason) { "<p>\(ConsoleWords.reason): \($0)</p>" })\
        \(HTML.with(step.decision) { "<p class=\"quoted\">\($0)</p>" })</li>

        """
    }
}

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
                \(HTML.when(mails.isEmpty, "<p>\(words.none)</p>\n"))\
                \(HTML.when(!mails.isEmpty, MailTable(event: event.code, mails: mails).html))
                """)
    }
}

/// Mails with their attempts.
struct MailTable {
    var event: String
    var mails: [EventMail]

    var html: HTML {
        let words = ConsoleWords.Mails.self
        let titles = [words.who, words.what, words.state, words.attempts]
        return """
            <table class="people"><caption class="unseen">\(ConsoleWords.Head.mails)</caption>
            <thead><tr>\(titles.map { "<th scope=\"col\">\($0)</th>" })</tr></thead>
            <tbody>\(mails.map(row))</tbody></table>

            """
    }

    private func row(_ mail: EventMail) -> HTML {
        let words = ConsoleWords.Mails.self
        let id = mail.interest.uuidString.lowercased()
        let isBad = mail.state == "failed" || mail.state == "dead"
        return """
            <tr><td data-label="\(words.who)"><a href="/console/events/\(event)/people/\(id)">\
            \(mail.name)</a></td>\
            <td data-label="\(words.what)">\(ConsoleWords.template(mail.template))<br>\
            <span class="source">\(DateWords.instant(mail.writtenAt, in: "UTC"))</span></td>\
            <td data-label="\(words.state)"><span class="tag\(isBad ? " off" : "")">\
            \(ConsoleWords.mailState(mail.state))</span>\
            \(HTML.with(mail.lastReply) { "<br><span class=\"source\">\($0)</span>" })\
            \(HTML.with(mail.bounceStatus) { "<br>\(ConsoleWords.Holds.cameBack($0))" })</td>\
            <td data-label="\(words.attempts)"><ol class="attempts">\
            \(mail.attempts.map(attempt))</ol></td></tr>

            """
    }

    private func attempt(_ attempt: EventMail.Attempt) -> HTML {
        """
        <li>\(DateWords.instant(attempt.startedAt, in: "UTC")): \
        \(attempt.outcome ?? ConsoleWords.Mails.running)\
        \(HTML.with(attempt.reply) { " – \($0)" })</li>

        """
    }
}
