public import Mailer

/// What something is called, in 1 to 200 characters on one line.
public struct Title: Sendable, Hashable, CustomStringConvertible {
    public static let charactersMax = 200

    public let description: String

    public init(parsing typed: String) throws(TextRejection) {
        description = try PlainText(
            parsing: typed, charactersMax: Self.charactersMax, allowsLines: false
        ).text
    }
}

/// A few sentences for a list, in 1 to 500 characters.
public struct Summary: Sendable, Hashable, CustomStringConvertible {
    public static let charactersMax = 500

    public let description: String

    public init(parsing typed: String) throws(TextRejection) {
        description = try PlainText(
            parsing: typed, charactersMax: Self.charactersMax, allowsLines: true
        ).text
    }
}

/// Paragraphs with empty lines between them, in 1 to 20,000 characters.
public struct Prose: Sendable, Hashable, CustomStringConvertible {
    public static let charactersMax = 20_000

    public let description: String

    public init(parsing typed: String) throws(TextRejection) {
        description = try PlainText(
            parsing: typed, charactersMax: Self.charactersMax, allowsLines: true
        ).text
    }
}

/// Words of a published text, in 1 to 2,000 characters; every space stays as it stands there.
public struct Quotation: Sendable, Hashable, CustomStringConvertible {
    public static let charactersMax = 2_000

    public let description: String

    public init(parsing typed: String) throws(TextRejection) {
        _ = try PlainText(
            parsing: typed, charactersMax: Self.charactersMax, allowsLines: true)
        // Judged, and then kept as it was typed: who looks for a quotation finds it.
        description = typed
    }
}

/// The part of an event's cost that a grant carries, up to 1, with four decimals at most.
public struct GrantShare: Sendable, Hashable, CustomStringConvertible {
    /// 1 to 10,000.
    public let tenThousandths: Int

    /// The text is no such part.
    public struct Rejection: FieldRejection, Equatable {
        public init() {}
        public var code: String { "bad-share" }
        public var detail: String { "A share is a text from 0.0001 to 1, such as 0.25." }
    }

    /// Digits by hand: `Double` would take `1e-1`, `0x1p-3` and `nan`.
    public init(parsing text: String) throws(Rejection) {
        let sides = text.utf8.split(separator: UInt8(ascii: "."), omittingEmptySubsequences: false)
        let fraction = sides.count == 2 ? Array(sides[1]) : [UInt8(ascii: "0")]
        guard (1...2).contains(sides.count), sides[0].count == 1, (1...4).contains(fraction.count),
            (Array(sides[0]) + fraction).allSatisfy(CodeRejection.isDigit)
        else { throw Rejection() }
        var value = Int(sides[0].first ?? 48) - 48
        for index in 0..<4 {
            value = value * 10 + (index < fraction.count ? Int(fraction[index]) - 48 : 0)
        }
        guard (1...10_000).contains(value) else { throw Rejection() }
        tenThousandths = value
    }

    public var description: String {
        let digits = String(tenThousandths % 10_000)
        let padded = String(repeating: "0", count: 4 - digits.utf8.count) + digits
        return "\(tenThousandths / 10_000).\(padded)"
    }
}
