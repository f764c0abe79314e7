import Foundation
import TrainingRegistry

/// `/console/events/{code}/seats`: who sits where, and the rules of the room.
struct SeatsPage: Page {
    var layout: ConsoleLayout
    var event: DashboardEvent
    var room: Room
    var holders: [SeatHolder]
    var targets: [SelectionTarget]
    var names: CodeNames
    /// Members and organisations that seats may be kept for.
    var keepers: [Choice]
    /// Organisations, for quotas.
    var organisations: [Choice]
    var state = FormState()

    /// The fields of the page whose names do not count rows.
    static let kept = [
        "seats", "offer_hours", "quota-new", "max-new", "target-new", "people-new", "holder",
        "kept",
    ]
    static let rowsMax = 200

    var html: HTML {
        let shown =
            Self.kept + room.quotas.indices.map { "max-\($0)" }
            + targets.indices.map { "people-\($0)" }
        let fields = FormFields(state: state, shown: Set(shown))
        let words = ConsoleWords.Seats.self
        return EventFrame(layout: layout, event: event).page(
            .seats, title: state.title(ConsoleWords.Head.seats),
            body: """
                \(fields.summary)\
                <section class="numbers" aria-label="\(words.numbers)">\
                \(EventNumbers(event: event).html)</section>
                <section aria-labelledby="list"><h2 id="list">\(ConsoleWords.Head.seats)</h2>
                \(HTML.when(room.seats.isEmpty, "<p>\(words.noSeats)</p>\n"))\
                \(HTML.when(!room.seats.isEmpty, table))</section>
                \(HTML.when(layout.principal.may(.decide), """
                    <div class="panels">
                    \(SeatForms(page: self, fields: fields).html)</div>

                    """))
                """)
    }

    private var table: HTML {
        let words = ConsoleWords.Seats.self
        let titles = [words.number, words.state, words.who, words.keptFor]
        return """
            <table class="people"><caption class="unseen">\(ConsoleWords.Head.seats)</caption>
            <thead><tr>\(titles.map { "<th scope=\"col\">\($0)</th>" })</tr></thead>
            <tbody>\(room.seats.map(row))</tbody></table>

            """
    }

    private func row(_ seat: Seat) -> HTML {
        let words = ConsoleWords.Seats.self
        let holder = holders.first { $0.number == seat.number }
        let path = "/console/events/\(event.code)"
        let name: HTML =
            switch (holder?.name, seat.interest) {
            case (let name?, let interest?):
                "<a href=\"\(path)/people/\(interest.uuidString.lowercased())\">\(name)</a>"
            case (let name?, nil): "\(name)"
            case (nil, _): "–"
            }
        return """
            <tr><td data-label="\(words.number)"><a href="\(path)/seats/\(seat.number)">\
            \(ConsoleWords.seat(seat.number))</a></td>\
            <td data-label="\(words.state)"><span class="tag \(seat.state.tone)">\
            \(words.state(seat.state))</span>\
            \(HTML.with(seat.promisedUntil) { " \(words.until(DateWords.day($0, in: "UTC")))" })\
            </td><td data-label="\(words.who)">\(name)</td>\
            <td data-label="\(words.keptFor)">\(holder?.keptFor ?? "–")</td></tr>

            """
    }
}

extension Seat.State {
    /// The class that colours its tag.
    fileprivate var tone: String {
        switch self {
        case .free: ""
        case .promised: "waiting"
        case .taken: "open"
        }
    }
}

/// The forms that change the room of an event, each for itself.
struct SeatForms {
    var page: SeatsPage
    var fields: FormFields

    private var words: ConsoleWords.Seats.Type { ConsoleWords.Seats.self }

    var html: HTML {
        """
        \(form("number", words.setNumber, """
            \(number("seats", words.seats, isOptional: false))\
            \(number("offer_hours", words.hours))
            """))\
        \(form("quotas", words.quotas, """
            <p class="hint">\(words.quotasHint)</p>
            \(rows("quota", "max", page.room.quotas.map { ($0.quota.name, quotaTitle($0)) }))\
            \(fields.choice(
                "quota-new", words.another, among: quotaChoices, first: words.nothing,
                isOptional: true))\
            \(number("max-new", words.most))
            """))\
        \(form("targets", words.targets, """
            <p class="hint">\(words.targetsHint)</p>
            \(rows("target", "people", page.targets.map { ($0.name, targetTitle($0.name)) }))\
            \(fields.choice(
                "target-new", words.another, among: targetChoices, first: words.nothing,
                isOptional: true))\
            \(number("people-new", words.people))
            """))\
        \(form("keep", words.keep, """
            <p class="hint">\(words.keepHint)</p>
            \(fields.choice("holder", words.holder, among: page.keepers, first: words.nothing))\
            \(number("kept", words.keptSeats, isOptional: false))
            """))
        """
    }

    private func form(_ part: String, _ title: String, _ inside: HTML) -> HTML {
        """
        <form method="post" action="/console/events/\(page.event.code)/seats/\(part)" novalidate
         aria-labelledby="form-\(part)">\(page.layout.csrf.html)
        <h2 id="form-\(part)">\(title)</h2>
        \(inside)
        <p><button class="button" type="submit">\(words.save)\
        <span class="unseen"> \(title)</span></button></p></form>

        """
    }

    private func number(_ name: String, _ label: String, isOptional: Bool = true) -> HTML {
        fields.text(name, label, inputMode: "numeric", isOptional: isOptional)
    }

    private func rows(
        _ hidden: String, _ shown: String, _ rows: [(name: String, title: String)]
    ) -> [HTML] {
        rows.enumerated().map { index, row in
            """
            <input type="hidden" name="\(hidden)-\(index)" value="\(row.name)">
            \(number("\(shown)-\(index)", row.title))
            """
        }
    }

    private func quotaTitle(_ use: QuotaUse) -> String {
        let choice = quotaChoices.first { $0.value == use.quota.name }
        return words.taken(choice?.title ?? use.quota.name, use.taken)
    }

    private func targetTitle(_ name: String) -> String {
        targetChoices.first { $0.value == name }?.title ?? name
    }

    private var quotaChoices: [Choice] {
        page.names.countries.map { Choice(value: "country:\($0.value)", title: $0.title) }
            + page.names.sectors.map { Choice(value: "sector:\($0.value)", title: $0.title) }
            + page.organisations.map {
                Choice(value: "organisation:\($0.value)", title: $0.title)
            }
    }

    private var targetChoices: [Choice] {
        [Choice(value: "organisation-max", title: words.anyOrganisation)]
            + page.names.countries.map {
                Choice(value: "country-min:\($0.value)", title: words.atLeast($0.title))
            }
            + page.names.sectors.map {
                Choice(value: "sector-min:\($0.value)", title: words.atLeast($0.title))
            }
    }
}

/// `/console/events/{code}/seats/{number}`: frees a seat, or puts another person on it.
struct SeatPage: Page {
    var layout: ConsoleLayout
    var event: DashboardEvent
    var seat: Seat
    var holder: SeatHolder?
    /// Those who could come instead.
    var others: [Choice]
    var state = FormState()

    static let kept = ["reason", "interest", "other-reason"]

    var html: HTML {
        let fields = FormFields(state: state, shown: Set(Self.kept))
        let words = ConsoleWords.Seats.self
        let path = "/console/events/\(event.code)/seats"
        return EventFrame(layout: layout, event: event).page(
            .seats, title: state.title(ConsoleWords.seat(seat.number)),
            body: """
                \(fields.summary)\
                <p class="crumb"><a href="\(path)">\(ConsoleWords.Head.seats)</a></p>
                <h2>\(ConsoleWords.seat(seat.number))</h2>
                <dl class="facts"><div><dt>\(words.state)</dt><dd>\(words.state(seat.state))</dd>
                </div><div><dt>\(words.who)</dt><dd>\(holder?.name ?? "–")</dd></div>
                <div><dt>\(words.keptFor)</dt><dd>\(holder?.keptFor ?? "–")</dd></div></dl>
                <div class="panels">
                <form method="post" action="\(path)/\(seat.number)/free" novalidate
                 aria-labelledby="free">\(layout.csrf.html)
                <h3 id="free">\(words.free)</h3><p>\(words.freeHint)</p>
                \(fields.reason())\
                <p><button class="button grave" type="submit">\(words.free)</button></p></form>
                <form method="post" action="\(path)/\(seat.number)/substitute" novalidate
                 aria-labelledby="substitute">\(layout.csrf.html)
                <h3 id="substitute">\(words.substitute)</h3><p>\(words.substituteHint)</p>
                \(fields.choice("interest", words.who, among: others, first: words.nothing))\
                \(fields.reason("other-reason"))\
                <p><button class="button" type="submit">\(words.substitute)</button></p></form>
                </div>
                """)
    }
}
