import TrainingRegistry

extension ConsoleWords {
    enum List {
        static let new = "New event"
        static let narrow = "Narrow down the events"
        static let none = "There is no such event."
        static let find = "Title, code or place"
        static let state = "State"
        static let kind = "Kind"
        static let programme = "Programme"
        static let anyState = "Every state"
        static let anyKind = "Every kind"
        static let anyProgramme = "Every programme"
        static let show = "Show"
    }

    enum Head {
        static let tabs = "Parts of the event"
        static let overview = "Overview"
        static let people = "People"
        static let seats = "Seats"
        static let nominations = "Nominations"
        static let mails = "Mails"
        static let attendance = "Attendance"
        static let edit = "Edit"
    }

    enum People {
        static let narrow = "Narrow down the people"
        static let findTitle = "Find somebody"
        static let find = "Name or address"
        static let findHint = "It is sent in the form, so that no address of a page holds a name."
        static let findButton = "Find"
        static let status = "Status"
        static let anyStatus = "Every status"
        static let anyCountry = "Every country"
        static let anySector = "Every sector"
        static let organisation = "Organisation"
        static let rows = "Rows"
        static let none = "Nobody is there."
        static let pick = "Choose"
        static let all = "Select all shown"
        static let look = "Look at the selection"
        static let draft = "Look at the mails, then move"
        static let move = "Move who is ticked"
        static let to = "Move to"
        static let toFirst = "Choose a status"
        static let reasonHint = "Kept in the history of each; people do not see it."
        static let decision = "The decision in words"
        static let decisionHint =
            "Kept once for all of them, such as minutes of a meeting. No names."
        static let nobody = "Tick who is to be moved."
        static let noStatus = "Choose the status to move them to."
        static let selection = "The selection"
        static let selectionHint =
            "Who has a seat or is offered one, with who is ticked, against the targets."
        static let damaged = "This form was changed on its way. Open the page again."
        static let before = "Previous page"
        static let after = "Next page"

        static func order(_ order: ListEventPeople.Order) -> String {
            switch order {
            case .name: "Name"
            case .country: "Country"
            case .sector: "Sector"
            case .organisation: "Organisation"
            case .status: "Status"
            case .received: "Received"
            }
        }

        static func shown(_ first: Int, _ last: Int, _ total: Int) -> String {
            total == 0 ? "0 people" : "\(first)–\(last) of \(ConsoleWords.people(total))"
        }
    }

    enum Draft {
        static let title = "Before anything is sent"
        static let back = "Back to the people"
        static let outcome = "What would happen"
        static let mails = "Mails that would leave"
        static let noMails = "No mail would leave."
        static let sample = "What it says to"
        static let doIt = "Move and send"
        static let doItQuiet = "Move"
        static let keep = "Move, keep the mails as drafts"
        static let nothing = "Nothing has been changed yet."
        static let refused = "would be refused"
        static let done = "What became of it"
        static let moved = "moved"
        static let notMoved = "not moved"
    }

    enum Matrix {
        static let caption = "People by country and sector"
        static let total = "All"
        static let seats = "Seats"
        static let targets = "Targets"
        static let met = "met"
        static let missed = "not met"
        static let breaks = "Choices that break a rule"
        static let fine = "No choice breaks a rule."
        static let noTargets = "There are no targets for this event."

        static func rule(
            _ name: String, country: (String) -> String, sector: (String) -> String
        ) -> String {
            let parts = name.split(separator: ":").map(String.init)
            let value = parts.last ?? ""
            switch parts.first {
            case "seats": return "there are not so many seats"
            case "organisation-max": return "too many of one organisation"
            case "country-min": return "too few seats are left for \(country(value))"
            case "sector-min": return "too few seats are left for \(sector(value))"
            case "quota":
                let of = parts.count > 1 ? parts[1] : ""
                let whose = of == "country" ? country(value) : of == "sector" ? sector(value) : of
                return "the quota of \(whose) is full"
            default: return name
            }
        }

        static func target(
            _ target: SelectionTarget, country: (String) -> String, sector: (String) -> String
        ) -> String {
            switch target.rule {
            case .countryMin: "\(country(target.value)): at least \(target.people)"
            case .sectorMin: "\(sector(target.value)): at least \(target.people)"
            case .organisationMax: "Any one organisation: at most \(target.people)"
            }
        }
    }

    enum Person {
        static let facts = "Interest"
        static let history = "History"
        static let why = "Why"
        static let mails = "Mails"
        static let noMails = "No mail was written about it."
        static let motivation = "Motivation"
        static let email = "Email"
        static let language = "Language"
    }
}

extension ConsoleWords {
    enum Overview {
        static let open = "The page that people see"

        static func decide(_ number: Int) -> String {
            "\(ConsoleWords.people(number)) to decide about"
        }
        static func failed(_ number: Int) -> String {
            "\(ConsoleWords.mails(number)) not delivered"
        }
        static func sheets(_ number: Int) -> String {
            "\(ConsoleWords.counted(number, "sheet", "sheets")) still open"
        }
    }
}

extension ConsoleWords {
    static func seat(_ number: Int) -> String { "Seat \(number)" }

    /// Why something about a seat was refused, and what may be done instead.
    static func refusal(
        _ refusal: SeatRefusal, status: InterestStatus? = nil, allowed: [InterestStatus] = []
    ) -> String {
        let now = status.map { " It is now: \(self.status($0))." } ?? ""
        guard refusal != .unknownInterest else { return refusal.detail }
        let list = allowed.map { self.status($0) }.joined(separator: ", ")
        return refusal.detail + now + (list.isEmpty ? "" : " Allowed from there: \(list).")
    }
}

extension ConsoleWords {
    enum Why {
        static let unsuited = "None of the free seats is for this person: they are kept for others."

        static func until(_ instant: String) -> String { "The offer stands until \(instant)." }
        static func waiting(_ place: Int) -> String { "Place \(place) in the waiting list." }
        static func free(_ number: Int) -> String {
            number == 0 ? "No seat is free." : "\(ConsoleWords.seats(number)) free."
        }
    }

    enum Mails {
        static let who = "To"
        static let what = "Mail"
        static let state = "State"
        static let attempts = "Attempts"
        static let running = "is running, or nobody knows how it ended"
        static let failed = "Mails that were not delivered"
        static let all = "Every mail"
        static let onlyFailed = "Only those that were not delivered"
        static let none = "There is no such mail."
        static let noAttempt = "None"
        static let bounced = "Nobody is there"
        static let missing = "Mails that were not written, and why"
        static let againTitle = "Send a mail again"
        static let againHint = """
            As another message, to the address that they have now; only while what it says is so.
            """
        static let whichMail = "Mail"
        static let choose = "Choose a mail"
        static let noMail = "Choose which mail is sent again."
        static let againReason = "Why it is sent again"
        static let sendAgain = "Send again"

        static func attempts(_ number: Int) -> String {
            ConsoleWords.counted(number, "attempt", "attempts")
        }

        static func again(of written: String?) -> String {
            written.map { "Sent again: the mail of \($0)" } ?? "Sent again"
        }
    }
}
