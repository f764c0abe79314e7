public import Foundation

/// What the mails of an event do beyond what they always do.
public struct MailPlan: Sendable, Equatable {
    /// Where participants answer what was good; without it nobody is asked.
    public var feedbackForm: WebAddress?
    /// Whether people hear that they are shortlisted.
    public var tellsShortlisted: Bool
    public var reminders: [Reminder]

    public static let remindersMax = 20

    public init(feedbackForm: WebAddress?, tellsShortlisted: Bool, reminders: [Reminder]) {
        self.feedbackForm = feedbackForm
        self.tellsShortlisted = tellsShortlisted
        self.reminders = reminders
    }

    /// A mail to everybody who takes part, before the event or after it.
    public struct Reminder: Sendable, Hashable {
        public var kind: Kind
        /// Before the first day, or after the last.
        public var days: Int
        /// On the clocks of the event.
        public var clock: ClockTime

        public enum Kind: String, Sendable, CaseIterable, Decodable {
            case reminder
            case followUp = "follow-up"
            case feedbackRequest = "feedback-request"

            /// How many days it may be from the event: what comes after it comes on a later day.
            public var bounds: ClosedRange<Int> { self == .reminder ? 0...365 : 1...365 }
        }

        public init(kind: Kind, days: Int, clock: ClockTime) {
            self.kind = kind
            self.days = days
            self.clock = clock
        }

        /// What most events want: two weeks before, and the day before.
        public static let usual = [14, 1].compactMap { days in
            (try? ClockTime(parsing: "09:00")).map {
                Reminder(kind: .reminder, days: days, clock: $0)
            }
        }
    }
}

/// A reminder of an event, and what became of it.
public struct EventReminder: Sendable, Equatable {
    public let reminder: MailPlan.Reminder
    public let state: State
    /// Nil of an event of which no day is known.
    public let dueAt: Date?
    public let leftAt: Date?
    /// How many people were promised a mail.
    public let mails: Int

    /// The words of the database.
    public enum State: String, Sendable, CaseIterable, Decodable {
        case waiting
        /// It leaves within a minute.
        case due
        case left
        /// Its time had passed when it was set, or the event published or moved.
        case missed
        /// It would ask for feedback, and there is no form.
        case noForm = "no-form"
        /// The event is cancelled, or no day is known.
        case off
    }
}

/// The mails of an event as they are planned, and what became of them.
public struct EventMailPlan: Sendable, Equatable {
    public let feedbackForm: String?
    public let tellsShortlisted: Bool
    /// The clocks of the event (IANA).
    public let timeZone: String
    /// By when they are due.
    public let reminders: [EventReminder]

    /// Those that can still be changed.
    public var open: [MailPlan.Reminder] {
        reminders.filter { $0.state != .left }.map(\.reminder)
    }
}
