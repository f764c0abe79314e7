public import Mailer

/// The short public name of an event, programme or phase, such as `protect-tallinn-2027`.
///
/// It stands in addresses of pages and in the API: lower-case ASCII letters, digits and single
/// hyphens between them, 2 to 64 characters.
public struct Code: Sendable, Hashable, Comparable, CustomStringConvertible {
    public let description: String

    /// The text is not a code.
    public struct Rejection: FieldRejection, Equatable {
        public init() {}
        public var code: String { "bad-code" }
        public var detail: String {
            "A code has 2 to 64 lower-case letters and digits, with single hyphens between them."
        }
    }

    public init(parsing text: String) throws(Rejection) {
        guard (2...64).contains(text.utf8.count) else { throw Rejection() }
        var previous = UInt8(ascii: "-")
        for byte in text.utf8 {
            switch byte {
            case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "0")...UInt8(ascii: "9"): break
            case UInt8(ascii: "-") where previous != UInt8(ascii: "-"): break
            default: throw Rejection()
            }
            previous = byte
        }
        guard previous != UInt8(ascii: "-") else { throw Rejection() }
        description = text
    }

    public static func < (one: Code, other: Code) -> Bool { one.description < other.description }
}
