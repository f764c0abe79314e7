/// What a key is for, such as `selection script`, in 1 to 100 characters; no secret.
public struct TokenLabel: Sendable, Hashable, CustomStringConvertible {
    public let description: String

    public init(parsing text: String) throws(TextRejection) {
        description = try PlainText(parsing: text, charactersMax: 100, allowsLines: false).text
    }
}
