import Foundation

/// A time zone as a calendar object describes it, for the span it is used in (RFC 5545 §3.6.5).
struct CalendarZone {
    let identifier: String
    let zone: TimeZone

    /// Nil for UTC, which needs no description, and for a name that nobody knows.
    init?(_ identifier: String) {
        guard !["UTC", "GMT", "Etc/UTC", "Etc/GMT"].contains(identifier),
            let zone = TimeZone(identifier: identifier)
        else { return nil }
        self.identifier = identifier
        self.zone = zone
    }

    /// One rule from a point on: what the clocks were and what they became.
    private struct Observance {
        let onset: Date
        let from: Int
        let to: Int
        let isDaylight: Bool
    }

    /// One observance for each change of the clocks from before `first` until `last`.
    func describe(from first: Date, to last: Date, in content: inout CalendarContent) {
        content.line("BEGIN", "VTIMEZONE")
        content.line("TZID", identifier)
        for observance in observances(from: first, to: last) {
            let kind = observance.isDaylight ? "DAYLIGHT" : "STANDARD"
            content.line("BEGIN", kind)
            // The onset is told on the clocks as they were before it.
            let wall = WallTime(observance.onset, offset: observance.from)
            content.line("DTSTART", wall.calendarText)
            content.line("TZOFFSETFROM", Self.offset(observance.from))
            content.line("TZOFFSETTO", Self.offset(observance.to))
            content.line("END", kind)
        }
        content.line("END", "VTIMEZONE")
    }

    private func observances(from first: Date, to last: Date) -> [Observance] {
        // Clocks that change do so twice a year: the change before the span is within 400 days.
        let begin = first - 400 * 86_400
        var changes: [Observance] = []
        var moment = begin
        while let change = zone.nextDaylightSavingTimeTransition(after: moment), change <= last {
            changes.append(
                Observance(
                    onset: change, from: zone.secondsFromGMT(for: change - 1),
                    to: zone.secondsFromGMT(for: change),
                    isDaylight: zone.isDaylightSavingTime(for: change)))
            moment = change
        }
        if let before = changes.lastIndex(where: { $0.onset <= first }) {
            return Array(changes[before...])
        }
        let offset = zone.secondsFromGMT(for: begin)
        let always = Observance(
            onset: begin, from: offset, to: offset,
            isDaylight: zone.isDaylightSavingTime(for: begin))
        return [always] + changes
    }

    /// `+0200`, with seconds only where there are any (RFC 5545 §3.3.14).
    private static func offset(_ seconds: Int) -> String {
        let size = abs(seconds)
        let parts = [size / 3_600, size / 60 % 60] + (size % 60 == 0 ? [] : [size % 60])
        return (seconds < 0 ? "-" : "+") + parts.map(WallTime.twoDigits).joined()
    }
}

extension WallTime {
    /// `20270428T093000` (RFC 5545 §3.3.5).
    var calendarText: String {
        dayText + "T" + [hour, minute, second % 60].map(Self.twoDigits).joined()
    }

    /// `20270428` (RFC 5545 §3.3.4).
    var dayText: String {
        let digits = String(year)
        return String(repeating: "0", count: 4 - digits.utf8.count) + digits
            + [month, day].map(Self.twoDigits).joined()
    }

    static func twoDigits(_ number: Int) -> String { number < 10 ? "0\(number)" : "\(number)" }
}
