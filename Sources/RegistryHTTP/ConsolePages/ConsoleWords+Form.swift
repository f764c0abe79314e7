import TrainingRegistry

extension ConsoleWords {
    enum Form {
        static let edit = "Edit"
        static let editHint =
            "What it says of itself; of a draft also its times and its place. Nobody is told."
        static let move = "Move"
        static let moveHint =
            "Other times or another place. Everybody concerned is told; you see whom before it "
            + "happens."
        static let publish = "Publish"
        static let publishHint = "Shows it to the public. No mail leaves."
        static let hold = "Mark as held"
        static let holdHint = "It has taken place. No mail leaves."
        static let cancel = "Cancel"
        static let cancelHint =
            "It will not take place. Everybody concerned is told; you see whom before it happens."
        static let nothingLeft = "A cancelled event stays as it is; announce a new one instead."
        static let missing = "Before it can be published:"
        static let informed = "Who is informed"
        static let create = "Make the draft"
        static let save = "Save"
        static let look = "Look at the mails"
        static let moveNow = "Move it and send"
        static let cancelNow = "Cancel the event and send"
        static let reasonHint = "People read it in the mail."
        static let about = "What it is"
        static let code = "Code"
        static let codeHint = "Part of its address, such as audtrain-riga. It never changes."
        static let kind = "Kind"
        static let title = "Title"
        static let summary = "Summary"
        static let description = "Description"
        static let programme = "Programme"
        static let phase = "Phase"
        static let phaseAlone = "Choose the programme of the phase."
        static let series = "Series"
        static let reach = "Whose event it is"
        static let topics = "Topics"
        static let grants = "Money"
        static let grantsHint =
            "Which grants carry it, each with its share of the cost from 0.0001 to 1, such as "
            + "0.25. A share that nobody knows stays empty; a row without a grant is none."
        static let languages = "Working languages"
        static let audience = "For whom"
        static let seats = "Seats and interest"
        static let admission = "Admission"
        static let capacity = "Seats"
        static let opens = "Interest is taken from"
        static let closes = "Interest is taken until"
        static let instantHint = "Such as 2027-04-28T09:30, on the clocks of the event."
        static let times = "When and where"
        static let firstDay = "First day"
        static let lastDay = "Last day"
        static let zone = "Time zone"
        static let zoneHint = "Such as Europe/Riga."
        static let `where` = "Place"
        static let online = "Online"
        static let venue = "Venue"
        static let city = "City"
        static let country = "Country"
        static let sessionTitle = "What"
        static let day = "Day"
        static let from = "From"
        static let to = "To"
        static let choose = "Choose"
        static let none = "None"
        static let notYours =
            "Your role does not write events there. Choose one of your programmes."

        static func session(_ number: Int) -> String { "Session \(number)" }
        static func grant(_ number: Int) -> String { "Grant \(number)" }
        static func share(_ number: Int) -> String { "Share of grant \(number)" }
    }

    enum Conflict {
        static let title = "Two versions"
        static let summary =
            "Somebody changed the event since you opened it, so nothing was saved. Look at both "
            + "versions; saving again puts yours over it."
        static let hint = "These fields differ."
        static let leave = "Leave it as it is now"
        static let mine = "Yours"
        static let now = "As it is now"
    }

    static func admission(_ admission: Admission) -> String {
        switch admission {
        case .open: "Open: whoever confirms has a seat"
        case .selection: "By selection"
        case .invitation: "By invitation"
        case .nomination: "By nomination"
        }
    }

    static func reach(_ reach: EventReach) -> String {
        switch reach {
        case .direct: "Our own"
        case .indirect: "Held by trainers whom we trained: counted apart"
        }
    }

    /// A field of an event by its name or its pointer in a document.
    static func field(_ pointer: String) -> String {
        switch pointer.split(separator: "/").first.map(String.init) ?? pointer {
        case "code": Form.code
        case "kind": Form.kind
        case "title": Form.title
        case "summary": Form.summary
        case "description": Form.description
        case "programme": Form.programme
        case "phase": Form.phase
        case "series": Form.series
        case "reach": Form.reach
        case "topics": Form.topics
        case "grants": Form.grants
        case "languages": Form.languages
        case "audience": Form.audience
        case "admission": Form.admission
        case "capacity": Form.capacity
        case "opens_at": Form.opens
        case "closes_at": Form.closes
        case "starts_on": Form.firstDay
        case "ends_on": Form.lastDay
        case "time_zone": Form.zone
        case "venue": Form.venue
        case "city": Form.city
        case "country": Form.country
        case "is_online": Form.online
        case "sessions": "Sessions"
        case "date_precision": "Dates"
        default: pointer
        }
    }
}
