public import Mailer

/// The organisation somebody works for, as they write it.
public struct Organisation: Sendable, Hashable, CustomStringConvertible {
    public static let charactersMax = 200

    public let description: String

    public init(parsing typed: String) throws(TextRejection) {
        description = try PlainText(
            parsing: typed, charactersMax: Self.charactersMax, allowsLines: false
        ).text
    }
}

/// Why somebody would like to come, in their own words.
public struct Motivation: Sendable, Hashable, CustomStringConvertible {
    public static let charactersMax = 2000

    public let description: String

    public init(parsing typed: String) throws(TextRejection) {
        description = try PlainText(
            parsing: typed, charactersMax: Self.charactersMax, allowsLines: true
        ).text
    }
}

/// The code of a sector, such as `border-guard`; whether it may be chosen, the catalogue says.
public struct SectorCode: Sendable, Hashable, CustomStringConvertible {
    public let description: String

    public init(parsing text: String) throws(CodeRejection) {
        guard CodeRejection.isWords(text.utf8) else { throw .unknown("sector") }
        description = text
    }
}

/// The code of a country (ISO 3166-1 alpha-2), always upper case; the catalogue knows them all.
public struct CountryCode: Sendable, Hashable, CustomStringConvertible {
    public let description: String

    public init(parsing text: String) throws(CodeRejection) {
        // Only ASCII letters are raised: "ß" would become SS, which is South Sudan.
        let bytes = Array(text.utf8)
        guard bytes.count == 2, bytes.allSatisfy({ CodeRejection.isLetter($0 | 0x20) })
        else { throw .unknown("country") }
        description = String(decoding: bytes.map { $0 & ~0x20 }, as: UTF8.self)
    }
}

/// The tag of a language people read mails in: a language, perhaps a script and a region (BCP 47).
public struct LanguageTag: Sendable, Hashable, CustomStringConvertible {
    public let description: String

    public init(parsing text: String) throws(CodeRejection) {
        let parts = text.utf8.split(separator: UInt8(ascii: "-"), omittingEmptySubsequences: false)
        let letters = parts.allSatisfy { $0.allSatisfy { CodeRejection.isLetter($0 | 0x20) } }
        guard letters, let language = parts.first, (2...3).contains(language.count),
            parts.count <= 3
        else { throw .unknown("language") }
        var tag = String(Substring(language)).lowercased()
        var allowed = [4, 2]
        for part in parts.dropFirst() {
            guard let place = allowed.firstIndex(of: part.count) else { throw .unknown("language") }
            allowed.removeFirst(place + 1)
            let word = String(Substring(part))
            tag += "-" + (part.count == 4 ? word.lowercased().capitalizedASCII : word.uppercased())
        }
        description = tag
    }
}

/// The version of the privacy notice that was shown, such as `2026-11`.
public struct NoticeVersion: Sendable, Hashable, CustomStringConvertible {
    public let description: String

    public init(parsing text: String) throws(CodeRejection) {
        guard (1...32).contains(text.utf8.count),
            text.utf8.allSatisfy({ $0 == UInt8(ascii: "-") || CodeRejection.isDigit($0) })
        else { throw .unknown("privacy notice") }
        description = text
    }
}

/// The text is not a code of its vocabulary.
public enum CodeRejection: FieldRejection, Equatable {
    case unknown(String)

    public var code: String {
        switch self {
        case .unknown(let kind):
            "unknown-" + kind.map { $0 == " " ? "-" : String($0) }.joined()
        }
    }

    public var detail: String {
        switch self {
        case .unknown(let kind): "This is not a \(kind) that we know."
        }
    }

    static func isLetter(_ byte: UInt8) -> Bool {
        (UInt8(ascii: "a")...UInt8(ascii: "z")).contains(byte)
    }

    static func isDigit(_ byte: UInt8) -> Bool {
        (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte)
    }

    static func isWords(_ bytes: String.UTF8View) -> Bool {
        (1...64).contains(bytes.count)
            && bytes.allSatisfy { isLetter($0) || $0 == UInt8(ascii: "-") }
    }
}

extension String {
    /// The first ASCII letter raised, the rest left alone.
    fileprivate var capitalizedASCII: String { prefix(1).uppercased() + dropFirst() }
}

/// What somebody says of themselves when they express an interest.
public struct Particulars: Sendable, Hashable {
    public var givenName: PersonName
    public var familyName: PersonName
    public var organisation: Organisation?
    public var sector: SectorCode
    public var country: CountryCode
    public var language: LanguageTag?

    public init(
        givenName: PersonName, familyName: PersonName, organisation: Organisation?,
        sector: SectorCode, country: CountryCode, language: LanguageTag?
    ) {
        self.givenName = givenName
        self.familyName = familyName
        self.organisation = organisation
        self.sector = sector
        self.country = country
        self.language = language
    }
}
