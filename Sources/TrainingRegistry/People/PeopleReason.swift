/// Why people are merged, one is erased, or an address is held, in 1 to 500 characters on one line.
public struct PeopleReason: Sendable, Hashable, CustomStringConvertible {
    public static let charactersMax = 500

    public let description: String

    public init(parsing text: String) throws(TextRejection) {
        description = try PlainText(
            parsing: text, charactersMax: Self.charactersMax, allowsLines: false
        ).text
    }
}
