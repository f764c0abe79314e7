import FoundationEssentials

/// PostgreSQL counts days and microseconds from 2000-01-01 (00:00 UTC).
enum PostgresEpoch {
    /// From 2000-01-01 to Foundation's reference date, 2001-01-01.
    private static let referenceMicroseconds: Int64 = 366 * 86_400 * 1_000_000

    /// A date that PostgreSQL cannot hold becomes a number it refuses (22008), never infinity.
    static func microseconds(of date: Date) -> Int64 {
        let exact = (date.timeIntervalSinceReferenceDate * 1_000_000).rounded()
        guard let sinceReference = Int64(exactly: exact) else { return .max - 1 }
        let (sum, overflows) = sinceReference.addingReportingOverflow(referenceMicroseconds)
        return overflows || sum == .max ? .max - 1 : sum
    }

    /// Nil for PostgreSQL's `infinity` and `-infinity`.
    static func date(microseconds: Int64) -> Date? {
        guard microseconds != .max, microseconds != .min else { return nil }
        let sinceReference = microseconds - referenceMicroseconds
        return Date(timeIntervalSinceReferenceDate: Double(sinceReference) / 1_000_000)
    }

    /// Days of the proleptic Gregorian calendar, counted in years that begin in March.
    static func days(to day: CalendarDay) -> Int32 {
        let year = day.month <= 2 ? day.year - 1 : day.year
        let era = year / 400
        let yearOfEra = year - era * 400
        let month = (day.month + 9) % 12
        let dayOfYear = (153 * month + 2) / 5 + day.day - 1
        let dayOfEra = yearOfEra * 365 + yearOfEra / 4 - yearOfEra / 100 + dayOfYear
        return Int32(era * 146_097 + dayOfEra - daysFromMarchOfYear0)
    }

    /// Nil outside the years 1 to 9999, and so for PostgreSQL's infinities.
    static func day(days: Int32) -> CalendarDay? {
        let shifted = Int(days) + daysFromMarchOfYear0
        guard shifted >= 0 else { return nil }
        let era = shifted / 146_097
        let dayOfEra = shifted - era * 146_097
        let yearOfEra =
            (dayOfEra - dayOfEra / 1_460 + dayOfEra / 36_524 - dayOfEra / 146_096) / 365
        let dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100)
        let month = (5 * dayOfYear + 2) / 153
        let calendarMonth = month < 10 ? month + 3 : month - 9
        return CalendarDay(
            year: yearOfEra + era * 400 + (calendarMonth <= 2 ? 1 : 0),
            month: calendarMonth,
            day: dayOfYear - (153 * month + 2) / 5 + 1)
    }

    /// From 0000-03-01 to 2000-01-01.
    private static let daysFromMarchOfYear0 = 730_425
}
