public import Mailer

/// A time of day on the clocks of a place, from `00:00` to `23:59`.
public struct ClockTime: Sendable, Hashable, CustomStringConvertible {
    public let hour: Int
    public let minute: Int

    /// The text is no time of day.
    public struct Rejection: FieldRejection, Equatable {
        public init() {}
        public var code: String { "bad-time" }
        public var detail: String { "A time of day is written like 09:00." }
    }

    public init(parsing text: String) throws(Rejection) {
        let bytes = Array(text.utf8)
        guard bytes.count == 5, bytes[2] == UInt8(ascii: ":"),
            [0, 1, 3, 4].allSatisfy({ CodeRejection.isDigit(bytes[$0]) })
        else { throw Rejection() }
        hour = Int(bytes[0]) * 10 + Int(bytes[1]) - 48 * 11
        minute = Int(bytes[3]) * 10 + Int(bytes[4]) - 48 * 11
        guard hour < 24, minute < 60 else { throw Rejection() }
    }

    public var description: String {
        [hour, minute].map { $0 < 10 ? "0\($0)" : "\($0)" }.joined(separator: ":")
    }
}
