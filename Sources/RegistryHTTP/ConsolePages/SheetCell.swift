import Foundation
import Postgres
import TrainingRegistry

/// A mark as one letter, so that a form of thousands stays small: `n` where there is none.
enum MarkLetter: String, Sendable, CaseIterable {
    case present = "p"
    case partly = "t"
    case absent = "a"
    case excused = "e"
    case none = "n"

    init(_ status: AttendanceStatus?) {
        self =
            switch status {
            case .present: .present
            case .partly: .partly
            case .absent: .absent
            case .excused: .excused
            case nil: .none
            }
    }

    var status: AttendanceStatus? {
        switch self {
        case .present: .present
        case .partly: .partly
        case .absent: .absent
        case .excused: .excused
        case .none: nil
        }
    }
}

/// One person in one session.
struct CellKey: Sendable, Hashable {
    var person: UUID
    var session: UUID
}

/// What stands in a cell: a mark and the time somebody came late.
struct CellState: Sendable, Equatable {
    var letter: MarkLetter
    /// `10:20` in the zone of the event; empty without.
    var clock: String
}

/// What a page was made from: the version and what it showed.
struct SeenCell: Sendable, Equatable {
    var version: Int64
    var state: CellState

    /// `4821.p.10:20`.
    var text: String { "\(version).\(state.letter.rawValue).\(state.clock)" }

    init(version: Int64, state: CellState) {
        self.version = version
        self.state = state
    }

    init?(parsing text: String) {
        let parts = text.split(separator: ".", omittingEmptySubsequences: false)
        guard parts.count == 3, let version = Int64(parts[0]), version >= 0,
            let letter = MarkLetter(rawValue: String(parts[1]))
        else { return nil }
        self.version = version
        state = CellState(letter: letter, clock: String(parts[2]))
    }
}

/// A mark that somebody else changed meanwhile.
struct SheetConflict: Sendable, Equatable {
    var key: CellKey
    var mine: CellState
    var theirs: CellState
    var who: String
    var at: String
}

/// The clock of an event, on which times of arrival are typed and shown.
struct DoorClock: Sendable {
    var zone: TimeZone

    init(_ door: EventDoor) { zone = DateWords.zone(door.timeZone).zone }

    func clock(_ instant: Date?) -> String {
        instant.flatMap { DateWords.wall($0, in: zone)?.clock } ?? ""
    }

    /// `Saturday 28 April, 10:20`, without the year.
    func words(_ instant: Date) -> String {
        guard let wall = DateWords.wall(instant, in: zone) else { return "" }
        return "\(wall.day.day) \(DateWords.months[wall.day.month - 1]), \(wall.clock)"
    }

    /// The instant of a clock on the day of a session; nil for what is no time.
    func instant(_ text: String, in session: SheetSession) -> Date? {
        let parts = text.split(separator: ":", omittingEmptySubsequences: false)
        guard parts.count == 2, parts[1].utf8.count == 2, (1...2).contains(parts[0].utf8.count),
            let hour = Int(parts[0]), let minute = Int(parts[1]), (0..<24).contains(hour),
            (0..<60).contains(minute), !text.utf8.contains(43), !text.utf8.contains(45)
        else { return nil }
        let local = session.startsAt.timeIntervalSince1970 + offset(session.startsAt)
        let midnight = (local / 86_400).rounded(.down) * 86_400
        let wall = midnight + Double(hour * 3600 + minute * 60)
        // The offset of the time itself, where the clocks change that day.
        let guess = Date(timeIntervalSince1970: wall - offset(session.startsAt))
        let instant = Date(timeIntervalSince1970: wall - offset(guess))
        // Before the session by half a day is after midnight of one that goes on.
        return instant < session.startsAt - 43_200 ? instant + 86_400 : instant
    }

    private func offset(_ instant: Date) -> Double { Double(zone.secondsFromGMT(for: instant)) }
}
