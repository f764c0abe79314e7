import TrainingRegistry

extension ConsoleWords {
    enum MailPlan {
        static let title = "Reminders"
        static let none = "No mail is planned before or after this event."
        static let isSet = "The plan is set."
        static let kind = "Mail"
        static let whenTitle = "When"
        static let leaves = "Leaves"
        static let people = "Mails"
        static let usual = "Remind people 14 days and 1 day before"
        static let change = "Change the plan"
        static let changeHint =
            "Everybody who takes part then gets each mail once. A mail whose time has passed when "
            + "it is planned, or when the event is published or moved, is not sent late. Empty the "
            + "kind and the days of a mail to take it away."
        static let nothing = "No mail"
        static let days = "Days before the first day, or after the last"
        static let clock = "Time"
        static let clockHint = "On the clocks of the event, such as 09:00."
        static let form = "Form for feedback"
        static let formHint =
            "An address that begins with https://. Without it nobody is asked for feedback."
        static let tells = "Tell people by mail that they are shortlisted"
        static let save = "Set the plan"

        static func lead(_ zone: String) -> String {
            "Mails before and after the event, to everybody who takes part. Times are on the "
                + "clocks of the event (\(zone)); when it moves, what has not left moves along."
        }
        static func mail(_ number: Int) -> String { "Mail \(number)" }

        static func kind(_ kind: TrainingRegistry.MailPlan.Reminder.Kind) -> String {
            switch kind {
            case .reminder: "Reminder, before"
            case .followUp: "Thanks, after"
            case .feedbackRequest: "Question for feedback, after"
            }
        }

        static func when(_ reminder: TrainingRegistry.MailPlan.Reminder) -> String {
            "\(when(reminder.days, isBefore: reminder.kind == .reminder)), \(reminder.clock)"
        }

        static func when(_ days: Int, isBefore: Bool) -> String {
            guard days > 0 else { return "on the first day" }
            return ConsoleWords.counted(days, "day", "days") + (isBefore ? " before" : " after")
        }

        static func state(_ state: EventReminder.State) -> String {
            switch state {
            case .waiting: "Will leave"
            case .due: "Leaves now"
            case .left: "Left"
            case .missed: "Missed"
            case .noForm: "Needs a form"
            case .off: "Will not leave"
            }
        }
    }
}
