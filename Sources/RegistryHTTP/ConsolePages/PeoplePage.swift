import Foundation
import TrainingRegistry

/// `/console/events/{code}/people`: who is interested, and the form that moves them.
struct PeoplePage: Page {
    var layout: ConsoleLayout
    var event: DashboardEvent
    var list: ListEventPeople
    var people: [EventPerson]
    var names: CodeNames
    var picked: Set<UUID> = []
    /// Of the ones who are picked; nil before anybody looked.
    var matrix: SelectionMatrix?
    var state = FormState()

    static let kept = ["to", "reason", "decision"]

    var html: HTML {
        let fields = FormFields(state: state, shown: Set(Self.kept + ["pick"]))
        let words = ConsoleWords.People.self
        return EventFrame(layout: layout, event: event).page(
            .people, title: state.title(ConsoleWords.Head.people),
            body: """
                \(fields.summary)\
                \(filter)\(find)\
                <p>\(words.shown(first, last, total))</p>
                \(HTML.when(people.isEmpty, "<p>\(words.none)</p>\n"))\
                \(HTML.when(!people.isEmpty, form(fields)))\(paging)
                <p>\(ConsoleWords.Exports.takeAlong)
                <a href="/console/events/\(event.code)/exports/participants"
                 download>\(ConsoleWords.Exports.title(.csv))</a>,
                <a href="/console/events/\(event.code)/exports/participants?format=xlsx"
                 download>\(ConsoleWords.Exports.title(.xlsx))</a>.</p>
                """)
    }

    private var path: String { "/console/events/\(event.code)/people" }
    private var total: Int { people.first?.total ?? 0 }
    private var first: Int { (list.page - 1) * list.size + 1 }
    private var last: Int { first + people.count - 1 }
    private var mayDecide: Bool { layout.principal.may(.decide) }

    private var filter: HTML {
        let words = ConsoleWords.People.self
        let statuses = InterestStatus.allCases.map {
            Choice(value: $0.rawValue, title: ConsoleWords.status($0))
        }
        let sizes = ListEventPeople.sizes.map { Choice(value: String($0), title: String($0)) }
        return """
            <form class="filter" method="get" action="\(path)" role="search"
             aria-label="\(words.narrow)">
            \(FilterField.choice(
                "status", words.status, statuses, chosen: list.status?.rawValue,
                any: words.anyStatus))\
            \(FilterField.choice(
                "country", words.order(.country), names.countries,
                chosen: list.country?.description, any: words.anyCountry))\
            \(FilterField.choice(
                "sector", words.order(.sector), names.sectors, chosen: list.sector?.description,
                any: words.anySector))\
            \(FilterField.text("organisation", words.organisation, list.organisation))\
            \(FilterField.choice("size", words.rows, sizes, chosen: String(list.size), any: nil))\
            <input type="hidden" name="sort" value="\(list.sortWord)">
            <div><button class="button" type="submit">\(ConsoleWords.List.show)</button></div>
            </form>

            """
    }

    /// A name is never part of an address, so this is sent and not asked for.
    private var find: HTML {
        let words = ConsoleWords.People.self
        return """
            <form class="filter" method="post" action="\(path)/find?\(list.query())" role="search"
             aria-label="\(words.findTitle)">\(layout.csrf.html)
            <div><label for="find">\(words.find)</label>
            <input id="find" name="find" value="\(list.text ?? "")" autocomplete="off"
             aria-describedby="find-hint"></div>
            <div><button class="button plain" type="submit">\(words.findButton)</button></div>
            <p class="hint" id="find-hint">\(words.findHint)</p>
            </form>

            """
    }

    private func form(_ fields: FormFields) -> HTML {
        let words = ConsoleWords.People.self
        return """
            <form class="bench" method="post" action="\(path)/move?\(list.query())"
             data-live="selection" novalidate>\(layout.csrf.html)\
            \(HTML.with(list.text) { "<input type=\"hidden\" name=\"find\" value=\"\($0)\">" })
            \(HTML.when(mayDecide, """
                <p class="bar-of-buttons" id="pick"><button class="button plain" type="submit"
                 name="act" value="all" data-all>\(words.all)</button>
                <button class="button plain" type="submit" name="act" value="look">\(words.look)\
                </button></p>

                """))\
            \(PeopleTable(page: self).html)\
            <section aria-labelledby="selected"><h2 id="selected">\(words.selection)</h2>
            <p class="hint">\(words.selectionHint)</p>
            <div id="selection" aria-live="polite">\(HTML.with(matrix) { matrixTable($0) })</div>
            </section>
            \(HTML.when(mayDecide, decision(fields)))</form>

            """
    }

    func matrixTable(_ matrix: SelectionMatrix) -> HTML {
        MatrixTable(
            matrix: matrix, names: names,
            people: Dictionary(
                people.map { ($0.interest, $0.name) }, uniquingKeysWith: { one, _ in one })
        ).html
    }

    private func decision(_ fields: FormFields) -> HTML {
        let words = ConsoleWords.People.self
        let statuses = InterestStatus.allCases.filter { $0 != .lapsed }.map {
            Choice(value: $0.rawValue, title: ConsoleWords.status($0))
        }
        return """
            <fieldset class="narrow"><legend>\(words.move)</legend>
            \(fields.choice("to", words.to, among: statuses, first: words.toFirst))\
            \(fields.reason(hint: words.reasonHint))\
            \(fields.area("decision", words.decision, hint: words.decisionHint))\
            <p><button class="button" type="submit" name="act" value="draft">\(words.draft)\
            </button></p></fieldset>
            """
    }

    private var paging: HTML {
        guard list.text == nil else { return .empty }
        let words = ConsoleWords.People.self
        let before = HTML.when(
            list.page > 1,
            """
            <li><a href="\(path)?\(list.query(page: list.page - 1))" rel="prev">\(words.before)</a>
            </li>
            """)
        let after = HTML.when(
            last < total,
            """
            <li><a href="\(path)?\(list.query(page: list.page + 1))" rel="next">\(words.after)</a>
            </li>
            """)
        guard before != .empty || after != .empty else { return .empty }
        return """
            <nav class="paging" aria-label="\(words.rows)"><ul>\(before)\(after)</ul></nav>

            """
    }
}

extension ListEventPeople {
    /// `name`, or `-name` for the other way round.
    var sortWord: String { (isDescending ? "-" : "") + order.rawValue }

    /// The query of its address, without what would be somebody's name.
    func query(page: Int = 1, sort: String? = nil) -> String {
        var parts = ["sort=\(sort ?? sortWord)"]
        if let status { parts.append("status=\(status.rawValue)") }
        if let country { parts.append("country=\(country)") }
        if let sector { parts.append("sector=\(sector)") }
        if let organisation {
            parts.append("organisation=\(Query.escaped(organisation))")
        }
        if size != 100 { parts.append("size=\(size)") }
        if page > 1 { parts.append("page=\(page)") }
        return parts.joined(separator: "&")
    }
}
