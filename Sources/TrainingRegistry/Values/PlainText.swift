import Foundation
public import Mailer

/// Why a text that people typed is not taken.
public enum TextRejection: FieldRejection, Equatable {
    case empty
    case tooLong(charactersMax: Int)
    case controlCharacter
    case textDirection
    case notAName

    public var code: String {
        switch self {
        case .empty: "empty"
        case .tooLong: "too-long"
        case .controlCharacter: "control-character"
        case .textDirection: "text-direction"
        case .notAName: "not-a-name"
        }
    }

    public var detail: String {
        switch self {
        case .empty: "This must not be empty."
        case .tooLong(let charactersMax): "This may have at most \(charactersMax) characters."
        case .controlCharacter: "This holds a line break or a control character."
        case .textDirection: "This holds invisible characters that turn the direction of text."
        case .notAName: "A name is made of letters, spaces, hyphens, apostrophes and full stops."
        }
    }
}

/// Text that people typed: checked, in NFC (UAX #15), without white space at its ends.
struct PlainText: Sendable, Hashable {
    let text: String

    /// With `allowsLines` line breaks are kept, all as LF; otherwise they are refused.
    init(
        parsing typed: String, charactersMax: Int, allowsLines: Bool
    ) throws(TextRejection) {
        // Counting is bounded by bytes first: one character may have any number of marks.
        guard typed.utf8.count <= charactersMax * 8 else {
            throw .tooLong(charactersMax: charactersMax)
        }
        var scalars = String.UnicodeScalarView()
        var pendingSpace = false
        for scalar in typed.unicodeScalars {
            switch scalar {
            case "\r" where allowsLines: continue
            case "\n" where allowsLines:
                scalars.append(scalar)
                pendingSpace = false
                continue
            default: break
            }
            if Self.turnsDirection(scalar) { throw .textDirection }
            if Self.isControl(scalar) { throw .controlCharacter }
            if scalar.properties.isWhitespace {
                pendingSpace = !scalars.isEmpty && scalars.last != "\n"
                continue
            }
            if pendingSpace { scalars.append(" ") }
            pendingSpace = false
            scalars.append(scalar)
        }
        while scalars.last == "\n" { scalars.removeLast() }
        while scalars.first == "\n" { scalars.removeFirst() }
        guard !scalars.isEmpty else { throw .empty }
        let whole = String(scalars)
        let isASCII = whole.utf8.allSatisfy { $0 < 128 }
        text = isASCII ? whole : whole.precomposedStringWithCanonicalMapping
        guard text.unicodeScalars.count <= charactersMax else {
            throw .tooLong(charactersMax: charactersMax)
        }
    }

    /// The marks, embeddings, overrides and isolates of UAX #9 §2.
    private static func turnsDirection(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar.value {
        case 0x061C, 0x200E, 0x200F, 0x202A...0x202E, 0x2066...0x2069: true
        default: false
        }
    }

    private static func isControl(_ scalar: Unicode.Scalar) -> Bool {
        if scalar.isASCII { return scalar.value < 0x20 || scalar.value == 0x7F }
        switch scalar.properties.generalCategory {
        case .control, .lineSeparator, .paragraphSeparator, .privateUse, .unassigned, .surrogate:
            return true
        case .format:
            // Joiners belong to the spelling of words in several scripts.
            return scalar.value != 0x200C && scalar.value != 0x200D
        default: return false
        }
    }
}
