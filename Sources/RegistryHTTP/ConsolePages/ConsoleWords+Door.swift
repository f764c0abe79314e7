import TrainingRegistry

extension ConsoleWords {
    /// The pages of an event's door.
    enum Door {
        static let pages = "Door"
        static let sheet = "Sheet"
        static let checkIn = "Check in"
        static let walkIn = "Walk-in"
        static let paper = "Print"
        static let csv = "CSV"
        static let noSession = "This event has no session yet."

        static func of(_ page: String, _ event: String) -> String { "\(page), \(event)" }
    }

    enum Sheet {
        static let title = "Attendance"
        static let none = "This event has no session yet, so there is no sheet."
        static let sessions = "Sessions"
        static let all = "All sessions"
        static let sideBySide = "side by side"
        static let showNames = "Show names with"
        static let show = "Show"
        static let keys =
            "Keys: P present, T partly, A absent, E excused, N no mark, arrows up and down for the "
            + "next person."
        static let lateHint =
            "Came at: hours and minutes on the clock of the event, like 10:20."
        static let save = "Save"
        static let saveRest = "Mark the rest present and save"
        static let correction = "Reason for the correction"
        static let correctionHint =
            "The sheet is closed: what you change is kept as a correction with its reason."
        static let meanwhileHint =
            "Everything else is saved. Choose what is right, then save."
        static let yours = "Yours"
        static let theirs = "Theirs"
        static let nobody = "Nobody is expected here yet."
        static let noName = "No name has this in it."
        static let choose = "choose above"
        static let cameAt = "Came at"
        static let history = "History"
        static let name = "Name"
        static let notTheirs = "not theirs"
        static let saved = "Saved."
        static let tooMany = "This is too many at once, or none."
        static let needsReason = "The sheet is closed: say why you correct it. The rest is saved."
        static let badClock = "A time is written like 10:20."

        static func marked(_ marked: Int, of expected: Int, isClosed: Bool) -> String {
            "\(marked) of \(expected)\(isClosed ? ", closed" : "")"
        }
        static func meanwhile(_ number: Int) -> String {
            "\(ConsoleWords.counted(number, "mark was", "marks were")) changed meanwhile"
        }
        static func conflict(_ who: String, _ mark: String, _ at: String) -> String {
            "\(Words.capitalised(who)) marked \(mark) on \(at)."
        }
        static func came(_ mark: String, at clock: String) -> String {
            clock.isEmpty ? mark : "\(mark), came at \(clock)"
        }
        static func badClock(of name: String) -> String {
            "\(name): a time is written like 10:20."
        }
        static func whose(_ name: String) -> String { " (\(name))" }
        static func historyOf(_ name: String) -> String { " of \(name)" }

        static func mark(_ letter: MarkLetter) -> String {
            switch letter {
            case .present: "Present"
            case .partly: "Partly"
            case .absent: "Absent"
            case .excused: "Excused"
            case .none: "No mark"
            }
        }
    }

    enum Session {
        static let heads = "People without names"
        static let headsHint =
            "Count those whose names are not taken; of children never more than their number."
        static let saveHeads = "Save the counts"
        static let closed = "Closed"
        static let intact = "The rows still say what they said then."
        static let changed = "The rows were changed since!"
        static let digest = "SHA-256"
        static let close = "Close the sheet"
        static let closeHint = "From then on a change needs a reason."
        static let closeThis = "Close this sheet…"
        static let closeMeans =
            "What it says then is kept with a digest. A later change is a correction and needs a "
            + "reason."
        static let back = "Back to the sheet"
        static let history = "History of a mark"
        static let noMarks = "Nothing was marked yet."
        static let marks = "Marks"
        static let when = "When"
        static let mark = "Mark"
        static let by = "By"

        static func closed(_ at: String, _ state: String) -> String {
            "This sheet was closed on \(at). \(state) Later corrections are kept beside it."
        }
        static func close(_ session: String) -> String { "Close the sheet of \(session)" }
        static func marked(_ marked: Int, of people: Int) -> String {
            "\(marked) of \(ConsoleWords.people(people)) \(marked == 1 ? "has" : "have") a mark."
        }
        static func rest(_ number: Int) -> String {
            "The \(ConsoleWords.people(number)) without a mark \(number == 1 ? "was" : "were") "
                + "absent"
        }
    }

    enum CheckIn {
        static let who = "Code or name"
        static let whoHint =
            "The code is in the mail with the seat; a phone's camera opens its picture."
        static let find = "Find"
        static let nobody = "Nobody with a seat here has this name or code."
        static let letIn = "Let a walk-in in"
        static let whoIsIt = "Who is it?"
        static let done = "Marked present."
        static let next = "Next person"
        static let noMark = "No mark yet."
        static let now = "Now"
        static let correction = "The sheet is closed: reason for the correction"
        static let mark = "Mark present"
        static let late = "Mark as come late, just now"
        static let another = "Another session"

        static let needsReason = "The sheet is closed: a correction needs a reason."
        static let notMarked = "This could not be marked. Look at the sheet."

        static func meanwhile(_ who: String) -> String {
            "\(Words.capitalised(who)) marked meanwhile: see below. Press again if yours is right."
        }
        static func marked(_ name: String) -> String { "Marked: \(name)" }
        static func hours(_ from: String, _ to: String) -> String { "\(from) to \(to)" }
    }

    enum WalkIn {
        static let title = "Somebody who came without a seat"
        static let shownBefore = "They were shown the "
        static let notice = "privacy notice"
        static let give = "Give a seat"

        static func lead(_ event: String) -> String { "\(event). They get a seat if one is free." }
    }

    enum Paper {
        static let title = "Sign-in sheet"
        static let hint = "Print this page: each day begins a new sheet of paper."
        static let number = "No."
        static let name = "Name"
        static let organisation = "Organisation"

        static func project(_ numbers: [String]) -> String {
            "Project number: \(Words.list(numbers))"
        }
        static func organisations(_ names: [String]) -> String {
            "Organisations: \(Words.list(names))"
        }
        static func activity(_ programme: String) -> String { "Activity of: \(programme)" }
    }

    enum File {
        static let short = "Sheet as a file"
        static let title = "The sheet as a file"
        static let take = "Take it with you"
        static let download = "Download the sheet (CSV)"
        static let bring = "Bring it back"
        static let bringHint =
            "Only status and arrived_at are read; the version says which mark was seen. You see "
            + "what would change before it does."
        static let file = "File"
        static let lines = "Or its lines"
        static let look = "See what would change"
        static let preview = "What would change"
        static let notApplied = "not applied"
        static let correction = "Reason for corrections in closed sheets"
        static let noFile = "Choose a file in UTF-8, or paste its lines."
        static let changes = "changes"
        static let stale = "somebody marked since the file was made"
        static let notSix = "It has not six fields."
        static let noParticipation = "This participation is not of this event."
        static let noSession = "This session is not of this event."
        static let badStatus = "The status is present, partly, absent, excused or nothing."
        static let arrivedAbsent = "Who arrived was present, or partly so."
        static let badVersion = "The version is a whole number."
        static let twice = "The same cell came before."
        static let columns = ["Line", "Name", "Session", "Now", "Then", "What happens"]

        static func apply(_ number: Int) -> String {
            "Apply \(ConsoleWords.counted(number, "change", "changes"))"
        }
        static func applied(_ number: Int) -> String {
            "\(ConsoleWords.counted(number, "change", "changes")) applied."
        }
        static func refused(_ number: Int) -> String {
            ConsoleWords.counted(number, "was", "were")
                + " not applied: somebody marked meanwhile, or a closed sheet needs a reason."
        }
        static func unreadable(_ line: Int, _ why: String) -> String {
            "Line \(line) cannot be read: \(why)."
        }
        static func head(_ columns: [String]) -> String {
            "The first line has to be \(columns.joined(separator: ","))."
        }
        static func tooMany(_ most: Int) -> String { "These are more than \(most) lines." }
        static func counts(changes: Int, unchanged: Int, refused: Int) -> String {
            "\(ConsoleWords.counted(changes, "line changes", "lines change")) a mark, "
                + "\(unchanged) \(unchanged == 1 ? "is" : "are") as it is now, "
                + "\(refused) cannot be applied."
        }
    }
}
