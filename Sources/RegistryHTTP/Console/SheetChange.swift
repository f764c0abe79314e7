import Foundation
import TrainingRegistry

/// What a form of a sheet changes against what its page showed, and what became of it.
struct SheetChange {
    private(set) var marks: [NewMark] = []
    /// What was typed, by its cell; after `settle` only what is not kept.
    private(set) var typed: [CellKey: CellState] = [:]
    private(set) var badClocks: Set<CellKey> = []
    private(set) var conflicts: [SheetConflict] = []
    private var needsReason = false

    var isSettled: Bool { conflicts.isEmpty && badClocks.isEmpty && !needsReason }

    /// Reads each cell once; one that says what its page showed is left alone.
    init(reading form: SheetForm, of view: SheetView, marksRest: Bool) {
        let sessions = view.sheet.sessions.indices.compactMap { number in
            form["s\(number)"].flatMap { try? UUID(identity: $0) }.flatMap { id in
                view.sheet.sessions.first { $0.id == id }.map { (number, $0) }
            }
        }
        // The people of the page, which may be more or others than those of now.
        for number in 0..<(view.sheet.people.count + 100) {
            guard let id = form["p\(number)"].flatMap({ try? UUID(identity: $0) }) else { continue }
            for (column, session) in sessions {
                let place = "\(number).\(column)"
                guard let seen = form["o\(place)"].flatMap(SeenCell.init(parsing:)),
                    let letter = form["m\(place)"].flatMap(MarkLetter.init(rawValue:))
                else { continue }
                let key = CellKey(person: id, session: session.id)
                var state = CellState(letter: letter, clock: seen.state.clock)
                if let clock = form["t\(place)"] {
                    state.clock = clock.trimmingCharacters(in: .whitespaces)
                }
                if marksRest, state == CellState(letter: .none, clock: "") {
                    state.letter = .present
                }
                add(state, key, session, seen, view.clock)
            }
        }
    }

    private mutating func add(
        _ asked: CellState, _ key: CellKey, _ session: SheetSession, _ seen: SeenCell,
        _ clock: DoorClock
    ) {
        var state = asked
        // Who came late was there, at least partly; who was away did not come.
        if state.letter == .none, !state.clock.isEmpty, seen.state.letter == .none {
            state.letter = .partly
        }
        if state.letter.status != .present, state.letter.status != .partly { state.clock = "" }
        guard state != seen.state else { return }
        let arrivedAt = state.clock.isEmpty ? nil : clock.instant(state.clock, in: session)
        typed[key] = state
        guard state.clock.isEmpty || arrivedAt != nil else {
            badClocks.insert(key)
            return
        }
        marks.append(
            NewMark(
                state.letter.status, of: key.person, in: key.session, arrivedAt: arrivedAt,
                seen: seen.version))
    }

    /// Keeps what is left to do after the marks were sent.
    mutating func settle(
        _ reports: [MarkReport], in view: SheetView, for principal: Principal
    ) {
        for report in reports {
            let key = CellKey(person: report.mark.participation, session: report.mark.session)
            switch report.outcome {
            case .changedMeanwhile:
                conflicts.append(
                    SheetConflict(
                        key: key, mine: typed[key] ?? CellState(letter: .none, clock: ""),
                        theirs: CellState(
                            letter: MarkLetter(report.status),
                            clock: view.clock.clock(report.arrivedAt)),
                        who: ActorWords.who(report.actor ?? "", for: principal),
                        at: report.recordedAt.map(view.clock.words) ?? ""))
                typed[key] = nil
            case .needsReason:
                needsReason = true
            case .marked, .unchanged, .repeated, .unknownSession, .unknownParticipation:
                typed[key] = nil
            }
        }
    }

    /// Puts what is left on the page that is shown again.
    func explain(on view: inout SheetView) {
        view.typed = typed
        view.conflicts = conflicts.filter { conflict in
            view.sheet.people.contains { $0.participation == conflict.key.person }
        }
        view.badClocks = badClocks
        if needsReason {
            view.errors.append(
                ("reason", ConsoleWords.Sheet.needsReason))
        }
        for key in badClocks {
            let number = view.sheet.people.firstIndex { $0.participation == key.person }
            let column = view.sheet.sessions.firstIndex { $0.id == key.session }
            guard let number, let column else { continue }
            view.errors.append(
                (
                    "t\(number).\(column)",
                    ConsoleWords.Sheet.badClock(of: view.name(key.person))
                ))
        }
    }
}

extension NewMark {
    /// One tick as the script of the sheet sends it.
    init?(tick fields: inout FieldReader, of view: SheetView) {
        let session = fields.required("session", UUID.init(identity:))
        let person = fields.required("participation", UUID.init(identity:))
        let letter: String? = fields.required("mark")
        let clock: String? = fields.optional("clock")
        let seen = fields.optionalInteger("seen", in: 0...Int.max)
        guard let session, let person, let letter = letter.flatMap(MarkLetter.init(rawValue:))
        else { return nil }
        var arrivedAt: Date?
        if let clock, !clock.isEmpty, letter == .present || letter == .partly,
            let found = view.sheet.sessions.first(where: { $0.id == session })
        {
            arrivedAt = view.clock.instant(clock, in: found)
        }
        self.init(
            letter.status, of: person, in: session, arrivedAt: arrivedAt, seen: Int64(seen ?? 0))
    }
}

extension JSONWriter {
    fileprivate mutating func state(_ report: MarkReport, _ state: CellState) {
        member("mark", state.letter.rawValue)
        member("clock", state.clock)
        member("words", SheetPage.words(state))
    }

    /// What became of a tick, in the words of the sheet.
    mutating func tick(_ report: MarkReport, _ clock: DoorClock, _ principal: Principal) {
        let state = CellState(
            letter: MarkLetter(report.status), clock: clock.clock(report.arrivedAt))
        object { json in
            json.member("participation", report.mark.participation.small)
            json.member("session", report.mark.session.small)
            json.member("outcome", report.outcome.rawValue)
            json.member("version", Int(report.version))
            json.state(report, state)
            json.member("who", ActorWords.who(report.actor ?? "", for: principal))
        }
    }
}
