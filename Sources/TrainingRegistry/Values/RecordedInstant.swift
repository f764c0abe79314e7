public import Foundation
public import Mailer

/// An instant of the ledger, to the microsecond, as PostgreSQL records it.
///
/// Reports print it in full: a report as of it can be asked for again.
public struct RecordedInstant: Sendable, Hashable, Comparable {
    public let microsecondsSince1970: Int64

    public init(_ date: Date) {
        microsecondsSince1970 = Int64((date.timeIntervalSince1970 * 1_000_000).rounded())
    }

    private init(microsecondsSince1970: Int64) {
        self.microsecondsSince1970 = microsecondsSince1970
    }

    public var date: Date { Date(timeIntervalSince1970: Double(microsecondsSince1970) / 1_000_000) }

    public static func < (one: Self, other: Self) -> Bool {
        one.microsecondsSince1970 < other.microsecondsSince1970
    }

    /// The text is no instant.
    public struct Rejection: FieldRejection, Equatable {
        public var code: String { "bad-instant" }
        public var detail: String {
            "An instant is written like 2026-07-01T00:00:00Z, with up to six digits after the "
                + "second."
        }
    }

    /// The text of a request, RFC 3339 with up to six digits after the second.
    public init(parsing text: String) throws(Rejection) {
        var rest = text[...]
        var fraction = ""
        if let dot = text.firstIndex(of: ".") {
            fraction = String(text[text.index(after: dot)...].prefix { $0.isASCII && $0.isNumber })
            guard (1...6).contains(fraction.utf8.count) else { throw Rejection() }
            rest = text[..<dot] + text[text.index(dot, offsetBy: 1 + fraction.count)...]
        }
        guard case .instant(let second)? = try? Moment(parsing: String(rest)),
            let micros = Int64(fraction.padding(toLength: 6, withPad: "0", startingAt: 0))
        else { throw Rejection() }
        self.init(
            microsecondsSince1970: Int64(second.timeIntervalSince1970) * 1_000_000 + micros)
    }
}

extension RecordedInstant: CustomStringConvertible {
    /// In UTC, always with six digits after the second.
    public var description: String {
        // Of the second that it is in, before 1970 too.
        let micros = (microsecondsSince1970 % 1_000_000 + 1_000_000) % 1_000_000
        let seconds = (microsecondsSince1970 - micros) / 1_000_000
        let second = Date(timeIntervalSince1970: TimeInterval(seconds))
        let digits = String(micros + 1_000_000).dropFirst()
        return "\(second.ISO8601Format().dropLast()).\(digits)Z"
    }
}
