public import Foundation

/// A time as a clock on the wall of some zone shows it, in the Gregorian calendar.
public struct WallTime: Sendable, Hashable, Comparable {
    public let year: Int
    public let month: Int
    public let day: Int
    /// Since midnight on that clock.
    public let second: Int

    /// Nil for a time that no clock shows; years 1 to 9999.
    public init?(year: Int, month: Int, day: Int, hour: Int, minute: Int, second: Int = 0) {
        guard (1...9999).contains(year), (1...12).contains(month), (0...23).contains(hour),
            (0...59).contains(minute), (0...59).contains(second)
        else { return nil }
        let days = Self.days(year, month, day)
        let (sameYear, sameMonth, sameDay) = MailDate.civil(days)
        guard (Int(sameYear), sameMonth, Int(sameDay)) == (year, month, day) else { return nil }
        self.year = year
        self.month = month
        self.day = day
        self.second = hour * 3_600 + minute * 60 + second
    }

    /// What the clock of a zone shows at an instant; whole seconds.
    public init(_ instant: Date, in zone: TimeZone) {
        self.init(instant, offset: zone.secondsFromGMT(for: instant))
    }

    /// What a clock that is ahead of UTC by `offset` seconds shows.
    init(_ instant: Date, offset: Int) {
        let bounded = min(max(instant.timeIntervalSince1970, -62_135_000_000), 253_402_000_000)
        let local = Int64(bounded.rounded(.down)) + Int64(offset)
        let days = (local >= 0 ? local : local - 86_399) / 86_400
        let (year, month, day) = MailDate.civil(days)
        self.year = Int(year)
        self.month = month
        self.day = Int(day)
        second = Int(local - days * 86_400)
    }

    /// When the clock of a zone shows this, the first time when it does so twice.
    ///
    /// Nil in the hour that is left out when summer time begins.
    public func instant(in zone: TimeZone) -> Date? {
        let utc = TimeInterval(Self.days(year, month, day)) * 86_400 + TimeInterval(second)
        // The offsets of the day before and after hold whichever change lies between them.
        let offsets = [-86_400.0, 86_400].map {
            zone.secondsFromGMT(for: Date(timeIntervalSince1970: utc + $0))
        }
        return offsets.map { Date(timeIntervalSince1970: utc - TimeInterval($0)) }.sorted()
            .first { WallTime($0, in: zone) == self }
    }

    public var hour: Int { second / 3_600 }
    public var minute: Int { second / 60 % 60 }

    public static func < (one: WallTime, other: WallTime) -> Bool {
        (one.year, one.month, one.day, one.second)
            < (other.year, other.month, other.day, other.second)
    }

    /// Days since 1970, counted in eras of 400 years that begin on 1 March.
    private static func days(_ year: Int, _ month: Int, _ day: Int) -> Int64 {
        let shifted = Int64(month <= 2 ? year - 1 : year)
        let era = (shifted >= 0 ? shifted : shifted - 399) / 400
        let yearOfEra = shifted - era * 400
        let fromMarch = Int64(month > 2 ? month - 3 : month + 9)
        let dayOfYear = (153 * fromMarch + 2) / 5 + Int64(day) - 1
        return era * 146_097 + yearOfEra * 365 + yearOfEra / 4 - yearOfEra / 100 + dayOfYear
            - 719_468
    }
}
