import Foundation

/// Dates as header fields carry them, without a locale (RFC 5322 §3.3).
enum MailDate {
    private static let days = ["Thu", "Fri", "Sat", "Sun", "Mon", "Tue", "Wed"]
    private static let months = [
        "Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec",
    ]

    /// Such as `Sat, 21 Nov 2026 06:30:00 +0000`; always in UTC, whole seconds.
    static func text(_ date: Date) -> String {
        let instant = Int64(date.timeIntervalSince1970.rounded(.down))
        let day = (instant >= 0 ? instant : instant - 86_399) / 86_400
        let second = instant - day * 86_400
        let (year, month, dayOfMonth) = civil(day)
        let weekday = days[Int(((day % 7) + 7) % 7)]
        let time = [second / 3_600, second / 60 % 60, second % 60].map { digits($0, 2) }
        return "\(weekday), \(dayOfMonth) \(months[month - 1]) \(digits(year, 4)) "
            + "\(time.joined(separator: ":")) +0000"
    }

    /// Year, month and day of a count of days since 1970 in the Gregorian calendar.
    ///
    /// Counted in eras of 400 years that begin on 1 March, so that the leap day comes last.
    static func civil(_ days: Int64) -> (year: Int64, month: Int, day: Int64) {
        let shifted = days + 719_468
        let era = (shifted >= 0 ? shifted : shifted - 146_096) / 146_097
        let dayOfEra = shifted - era * 146_097
        let yearOfEra =
            (dayOfEra - dayOfEra / 1_460 + dayOfEra / 36_524 - dayOfEra / 146_096) / 365
        let dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100)
        let fromMarch = (5 * dayOfYear + 2) / 153
        let day = dayOfYear - (153 * fromMarch + 2) / 5 + 1
        let month = fromMarch < 10 ? fromMarch + 3 : fromMarch - 9
        return (yearOfEra + era * 400 + (month <= 2 ? 1 : 0), Int(month), day)
    }

    private static func digits(_ number: Int64, _ width: Int) -> String {
        let text = "\(number)"
        return String(repeating: "0", count: max(0, width - text.utf8.count)) + text
    }
}
