import Foundation
import TrainingRegistry

/// What a page of an event's attendance is drawn from.
struct SheetView: Sendable {
    var door: EventDoor
    var sheet: AttendanceSheet
    /// The session that is shown, or nil for all of them side by side.
    var session: UUID?
    /// A part of a name; who does not have it is not shown.
    var filter = ""
    /// What was typed and is not kept yet, by its cell.
    var typed: [CellKey: CellState] = [:]
    var conflicts: [SheetConflict] = []
    /// Cells whose time of arrival is none.
    var badClocks: Set<CellKey> = []
    var reason = ""
    var errors: [(field: String, message: String)] = []
    /// The bands of ages that are counted.
    var bands: [AgeBand] = []
    /// What was done with the last request.
    var notice: String?

    var path: String { "/console/events/\(door.code)/attendance" }
    /// Found once: a zone is looked up by its name.
    let clock: DoorClock

    init(door: EventDoor, sheet: AttendanceSheet, session: UUID? = nil) {
        self.door = door
        self.sheet = sheet
        self.session = session
        clock = DoorClock(door)
    }

    var sessions: [SheetSession] {
        guard let session else { return sheet.sessions }
        return sheet.sessions.filter { $0.id == session }
    }

    var hasSealed: Bool { sessions.contains { $0.sealedAt != nil } }

    /// The people of the sheet with their place in it, which the names of the fields are made of.
    var people: [(number: Int, person: SheetPerson)] {
        let wanted = Self.folded(filter)
        let conflicting = Set(conflicts.map(\.key.person))
        let touched = Set(typed.keys.map(\.person)).union(conflicting)
        return sheet.people.enumerated().compactMap { number, person in
            let isExpected = sessions.contains { session in
                person.expectedIn.contains(session.id)
                    || person.marks.contains { $0.session == session.id }
            }
            guard isExpected else { return nil }
            guard
                wanted.isEmpty || touched.contains(person.participation)
                    || Self.folded(person.name ?? "").contains(wanted)
            else { return nil }
            return (number, person)
        }
    }

    func seen(_ person: SheetPerson, _ session: UUID) -> SeenCell {
        let mark = person.marks.first { $0.session == session }
        return SeenCell(
            version: mark?.version ?? 0,
            state: CellState(
                letter: MarkLetter(mark?.status), clock: clock.clock(mark?.arrivedAt)))
    }

    func shown(_ person: SheetPerson, _ session: UUID) -> CellState {
        typed[CellKey(person: person.participation, session: session)]
            ?? seen(person, session).state
    }

    func name(_ person: UUID) -> String {
        sheet.people.first { $0.participation == person }?.name ?? "(erased)"
    }

    func title(_ session: UUID) -> String {
        sheet.sessions.first { $0.id == session }?.title ?? ""
    }

    static func folded(_ name: String) -> String {
        name.folding(options: [.caseInsensitive, .diacriticInsensitive], locale: nil)
    }
}

extension UUID {
    /// As addresses and fields have it.
    var small: String { uuidString.lowercased() }
}
