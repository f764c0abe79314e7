public import Mailer
public import Postgres

/// Which events a report is about, by the day they begin.
public enum ReportPeriod: Sendable, Hashable {
    case all
    /// Of the calendar.
    case year(Int)
    /// From July of the year to June of the next.
    case presidency(Int)
    /// First and last day.
    case days(CalendarDay, CalendarDay)
    /// By its title; its days are on file.
    case mandate(String)
    /// By its code; its days are those known at the report's instant.
    case grant(Code)

    /// The text is none of the periods there are.
    public struct Rejection: FieldRejection, Equatable {
        public init() {}
        public var code: String { "bad-period" }
        public var detail: String {
            "A period is written as all, 2026, presidency:2025 (July 2025 to June 2026), "
                + "2025-09-01..2026-02-28, mandate:TITLE or grant:CODE."
        }
    }

    public init(parsing text: String) throws(Rejection) {
        let parts = text.split(separator: ":", maxSplits: 1, omittingEmptySubsequences: false)
        switch (parts.first.map(String.init), parts.dropFirst().first.map(String.init)) {
        case ("all", nil): self = .all
        case ("presidency", let year?):
            self = .presidency(try Self.year(year))
            // Ends in the year after, which has to be one as well.
            guard days != nil else { throw Rejection() }
        case ("mandate", let title?) where !title.isEmpty: self = .mandate(title)
        case ("grant", let code?):
            guard let code = try? Code(parsing: code) else { throw Rejection() }
            self = .grant(code)
        case (let days?, nil) where days.contains("."): self = try Self.days(days)
        case (let year?, nil): self = .year(try Self.year(year))
        default: throw Rejection()
        }
    }

    private static func year(_ text: String) throws(Rejection) -> Int {
        guard text.utf8.count == 4, text.utf8.allSatisfy(CodeRejection.isDigit),
            let year = Int(text), year >= 1900
        else { throw Rejection() }
        return year
    }

    private static func days(_ text: String) throws(Rejection) -> Self {
        let ends = text.split(separator: ".", omittingEmptySubsequences: false)
        guard ends.count == 3, ends[1].isEmpty, let first = CalendarDay(parsing: String(ends[0])),
            let last = CalendarDay(parsing: String(ends[2])), first <= last
        else { throw Rejection() }
        return .days(first, last)
    }

    /// First and last day, where the period itself says; nil where they are on file or open.
    public var days: (first: CalendarDay, last: CalendarDay)? {
        switch self {
        case .all, .mandate, .grant: nil
        case .days(let first, let last): (first, last)
        case .year(let year):
            Self.span(year, 1, 1, year, 12, 31)
        case .presidency(let year):
            Self.span(year, 7, 1, year + 1, 6, 30)
        }
    }

    private static func span(
        _ year: Int, _ month: Int, _ day: Int, _ lastYear: Int, _ lastMonth: Int, _ lastDay: Int
    ) -> (first: CalendarDay, last: CalendarDay)? {
        guard let first = CalendarDay(year: year, month: month, day: day),
            let last = CalendarDay(year: lastYear, month: lastMonth, day: lastDay)
        else { return nil }
        return (first, last)
    }
}

extension ReportPeriod: CustomStringConvertible {
    /// As it is written in a request.
    public var description: String {
        switch self {
        case .all: "all"
        case .year(let year): String(year)
        case .presidency(let year): "presidency:\(year)"
        case .days(let first, let last): "\(first)..\(last)"
        case .mandate(let title): "mandate:\(title)"
        case .grant(let code): "grant:\(code)"
        }
    }
}
