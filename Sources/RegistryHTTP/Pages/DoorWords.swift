import Foundation
import TrainingRegistry

/// Whether an event takes interest now, in words.
struct DoorWords: Sendable {
    /// Two or three words for a list.
    var label: String
    /// Whole sentences for the event's page.
    var sentence: String
    /// Class of the style sheet: `open`, `waiting`, `shut` or `off`.
    var tone: String

    init(_ event: Event, now: Date, isInvited: Bool = false) {
        switch event.door(at: now, isInvited: isInvited) {
        case .open(let until):
            label = "Open"
            tone = "open"
            sentence =
                if let until {
                    """
                    You can express interest until \
                    \(DateWords.deadline(until, in: event.timeZone)).
                    """
                } else {
                    "You can express interest now."
                }
        case .notYetOpen(let opensAt):
            label = "Opens \(DateWords.day(opensAt, in: event.timeZone))"
            tone = "waiting"
            sentence =
                "You can express interest from \(DateWords.instant(opensAt, in: event.timeZone))."
        case .closed:
            label = "Closed"
            tone = "shut"
            sentence = "The time to express interest in this event is over."
        case .cancelled:
            label = "Cancelled"
            tone = "off"
            sentence = "This event will not take place. It stays listed so that links still work."
        case .held:
            label = "Held"
            tone = "shut"
            sentence = "This event has taken place."
        case .byInvitation:
            label = event.admission == .nomination ? "By nomination" : "By invitation"
            tone = "waiting"
            sentence =
                event.admission == .nomination
                ? """
                States and organisations name the people who come for them, so there is no form \
                here. Ask the responsible ministry or your organisation.
                """
                : """
                The people concerned are written to directly. If you are invited, use the link in \
                the mail that you got.
                """
        }
    }

    var tag: HTML { "<span class=\"tag \(tone)\">\(label)</span>" }
}
