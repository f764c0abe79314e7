import Glibc

/// A point on the monotonic clock of this machine.
///
/// Deadlines are kept in it, because the clock of the calendar is set back now and then.
public struct Instant: Sendable, Comparable, Hashable {
    let nanoseconds: Int64

    /// Later than everything: a deadline that does not come.
    public static let never = Instant(nanoseconds: .max)

    public static func now() -> Instant {
        var time = timespec()
        clock_gettime(CLOCK_MONOTONIC, &time)
        return Instant(nanoseconds: Int64(time.tv_sec) * 1_000_000_000 + Int64(time.tv_nsec))
    }

    public static func < (left: Instant, right: Instant) -> Bool {
        left.nanoseconds < right.nanoseconds
    }

    /// Stops at `never` and at the clock's own beginning instead of overflowing.
    public static func + (instant: Instant, duration: Duration) -> Instant {
        guard instant != .never else { return .never }
        let (seconds, attoseconds) = duration.components
        let (whole, tooLong) = seconds.multipliedReportingOverflow(by: 1_000_000_000)
        let rest = attoseconds / 1_000_000_000
        let (length, tooLongWithRest) = whole.addingReportingOverflow(rest)
        let (sum, tooLate) = instant.nanoseconds.addingReportingOverflow(length)
        guard !tooLong, !tooLongWithRest, !tooLate else {
            return seconds > 0 ? .never : Instant(nanoseconds: 0)
        }
        return Instant(nanoseconds: sum)
    }

    public static func - (left: Instant, right: Instant) -> Duration {
        .nanoseconds(left.nanoseconds) - .nanoseconds(right.nanoseconds)
    }
}
