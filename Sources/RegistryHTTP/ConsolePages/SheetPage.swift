import Foundation
import TrainingRegistry

/// `/console/events/{code}/attendance`: who was in which session.
///
/// One form holds every cell with the version that it shows. Names are typed into the form, so that
/// they stand in no address.
struct SheetPage: Page {
    var layout: ConsoleLayout
    var view: SheetView

    var words: ConsoleWords.Sheet.Type { ConsoleWords.Sheet.self }

    var html: HTML {
        let fields = FormFields(
            state: FormState(errors: view.errors),
            shown: Set(view.errors.map(\.field)))
        return layout.page(
            title: ConsoleWords.failed(
                ConsoleWords.Door.of(words.title, view.door.title),
                !view.errors.isEmpty || !view.conflicts.isEmpty),
            body: """
                \(fields.summary)\
                <h1>\(words.title)</h1>
                <p class="lead">\(view.door.title), \
                \(DateWords.range(view.door.startsOn, view.door.endsOn))</p>
                \(DoorLinks(view.door, layout.principal, current: .sheet).html)\
                \(HTML.with(view.notice) { "<p class=\"done\" role=\"status\">\($0)</p>\n" })\
                \(tabs)\
                \(view.sheet.sessions.isEmpty ? noSession : form)\
                \(HTML.when(view.session != nil, aside))\
                <script src="\(Asset.doorScript.path)" defer></script>
                """)
    }

    private var noSession: HTML { "<p>\(words.none)</p>\n" }

    private var tabs: HTML {
        guard !view.sheet.sessions.isEmpty else { return .empty }
        let entries: [HTML] = view.sheet.sessions.map { session in
            let current: HTML = view.session == session.id ? " aria-current=\"page\"" : ""
            let state = words.marked(
                session.marked, of: session.expected, isClosed: session.sealedAt != nil)
            return """
                <li><a href="\(view.path)?session=\(session.id.small)"\(current)>\
                \(session.title)<span>\(view.clock.words(session.startsAt)), \(state)</span></a>\
                </li>

                """
        }
        let current: HTML = view.session == nil ? " aria-current=\"page\"" : ""
        return """
            <nav aria-label="\(words.sessions)"><ul class="tabs">
            \(entries)<li><a href="\(view.path)?all"\(current)>\(words.all)\
            <span>\(words.sideBySide)</span></a></li></ul></nav>

            """
    }

    private var form: HTML {
        let where_ = view.session?.small ?? ""
        let who = layout.principal.actor.description
        return """
            <form method="post" action="\(view.path)" id="sheet" class="sheet"\
             data-event="\(view.door.code.description)" data-who="\(who)"\
             data-closed="\(view.hasSealed ? "yes" : "no")">
            \(layout.csrf.html)<input type="hidden" name="session" value="\(where_)">
            \(sessionFields)\
            \(conflicts)\
            <div class="tools">
            <div class="field"><label for="q">\(words.showNames)</label>
            <input type="text" id="q" name="q" value="\(view.filter)" autocomplete="off">
            <button class="plain" type="submit" name="do" value="show" formnovalidate>\
            \(words.show)</button></div>
            <p class="hint keys" hidden>\(words.keys)</p></div>
            \(view.session == nil ? table : list)\
            \(HTML.when(view.hasSealed, reason))\
            <div class="save">
            <p id="unsent" role="status"></p>
            <p class="buttons"><button class="button" type="submit" name="do" value="save">\
            \(words.save)</button> <button class="plain" type="submit" name="do" value="rest">\
            \(words.saveRest)</button></p></div>
            </form>

            """
    }

    private var sessionFields: [HTML] {
        view.sheet.sessions.enumerated().compactMap { number, session in
            guard view.sessions.contains(where: { $0.id == session.id }) else { return nil }
            return "<input type=\"hidden\" name=\"s\(number)\" value=\"\(session.id.small)\">\n"
        }
    }

    private var reason: HTML {
        ReasonField(
            label: words.correction, hint: words.correctionHint, value: view.reason,
            isWrong: view.errors.contains { $0.field == "reason" }
        ).html
    }

    private var conflicts: HTML {
        guard !view.conflicts.isEmpty else { return .empty }
        let entries: [HTML] = view.conflicts.map { conflict in
            guard let cell = cell(conflict.key) else { return .empty }
            let place = cell.place
            return """
                <fieldset class="choice"><legend>\(view.name(conflict.key.person)), \
                \(view.title(conflict.key.session))</legend>
                <p>\(words.conflict(conflict.who, Self.words(conflict.theirs), conflict.at))</p>
                \(hidden(cell))\
                <label><input type="radio" name="m\(place)" required \
                value="\(conflict.mine.letter.rawValue)"> \(words.yours): \
                \(Self.words(conflict.mine))\
                </label>
                <label><input type="radio" name="m\(place)" required \
                value="\(conflict.theirs.letter.rawValue)"> \(words.theirs): \
                \(Self.words(conflict.theirs))\
                </label>
                \(HTML.when(
                    !conflict.mine.clock.isEmpty,
                    "<input type=\"hidden\" name=\"t\(place)\" value=\"\(conflict.mine.clock)\">"
                ))</fieldset>

                """
        }
        return """
            <div class="problem" role="alert" tabindex="-1" autofocus aria-labelledby="meanwhile">
            <h2 id="meanwhile">\(words.meanwhile(view.conflicts.count))</h2>
            <p>\(words.meanwhileHint)</p>
            \(entries)</div>

            """
    }

    static func words(_ state: CellState) -> String {
        ConsoleWords.Sheet.came(
            ConsoleWords.Sheet.mark(state.letter).lowercased(), at: state.clock)
    }

    /// One cell of the form, with the numbers that its fields are named by.
    struct Cell {
        var place: String
        var person: SheetPerson
        var session: SheetSession
        var seen: SeenCell
        var shown: CellState
        var key: CellKey
        var isWrong: Bool
    }

    func cell(_ key: CellKey) -> Cell? {
        guard
            let number = view.sheet.people.firstIndex(where: { $0.participation == key.person }),
            let session = view.sheet.sessions.firstIndex(where: { $0.id == key.session })
        else { return nil }
        return cell(number, view.sheet.people[number], session)
    }

    func cell(_ number: Int, _ person: SheetPerson, _ session: Int) -> Cell {
        let found = view.sheet.sessions[session]
        let key = CellKey(person: person.participation, session: found.id)
        return Cell(
            place: "\(number).\(session)", person: person, session: found,
            seen: view.seen(person, found.id), shown: view.shown(person, found.id), key: key,
            isWrong: view.badClocks.contains(key))
    }

    func hidden(_ cell: Cell) -> HTML {
        "<input type=\"hidden\" name=\"o\(cell.place)\" value=\"\(cell.seen.text)\">"
    }

    func isConflict(_ cell: Cell) -> Bool { view.conflicts.contains { $0.key == cell.key } }
}

/// The pages of one event's door, for those who may open them.
struct DoorLinks {
    /// Which page it is.
    enum Place: String, CaseIterable {
        case sheet = "attendance"
        case checkIn = "check-in"
        case walkIn = "walk-in"
        case paper = "sign-in-sheet"
        case csv = "attendance/csv"
        case certificates

        var title: String {
            switch self {
            case .sheet: ConsoleWords.Door.sheet
            case .checkIn: ConsoleWords.Door.checkIn
            case .walkIn: ConsoleWords.Door.walkIn
            case .paper: ConsoleWords.Door.paper
            case .csv: ConsoleWords.Door.csv
            case .certificates: ConsoleWords.Certificates.title
            }
        }

        var permission: Permission {
            switch self {
            case .sheet, .paper: .seeAttendance
            case .checkIn, .walkIn, .csv: .takeAttendance
            case .certificates: .ruleAttendance
            }
        }
    }

    var door: EventDoor
    var principal: Principal
    var current: Place?

    init(_ door: EventDoor, _ principal: Principal, current: Place?) {
        self.door = door
        self.principal = principal
        self.current = current
    }

    var html: HTML {
        let event = StaffObject.event(door.id, programme: door.programme)
        let entries: [HTML] = Place.allCases.filter { principal.may($0.permission, on: event) }
            .map { place in
                let here: HTML = place == current ? " aria-current=\"page\"" : ""
                return """
                    <li><a href="/console/events/\(door.code.description)/\(place.rawValue)"\
                    \(here)>\(place.title)</a></li>

                    """
            }
        return """
            <nav aria-label="\(ConsoleWords.Door.pages)" class="unprinted"><ul class="doors">
            \(entries)</ul></nav>

            """
    }
}
