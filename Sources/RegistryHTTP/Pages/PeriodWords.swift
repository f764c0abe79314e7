import Postgres
import TrainingRegistry

/// Periods of phases in words; whole years are told as years.
enum PeriodWords {
    /// `2014–2015`, `1 September 2015 – 8 June 2017`, `From 2016`, `Until 2012`.
    static func period(_ phase: Phase) -> String? {
        switch (phase.startsOn, phase.endsOn) {
        case (nil, nil): return nil
        case (let start?, nil): return "From \(isFirst(start) ? "\(start.year)" : day(start))"
        case (nil, let end?): return "Until \(isLast(end) ? "\(end.year)" : day(end))"
        case (let start?, let end?):
            guard isFirst(start), isLast(end) else { return DateWords.range(start, end) }
            return start.year == end.year ? "\(start.year)" : "\(start.year)–\(end.year)"
        }
    }

    /// The years from the first start to the last end, as far as the texts tell them.
    static func years(of phases: [Phase]) -> String {
        let first = phases.compactMap(\.startsOn).min()?.year
        let last = phases.compactMap(\.endsOn).max()?.year
        let isOpen = phases.contains { $0.startsOn != nil && $0.endsOn == nil }
        switch (first, last) {
        case (nil, nil): return "Years not recorded"
        case (let first?, nil): return "Since \(first)"
        case (let first?, _?) where isOpen: return "Since \(first)"
        case (nil, let last?): return "Until \(last)"
        case (let first?, let last?): return first == last ? "\(first)" : "\(first)–\(last)"
        }
    }

    private static func day(_ day: CalendarDay) -> String { DateWords.day(day) }
    private static func isFirst(_ day: CalendarDay) -> Bool { day.month == 1 && day.day == 1 }
    private static func isLast(_ day: CalendarDay) -> Bool { day.month == 12 && day.day == 31 }
}
