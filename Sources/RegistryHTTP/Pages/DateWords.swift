import Foundation
import Postgres

/// Days and times in English words.
///
/// The arithmetic is done here on the proleptic Gregorian calendar; Foundation only tells a zone's
/// offset. A `Calendar` per date would cost more than the rest of a page.
enum DateWords {
    static let months = [
        "January", "February", "March", "April", "May", "June", "July", "August", "September",
        "October", "November", "December",
    ]
    static let weekdays = [
        "Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday",
    ]

    /// `2 March 2027`.
    static func day(_ day: CalendarDay) -> String {
        "\(day.day) \(month(day))"
    }

    /// `March 2027`.
    static func month(_ day: CalendarDay) -> String {
        "\(months[day.month - 1]) \(day.year)"
    }

    /// `28–29 April 2027`, `30 April – 2 May 2027`, or one day where both are the same.
    static func range(_ first: CalendarDay, _ last: CalendarDay) -> String {
        if first >= last { return day(first) }
        if first.year != last.year { return "\(day(first)) – \(day(last))" }
        if first.month != last.month {
            return "\(first.day) \(months[first.month - 1]) – \(day(last))"
        }
        return "\(first.day)–\(day(last))"
    }

    /// A time as a clock on the wall of that zone shows it.
    struct Wall: Equatable {
        var day: CalendarDay
        var weekday: String
        /// `09:30`.
        var clock: String
    }

    /// The zone by its IANA name; an unknown name is read as UTC, and then also shown as such.
    static func zone(_ name: String) -> (zone: TimeZone, name: String) {
        guard let zone = TimeZone(identifier: name) else { return (.gmt, "UTC") }
        return (zone, name)
    }

    /// Nil only outside the years 1 to 9999.
    static func wall(_ instant: Date, in zone: TimeZone) -> Wall? {
        let seconds = instant.timeIntervalSince1970
        guard seconds > -62_135_596_800, seconds < 253_402_300_800 else { return nil }
        let local = Int(seconds.rounded(.down)) + zone.secondsFromGMT(for: instant)
        let days = local >= 0 ? local / 86_400 : (local - 86_399) / 86_400
        let minutes = (local - days * 86_400) / 60
        guard let day = civil(days) else { return nil }
        let weekday = ((days + 3) % 7 + 7) % 7
        let clock = "\(twoDigits(minutes / 60)):\(twoDigits(minutes % 60))"
        return Wall(day: day, weekday: weekdays[weekday], clock: clock)
    }

    /// `Tuesday 2 March 2027, 09:30 (Europe/Tallinn)`.
    static func instant(_ instant: Date, in zoneName: String) -> String {
        let (zone, name) = zone(zoneName)
        guard let wall = wall(instant, in: zone) else { return "an unknown time" }
        return "\(wall.weekday) \(day(wall.day)), \(wall.clock) (\(name))"
    }

    /// The instant, or at midnight `the end of Monday 8 March 2027 (Europe/Tallinn)`.
    ///
    /// Few people know which day 00:00 belongs to.
    static func deadline(_ instant: Date, in zoneName: String) -> String {
        let (zone, name) = zone(zoneName)
        guard wall(instant, in: zone)?.clock == "00:00",
            instant.timeIntervalSince1970.truncatingRemainder(dividingBy: 60) == 0,
            let wall = wall(instant - 1, in: zone)
        else { return self.instant(instant, in: zoneName) }
        return "the end of \(wall.weekday) \(day(wall.day)) (\(name))"
    }

    /// `2 March 2027`, the day an instant falls on in that zone.
    static func day(_ instant: Date, in zoneName: String) -> String {
        guard let wall = wall(instant, in: zone(zoneName).zone) else { return "an unknown day" }
        return day(wall.day)
    }

    /// `09:30 to 12:00`, or with the day of the end where it is another one.
    static func hours(_ start: Wall, _ end: Wall) -> String {
        if start.day == end.day { return "\(start.clock) to \(end.clock)" }
        return "\(start.clock) to \(end.weekday) \(day(end.day)), \(end.clock)"
    }

    /// The instant for machines: `2027-03-02T07:30:00Z` (RFC 3339).
    static func machine(_ instant: Date) -> String {
        guard let wall = wall(instant, in: .gmt) else { return "" }
        return "\(wall.day)T\(wall.clock)Z"
    }

    /// The day that lies `days` after 1 January 1970 (Hinnant, "chrono-compatible algorithms").
    private static func civil(_ days: Int) -> CalendarDay? {
        let shifted = days + 719_468
        let era = (shifted >= 0 ? shifted : shifted - 146_096) / 146_097
        let dayOfEra = shifted - era * 146_097
        let yearOfEra =
            (dayOfEra - dayOfEra / 1_460 + dayOfEra / 36_524 - dayOfEra / 146_096) / 365
        let dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100)
        let shiftedMonth = (5 * dayOfYear + 2) / 153
        let month = shiftedMonth < 10 ? shiftedMonth + 3 : shiftedMonth - 9
        return CalendarDay(
            year: yearOfEra + era * 400 + (month <= 2 ? 1 : 0), month: month,
            day: dayOfYear - (153 * shiftedMonth + 2) / 5 + 1)
    }

    private static func twoDigits(_ number: Int) -> String {
        number < 10 ? "0\(number)" : String(number)
    }
}
