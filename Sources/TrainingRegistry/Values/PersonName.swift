import Mailer

/// A given name or a family name, in any script (docs/concepts.md).
public struct PersonName: Sendable, Hashable, CustomStringConvertible {
    public static let charactersMax = 100

    public let description: String

    public init(parsing typed: String) throws(TextRejection) {
        let text = try PlainText(
            parsing: typed, charactersMax: Self.charactersMax, allowsLines: false
        ).text
        var hasLetter = false
        for scalar in text.unicodeScalars {
            switch scalar.properties.generalCategory {
            case .uppercaseLetter, .lowercaseLetter, .titlecaseLetter, .modifierLetter,
                .otherLetter:
                hasLetter = true
            case .nonspacingMark, .spacingMark: break
            default:
                guard Self.joins.contains(scalar) else { throw .notAName }
            }
        }
        guard hasLetter else { throw .notAName }
        description = text
    }

    /// What stands between the letters of names: spaces, hyphens, apostrophes, dots, joiners.
    private static let joins: Set<Unicode.Scalar> = [
        " ", "-", "\u{2010}", "\u{2011}", "'", "\u{2019}", "\u{2018}", "\u{02BC}", "`", "\u{B4}",
        ".", "\u{B7}", "\u{30FB}", "\u{200C}", "\u{200D}",
    ]
}
