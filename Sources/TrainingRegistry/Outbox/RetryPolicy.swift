import Foundation
public import FoundationEssentials

/// When a message that could not be sent is tried again, and when it is given up.
public struct RetryPolicy: Sendable, Equatable {
    public var firstDelay: Duration = .seconds(30)
    public var longestDelay: Duration = .seconds(6 * 3_600)
    /// For a mail that got no session.
    ///
    /// That is about the server, which the circuit tries one mail at a time; when it is back, no
    /// mail shall wait for hours.
    public var longestSessionDelay: Duration = .seconds(300)
    /// So many attempts that ended with this mail itself, the last one deferred.
    public var attemptsMax = 40
    /// After it no mail is tried again, whatever the trouble was.
    public var longestAge: Duration = .seconds(5 * 86_400)

    public init() {}

    /// What kept a mail from being sent for now.
    public enum Trouble: Sendable, Hashable {
        /// The server, or the way there, put off this mail.
        case deferred
        /// It may have been delivered: given up by age only, because giving up may lose it.
        case unknown
        /// Nothing to do with this mail, so it never counts against it.
        case sessionFailed
    }

    /// When to try again.
    ///
    /// - Parameters:
    ///   - trouble: what ended the attempt.
    ///   - attempt: how many attempts there were with this one; it decides the delay.
    ///   - ownAttempts: how many of them ended with this mail, with this one.
    ///   - writtenAt: when the mail was promised.
    ///   - now: when the attempt ended.
    ///   - jitter: -1 to 1, spreads what failed together over ±20 % of the delay.
    /// - Returns: nil when it is given up.
    public func nextAttempt(
        after trouble: Trouble, attempt: Int, ownAttempts: Int, writtenAt: Date, now: Date,
        jitter: Double
    ) -> Date? {
        let end = writtenAt + longestAge.seconds
        if now >= end { return nil }
        if trouble == .deferred, ownAttempts >= attemptsMax { return nil }
        let doublings = Double(min(max(attempt, 1) - 1, 60))
        let longest =
            trouble == .sessionFailed ? min(longestSessionDelay, longestDelay) : longestDelay
        let delay = min(firstDelay.seconds * pow(2, doublings), longest.seconds)
        // The last chance is at the end of its age.
        return min(now + delay * (1 + 0.2 * min(max(jitter, -1), 1)), end)
    }
}

extension Duration {
    /// As a calendar counts.
    var seconds: TimeInterval {
        Double(components.seconds) + Double(components.attoseconds) / 1e18
    }
}
