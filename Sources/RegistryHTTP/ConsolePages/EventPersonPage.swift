import Foundation
import TrainingRegistry

/// `/console/events/{code}/people/{id}`: one person within an event, and all that was done.
struct EventPersonPage: Page {
    var layout: ConsoleLayout
    var event: DashboardEvent
    var person: EventPerson
    var place: PlaceExplained
    var mails: MailsExplained
    var names: CodeNames
    /// Of the form that sends a mail again.
    var state = FormState()

    static let kept = ["mail", "again-reason"]

    var html: HTML {
        let words = ConsoleWords.Person.self
        let fields = FormFields(state: state, shown: Set(Self.kept))
        return EventFrame(layout: layout, event: event).page(
            .people, title: state.title(person.name),
            body: """
                \(fields.summary)\
                <h2>\(person.name) <span class="tag \(place.status.tone)">\
                \(ConsoleWords.status(place.status))</span></h2>
                \(HTML.with(mails.hold) { HoldNotice(hold: $0).html })\
                <section aria-labelledby="facts"><h3 id="facts">\(words.facts)</h3>
                <dl class="facts">\(facts)</dl></section>
                <section aria-labelledby="why"><h3 id="why">\(words.why)</h3>
                <ul>\(reasons.map { "<li>\($0)</li>\n" })</ul></section>
                <section aria-labelledby="history"><h3 id="history">\(words.history)</h3>
                <ol class="log">\(place.history.map(step))</ol></section>
                \(PersonMails(
                    event: event, person: person, mails: mails, layout: layout, fields: fields
                ).html)\
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
