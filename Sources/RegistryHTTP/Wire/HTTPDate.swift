import Glibc

/// The date in the one form that is written (RFC 9110 §5.6.7, IMF-fixdate).
struct HTTPDate {
    private var second = Int.min
    private var formatted: [UInt8] = []

    /// The present, formatted anew once a second at most.
    mutating func now() -> [UInt8] {
        let now = time(nil)
        if now != second {
            second = now
            formatted = Self.format(secondsSince1970: now)
        }
        return formatted
    }

    /// Gives a text such as `Sun, 06 Nov 1994 08:49:37 GMT`.
    static func format(secondsSince1970 seconds: Int) -> [UInt8] {
        let days = Int((Double(seconds) / 86_400).rounded(.down))
        let time = seconds - days * 86_400
        let (year, month, day) = civil(daysSince1970: days)
        // 1 January 1970 was a Thursday.
        let weekday = ((days + 4) % 7 + 7) % 7
        var text: [UInt8] = []
        text.reserveCapacity(29)
        text += ["Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat"][weekday].utf8
        text += ", ".utf8
        append(day, to: &text)
        text += " \(months[month - 1]) ".utf8
        append(year / 100, to: &text)
        append(year % 100, to: &text)
        for (mark, value) in [(" ", time / 3600), (":", time / 60 % 60), (":", time % 60)] {
            text += mark.utf8
            append(value, to: &text)
        }
        text += " GMT".utf8
        return text
    }

    private static let months = [
        "Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec",
    ]

    private static func append(_ twoDigits: Int, to text: inout [UInt8]) {
        text.append(UInt8(48 + twoDigits / 10 % 10))
        text.append(UInt8(48 + twoDigits % 10))
    }

    /// The Gregorian date, counted in eras of 400 years that begin on 1 March.
    private static func civil(daysSince1970 days: Int) -> (year: Int, month: Int, day: Int) {
        let shifted = days + 719_468
        let era = (shifted >= 0 ? shifted : shifted - 146_096) / 146_097
        let dayOfEra = shifted - era * 146_097
        let yearOfEra =
            (dayOfEra - dayOfEra / 1460 + dayOfEra / 36_524 - dayOfEra / 146_096) / 365
        let dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100)
        let shiftedMonth = (5 * dayOfYear + 2) / 153
        let month = shiftedMonth < 10 ? shiftedMonth + 3 : shiftedMonth - 9
        let year = yearOfEra + era * 400 + (month <= 2 ? 1 : 0)
        return (year, month, dayOfYear - (153 * shiftedMonth + 2) / 5 + 1)
    }
}
