import TrainingRegistry

extension ConsoleWords {
    enum Nominations {
        static let none = "Members were not asked to nominate for this event."
        static let nobody = "No member has a seat in this event."
        static let member = "Member"
        static let seats = "Seats"
        static let taken = "Taken"
        static let named = "Named"
        static let links = "Links"
        static let ask = "Ask members"
        static let askHint =
            "Keeps the seats and mails a link to each focal point. Who is asked again gets a new "
            + "link, and the old one ends."
        static let whom = "Whom"
        static let all = "Every member whose seat in the Expert Group is held"
        static let seatsEach = "Seats of each"
        static let deadline = "Deadline"
        static let otherDeadline = "Another deadline"
        static let deadlineHint = "The links stay the same. No mail leaves."
        static let setDeadline = "Set the deadline"
        static let back = "All members"
        static let linksHint =
            "A link leaves by mail only and is shown nowhere. A member without a focal point gets "
            + "none; name people here for it."
        static let send = "Send new links"
        static let revoke = "Revoke the links"
        static let person = "Name a person"
        static let told =
            "We write to the person at once: who named them, what for and what we keep. They "
            + "confirm their own data."
        static let name = "Name this person"

        static func open(_ deadline: String) -> String {
            "Members name people until \(deadline). Coordinators may at any time."
        }
        static func over(_ deadline: String) -> String {
            "The deadline was \(deadline). Only coordinators change nominations now."
        }
        static func instead(_ name: String) -> String { "Who comes in the place of \(name)?" }
        static func seats(_ number: Int, taken: Int) -> String {
            "\(ConsoleWords.seats(number)) kept, \(taken) taken."
        }
        static func links(_ number: Int) -> String {
            number == 0
                ? "No link works." : ConsoleWords.counted(number, "link works", "links work") + "."
        }

        /// How many of a member's nominations stand how; those that are over are not counted.
        static func named(_ nominations: [Nomination]) -> String {
            let parts = [NominationStatus.proposed, .confirmed].compactMap { status in
                let number = nominations.count { $0.status == status }
                return number == 0 ? nil : "\(number) \(status.rawValue)"
            }
            return parts.isEmpty ? "nobody" : parts.joined(separator: ", ")
        }

        /// What has just been done, as the address says it.
        enum Done: String, CaseIterable {
            case asked, deadline, named, changed, sent, revoked

            var title: String {
                switch self {
                case .asked: "Members are asked; the links are on their way."
                case .deadline: "The deadline is set."
                case .named: "The person is named, and we have written to them."
                case .changed: "Your change is saved."
                case .sent: "New links are on their way; the old ones have ended."
                case .revoked: "The links have ended."
                }
            }
        }
    }
}
