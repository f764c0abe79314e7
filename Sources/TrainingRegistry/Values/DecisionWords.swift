/// What coordinators decided, in their own words; it may have lines.
public struct DecisionWords: Sendable, Hashable, CustomStringConvertible {
    public static let charactersMax = 4_000

    public let description: String

    public init(parsing typed: String) throws(TextRejection) {
        description = try PlainText(
            parsing: typed, charactersMax: Self.charactersMax, allowsLines: true
        ).text
    }
}
