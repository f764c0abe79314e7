import Foundation
import TrainingRegistry

/// The form of an event: a new draft, what it says of itself, or its move.
struct EventFormPage: Page {
    enum Purpose: Sendable, Equatable {
        case new
        /// With its times, as long as it is a draft.
        case edit(withSchedule: Bool)
        case move
    }

    var layout: ConsoleLayout
    /// Nil of a new one.
    var event: DashboardEvent?
    var purpose: Purpose
    var programmes: [Choice]
    /// Phases, series and grants.
    var links: [EventLink]
    var languages: [Language]
    var topics: [Choice]
    var names: CodeNames
    var state: FormState

    static let texts = [
        "code", "kind", "title", "summary", "description", "programme", "phase", "series",
        "reach", "admission", "capacity", "opens_at", "closes_at", "revision",
    ]
    static let times = [
        "time_zone", "starts_on", "ends_on", "venue", "city", "country", "is_online",
    ]
    static let lists = ["languages", "audience", "topics"]

    var html: HTML { page(before: .empty) }

    /// The page with something between the errors and the form.
    func page(before: HTML) -> HTML {
        let words = ConsoleWords.Form.self
        let fields = FormFields(state: state, shown: Set(shown))
        let body: HTML = """
            \(fields.summary)\(before)\
            \(HTML.when(event != nil, "<h2>\(title)</h2>\n"))\
            \(HTML.when(purpose == .move, "<p class=\"lead\">\(words.moveHint)</p>\n"))\
            <form class="narrow" method="post" action="\(action)" novalidate>\(layout.csrf.html)
            <input type="hidden" name="revision" value="\(state.value("revision"))">
            <input type="hidden" name="sequence" value="\(state.value("sequence"))">
            \(HTML.when(purpose != .move, about(fields)))\
            \(HTML.when(purpose != .edit(withSchedule: false), schedule(fields)))\
            \(HTML.when(purpose != .move, interest(fields)))\
            \(HTML.when(purpose != .move, money(fields)))\
            \(HTML.when(purpose == .move, fields.reason(hint: words.reasonHint)))\
            <p><button class="button" type="submit">\(button)</button></p></form>
            """
        guard let event else {
            return layout.page(
                title: state.title(title), body: "<h1>\(title)</h1>\n\(body)")
        }
        return EventFrame(layout: layout, event: event)
            .page(.edit, title: state.title(title), body: body)
    }

    private var shown: [String] {
        Self.texts + Self.times + ["reason"] + FormRows.all.flatMap { $0.fields(rows($0)) }
    }

    /// Those with something in them, and two more at the most.
    private func rows(_ group: FormRows) -> Int {
        min(group.count(state) + (group.name == "session" ? 2 : 1), group.max)
    }

    private var title: String {
        switch purpose {
        case .new: ConsoleWords.List.new
        case .edit: ConsoleWords.Form.edit
        case .move: ConsoleWords.Form.move
        }
    }

    private var button: String {
        switch purpose {
        case .new: ConsoleWords.Form.create
        case .edit: ConsoleWords.Form.save
        case .move: ConsoleWords.Form.look
        }
    }

    private var action: String {
        guard let event else { return "/console/new-event" }
        return "/console/events/\(event.code)/\(purpose == .move ? "move" : "edit")"
    }

    private func about(_ fields: FormFields) -> HTML {
        let words = ConsoleWords.Form.self
        let kinds = EventKind.allCases.map { Choice(value: $0.rawValue, title: Words.kind($0)) }
        return """
            <fieldset><legend>\(words.about)</legend>
            \(HTML.when(event == nil, fields.text("code", words.code, hint: words.codeHint)))\
            \(fields.choice("kind", words.kind, among: kinds, first: words.choose))\
            \(fields.text("title", words.title))\
            \(fields.text("summary", words.summary, isOptional: true))\
            \(fields.area("description", words.description))\
            \(fields.choice(
                "programme", words.programme, among: programmes, first: words.none,
                isOptional: true))\
            \(fields.choice(
                "phase", words.phase, among: choices(.phase, of: "phase"), first: words.none,
                isOptional: true))\
            \(fields.choice(
                "series", words.series, among: choices(.series, of: "series"), first: words.none,
                isOptional: true))\
            \(fields.choice("reach", words.reach, among: reaches, first: words.choose))\
            \(fields.ticks("languages", words.languages, languages.map {
                Choice(value: $0.tag, title: $0.name)
            }))\
            \(fields.ticks("audience", words.audience, names.sectors))\
            \(fields.ticks("topics", words.topics, topics))</fieldset>

            """
    }

    private var reaches: [Choice] {
        EventReach.allCases.map { Choice(value: $0.rawValue, title: ConsoleWords.reach($0)) }
    }

    /// What may be chosen, with what is chosen already and is not on the list any more.
    private func choices(_ kind: EventLink.Kind, of field: String) -> [Choice] {
        let known = links.filter { $0.kind == kind }.map {
            Choice(value: $0.code, title: $0.title)
        }
        return FormFields.keeping([state.value(field)], in: known)
    }

    private func money(_ fields: FormFields) -> HTML {
        let words = ConsoleWords.Form.self
        let lines: [HTML] = (0..<rows(.grants)).map { row in
            let code = FormRows.grants.field(row, "code")
            let share = FormRows.grants.field(row, "share")
            return """
                \(fields.choice(
                    code, words.grant(row + 1), among: choices(.grant, of: code),
                    first: words.none, isOptional: true))\
                \(fields.text(
                    share, words.share(row + 1), inputMode: "decimal", isOptional: true))
                """
        }
        return """
            <fieldset><legend>\(words.grants)</legend><p class="hint">\(words.grantsHint)</p>
            \(lines)</fieldset>

            """
    }

    private func interest(_ fields: FormFields) -> HTML {
        let words = ConsoleWords.Form.self
        let admissions = Admission.allCases.map {
            Choice(value: $0.rawValue, title: ConsoleWords.admission($0))
        }
        return """
            <fieldset><legend>\(words.seats)</legend>
            \(fields.choice("admission", words.admission, among: admissions, first: words.choose))\
            \(fields.text("capacity", words.capacity, inputMode: "numeric", isOptional: true))\
            \(fields.text("opens_at", words.opens, hint: words.instantHint, isOptional: true))\
            \(fields.text("closes_at", words.closes, hint: words.instantHint, isOptional: true))\
            </fieldset>

            """
    }

    private func schedule(_ fields: FormFields) -> HTML {
        let words = ConsoleWords.Form.self
        return """
            <fieldset><legend>\(words.times)</legend>
            \(fields.text("starts_on", words.firstDay, type: "date"))\
            \(fields.text("ends_on", words.lastDay, type: "date"))\
            \(fields.text("time_zone", words.zone, hint: words.zoneHint))\
            \(fields.ticks("is_online", words.where, [Choice(value: "on", title: words.online)]))\
            \(fields.text("venue", words.venue, isOptional: true))\
            \(fields.text("city", words.city, isOptional: true))\
            \(fields.choice(
                "country", words.country, among: names.countries, first: words.none,
                isOptional: true))</fieldset>
            \((0..<rows(.sessions)).map { session($0, fields) })
            """
    }

    private func session(_ row: Int, _ fields: FormFields) -> HTML {
        let words = ConsoleWords.Form.self
        let name = "\(FormRows.sessions.name)-\(row)"
        return """
            <fieldset><legend>\(words.session(row + 1))</legend>
            <input type="hidden" name="\(name)-id" value="\(state.value("\(name)-id"))">
            \(fields.text("\(name)-title", words.sessionTitle, isOptional: true))\
            <div class="row">\
            \(fields.text("\(name)-day", words.day, type: "date", isOptional: true))\
            \(fields.text("\(name)-from", words.from, type: "time", isOptional: true))\
            \(fields.text("\(name)-to", words.to, type: "time", isOptional: true))</div></fieldset>

            """
    }
}
