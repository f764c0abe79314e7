import Foundation
import Mailer

/// Days as a language writes them (CLDR, the long form).
struct MailDates: Sendable {
    private let style: Date.FormatStyle

    /// English is that of Europe, `28 April 2027`.
    init(language: String) {
        style = Date.FormatStyle(
            date: .long, time: .omitted,
            locale: Locale(identifier: language == "en" ? "en-GB" : language),
            timeZone: .gmt)
    }

    /// So many days after an instant, in UTC.
    func day(_ date: Date, plus days: Int = 0) -> String {
        (date + Double(days) * 86_400).formatted(style)
    }

    func day(_ wall: WallTime) -> String { wall.instant(in: .gmt).map { day($0) } ?? "" }

    /// The days of a text that a statement wrote in English words, in the words of the language.
    func translated(_ text: String) -> String {
        text.replacing(/([0-9]{1,2}) ([A-Z][a-z]+) ([0-9]{4})/) { match in
            guard let month = Self.months.firstIndex(of: String(match.2)),
                let day = Int(match.1), let year = Int(match.3),
                let wall = WallTime(year: year, month: month + 1, day: day, hour: 0, minute: 0)
            else { return String(match.0) }
            return self.day(wall)
        }
    }

    private static let months = [
        "January", "February", "March", "April", "May", "June", "July", "August", "September",
        "October", "November", "December",
    ]
}
