import TrainingRegistry

/// The texts of the console, in one place: another language is another set of these.
///
/// A part of the console has an enum of its own in a file `ConsoleWords+Part.swift`. Pages hold
/// markup and no sentence; what is said of the domain itself, such as kinds and states, is here.
enum ConsoleWords {
    static let dashboard = "Dashboard"
    static let events = "Events"
    static let reason = "Reason"
    static let reasonHint = "Kept in the log for good. No names."
    static let noNames = "No names."

    static func counted(_ number: Int, _ one: String, _ more: String) -> String {
        "\(Words.number(number)) \(number == 1 ? one : more)"
    }

    static func people(_ number: Int) -> String { counted(number, "person", "people") }
    static func seats(_ number: Int) -> String { counted(number, "seat", "seats") }
    static func mails(_ number: Int) -> String { counted(number, "mail", "mails") }

    static func status(_ status: InterestStatus) -> String {
        switch status {
        case .received: "Received"
        case .shortlisted: "Shortlisted"
        case .offered: "Offered a seat"
        case .accepted: "Has a seat"
        case .declined: "Declined"
        case .withdrawn: "Withdrawn"
        case .lapsed: "Offer ran out"
        case .waiting: "Waits for a seat"
        }
    }

    static func state(_ state: EventState) -> String {
        switch state {
        case .draft: "Draft"
        case .published: "Published"
        case .held: "Held"
        case .cancelled: "Cancelled"
        }
    }

    /// The title of a page; people who hear it are told first that something failed.
    static func failed(_ title: String, _ isFailed: Bool) -> String {
        isFailed ? "Error: \(title)" : title
    }

    /// What a field is called before what is wrong with it; nil where that says it itself.
    static func label(_ field: String) -> String? {
        switch field {
        case "seats": Seats.seats
        case "deadline", "until": Nominations.deadline
        case "attended_percent": Certificates.attendedPercent
        case "partly_percent": Certificates.partlyPercent
        default: nil
        }
    }

    /// A mail by what it tells.
    static func template(_ template: String) -> String {
        switch template {
        case "seat-offered": "A seat is offered"
        case "seat-taken": "They have a seat"
        case "seat-awaited": "They are on the waiting list"
        case "seat-freed": "Their seat is no longer kept"
        case "seat-passed-on": "Their seat is somebody else's"
        case "seat-taken-over": "They have the seat of somebody else"
        case "offer-lapsed": "The offer has ended"
        case "interest-declined": "No seat this time"
        case "interest-withdrawn": "The interest is withdrawn"
        case "interest-shortlisted": "They are shortlisted"
        case "interest-confirmed": "The interest is confirmed"
        case "interest-known": "The interest is registered already"
        case "confirm-interest": "Please confirm"
        case "event-moved": "New time or place"
        case "event-cancelled": "The event is cancelled"
        case "reminder": "A reminder"
        case "follow-up": "Thanks afterwards"
        case "feedback-request": "A question for feedback"
        case "certificate": "The certificate"
        case "nomination-invitation": "A member is asked to nominate"
        case "nomination-notice": "They are nominated"
        case "nomination-ended": "The nomination has ended"
        case "nominee-ranked": "The nomination is confirmed"
        case "invitation": "They are invited"
        case "pool-match": "An event is offered to the pool"
        case "pool-reask": "Whether they want to stay in the pool"
        case "trainer-invited": "They are asked to be a trainer"
        case "staff-set-up": "The account of a colleague"
        case "staff-signed-in": "Somebody signed in from a new browser"
        default: template
        }
    }

    static func mailState(_ state: String) -> String {
        switch state {
        case "draft": "A draft: nobody has let it go yet"
        case "pending": "Waits to be sent"
        case "sending": "Is being sent"
        case "held": "Not sent: the address is on hold"
        case "sent": "Sent"
        case "failed": "Refused by the mail server"
        case "dead": "Given up"
        case "cancelled": "Not sent any more"
        default: state
        }
    }

    /// Who did something, without a name.
    static func actor(_ actor: String) -> String {
        switch actor.prefix(while: { $0 != ":" }) {
        case "person": "the person"
        case "system": "the service"
        case "token": "a program"
        case "staff": "a colleague"
        case "command": "the command line"
        default: actor
        }
    }

    enum Dashboard {
        static let nothing = "No event is coming, and none is left to do."
        static let noWork = "Nothing waits for you."
        static let work = "To do"
        static let doors = "Attendance"
        static let attendance = "Take attendance"
        static let noDoor = "No event has you at its door now."

        static func decide(_ pending: Int, left: Int?) -> String {
            let free = left.map { ", \(ConsoleWords.seats($0)) left" } ?? ""
            return Overview.decide(pending) + free
        }
    }
}
