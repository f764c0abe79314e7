import Foundation

/// A mailbox that mail can be sent to: a dot-string local part at a DNS name (RFC 5321 §4.1.2).
///
/// The local part may hold letters of any script (RFC 6531 §3.3); the domain is kept as A-labels,
/// so that only the local part decides whether a mail needs SMTPUTF8. Quoted strings and address
/// literals are refused: nobody who wants a training has one. A value is proof of the check.
public struct EmailAddress: Sendable, Hashable, CustomStringConvertible {
    /// The form for the wire: the local part as it was written, in NFC; the domain in lower case.
    public let description: String

    /// Why a text is not an address that mail can be sent to.
    public enum Rejection: String, FieldRejection, CaseIterable {
        case tooLong = "too-long"
        case missingAt = "missing-at"
        case badLocalPart = "bad-local-part"
        case badDomain = "bad-domain"

        public var code: String { rawValue }

        public var detail: String {
            switch self {
            case .tooLong: "An email address has at most 254 bytes."
            case .missingAt: "An email address has an @ in it, such as name@example.org."
            case .badLocalPart: "The part before the @ is not one that mail can be sent to."
            case .badDomain: "The part after the @ is not a full domain name, such as example.org."
            }
        }
    }

    /// `MAIL FROM:<…>` has room for 254 bytes between its brackets (RFC 5321 §4.5.3.1.3).
    static let longest = 254
    /// RFC 5321 §4.5.3.1.1.
    static let longestLocalPart = 64

    public init(parsing text: String) throws(Rejection) {
        guard text.utf8.count <= Self.longest else { throw .tooLong }
        guard let at = text.utf8.lastIndex(of: UInt8(ascii: "@")) else { throw .missingAt }
        guard let local = Self.localPart(String(text[..<at])) else { throw .badLocalPart }
        let rest = String(text[text.utf8.index(after: at)...])
        guard let domain = DomainName.canonical(rest) else { throw .badDomain }
        let address = "\(local)@\(domain)"
        // A-labels are longer than what they stand for.
        guard address.utf8.count <= Self.longest else { throw .tooLong }
        description = address
    }

    /// The part before the @.
    public var localPart: String { String(description[..<at]) }

    /// The part after the @, as A-labels in lower case.
    public var domain: String { String(description[description.utf8.index(after: at)...]) }

    /// The domain as people write it, such as `bücher.example`.
    public var displayDomain: String { DomainName.display(domain) }

    /// True when only a server that offers SMTPUTF8 can take it (RFC 6531 §3.2).
    public var needsSMTPUTF8: Bool { !description.utf8.allSatisfy { $0 < 128 } }

    /// The form for comparing: two addresses that differ in case only are taken for one mailbox.
    ///
    /// RFC 5321 §2.4 leaves the case of the local part to the receiving host; none that matters
    /// makes use of it, and people write theirs in both ways.
    public var folded: String { description.lowercased().precomposedStringWithCanonicalMapping }

    private var at: String.Index {
        description.utf8.lastIndex(of: UInt8(ascii: "@")) ?? description.endIndex
    }

    /// The local part in NFC (RFC 6532 §3.1); nil when it is not a dot-string.
    private static func localPart(_ text: String) -> String? {
        let local =
            text.utf8.allSatisfy { $0 < 128 } ? text : text.precomposedStringWithCanonicalMapping
        guard (1...longestLocalPart).contains(local.utf8.count) else { return nil }
        var atomIsEmpty = true
        for scalar in local.unicodeScalars {
            if scalar == "." {
                if atomIsEmpty { return nil }
                atomIsEmpty = true
            } else {
                guard isAtomText(scalar, first: atomIsEmpty) else { return nil }
                atomIsEmpty = false
            }
        }
        return atomIsEmpty ? nil : local
    }

    /// `atext` (RFC 5322 §3.2.3) with letters, marks and digits of every script (RFC 6531 §3.3).
    private static func isAtomText(_ scalar: Unicode.Scalar, first: Bool) -> Bool {
        guard scalar.isASCII else { return scalar.isWordScalar && !(first && scalar.isMark) }
        return UInt8(scalar.value).isAtomText
    }
}

extension Unicode.Scalar {
    /// A letter, a mark or a decimal digit: no control, direction, symbol or unassigned one.
    var isWordScalar: Bool {
        switch properties.generalCategory {
        case .uppercaseLetter, .lowercaseLetter, .titlecaseLetter, .modifierLetter, .otherLetter,
            .nonspacingMark, .spacingMark, .decimalNumber:
            // Fillers are letters by category and nothing to the eye.
            !properties.isDefaultIgnorableCodePoint
        default: false
        }
    }

    var isMark: Bool {
        switch properties.generalCategory {
        case .nonspacingMark, .spacingMark, .enclosingMark: true
        default: false
        }
    }
}
