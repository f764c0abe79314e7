import TrainingRegistry

extension ConsoleWords {
    enum Seats {
        static let numbers = "Numbers"
        static let number = "Number"
        static let state = "State"
        static let who = "Who"
        static let keptFor = "Kept for"
        static let noSeats = "No seat was made yet."
        static let setNumber = "Number of seats"
        static let seats = "Seats"
        static let hours = "Hours that an offer stands"
        static let quotas = "Quotas"
        static let quotasHint =
            "The most seats of one country, sector or organisation. An empty number removes it."
        static let targets = "Targets"
        static let targetsHint =
            "What a good selection has: shown before deciding, never enforced. An empty number "
            + "removes it."
        static let another = "One more"
        static let nothing = "Choose"
        static let most = "At most"
        static let people = "People"
        static let keep = "Keep seats"
        static let keepHint =
            "For people who are named later; in all, those that are taken already included. "
            + "Fewer than before releases free ones."
        static let holder = "For"
        static let keptSeats = "Seats to keep"
        static let save = "Save"
        static let anyOrganisation = "Any one organisation, at most"
        static let free = "Free the seat"
        static let freeHint =
            "Whoever has it is told, and it is offered to the next who waits. A free seat that is "
            + "kept for somebody is released."
        static let substitute = "Put somebody else on it"
        static let substituteHint = "Both are told. Quotas hold for the one who comes."
        static let chooseNumber = "Say how many."
        static let chooseWhat = "Choose for what the number is."
        static let chooseHolder = "Choose for whom."
        static let choosePerson = "Choose who comes."
        static let twice = "This is there twice."

        static func state(_ state: Seat.State) -> String {
            switch state {
            case .free: "Free"
            case .promised: "Offered"
            case .taken: "Taken"
            }
        }

        static func until(_ day: String) -> String { "until \(day)" }
        static func atLeast(_ title: String) -> String { "\(title), at least" }
        static func taken(_ title: String, _ number: Int) -> String {
            "\(title), at most (\(number) taken)"
        }

        /// What may be done instead, after a refusal.
        static func allowed(_ refusal: SeatRefusal, room: Room) -> String {
            let kept = room.seats.filter {
                $0.state == .free && ($0.keptForMember != nil || $0.keptForOrganisation != nil)
            }.count
            switch refusal {
            case .seatsTaken:
                return " Allowed: \(room.taken + kept) or more (\(room.taken) taken, \(kept) kept)."
            case .noSeatFree:
                let free = room.seats.filter { $0.state == .free }.count - kept
                return " Allowed: \(free) more at most."
            case .quotaTaken: return " Allowed: not less than what is taken of it."
            default: return ""
            }
        }
    }
}
