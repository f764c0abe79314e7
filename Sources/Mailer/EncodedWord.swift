import Foundation

/// Text of any script in a header field: encoded words (RFC 2047).
enum EncodedWord {
    /// RFC 2047 §2: no encoded word has more characters than this.
    private static let longest = 75
    private static let opening = "=?UTF-8?Q?"
    private static let closing = "?="

    /// The encoded words for `text`, to be written with a space or a fold between them.
    ///
    /// `firstRoom` is how many columns the first line has left; where they are too few for a single
    /// character, the first word is for the next line. Q or B, whichever is shorter, for all of
    /// them, so that the same text always gives the same bytes.
    static func encode(_ text: String, firstRoom: Int) -> [String] {
        let units = units(of: text)
        let qLength = units.reduce(0) { $0 + qEncoded($1).utf8.count }
        let bLength = (text.utf8.count + 2) / 3 * 4
        let usesQ = qLength <= bLength
        let overhead = opening.utf8.count + closing.utf8.count
        var room = max(min(longest, firstRoom) - overhead, 0)
        var words: [String] = []
        var pending: [UInt8] = []
        var length = 0
        for unit in units {
            let width = usesQ ? qEncoded(unit).utf8.count : unit.count
            let fits = usesQ ? length + width <= room : length + width <= room / 4 * 3
            if !fits {
                if !pending.isEmpty { words.append(word(pending, usesQ: usesQ)) }
                pending = []
                length = 0
                room = longest - overhead
            }
            pending += unit
            length += width
        }
        if !pending.isEmpty { words.append(word(pending, usesQ: usesQ)) }
        return words
    }

    private static func word(_ bytes: [UInt8], usesQ: Bool) -> String {
        usesQ
            ? opening + qEncoded(bytes) + closing
            : "=?UTF-8?B?" + Data(bytes).base64EncodedString() + closing
    }

    /// What may not be torn apart: a character with its marks, or a scalar of a towering one.
    private static func units(of text: String) -> [[UInt8]] {
        text.flatMap { character -> [[UInt8]] in
            let bytes = Array(character.utf8)
            guard bytes.count > 12 else { return [bytes] }
            return character.unicodeScalars.map { Array($0.utf8) }
        }
    }

    /// The strictest Q of RFC 2047 §5 (3), which is right in a phrase and in plain text.
    private static func qEncoded(_ bytes: [UInt8]) -> String {
        var output: [UInt8] = []
        for byte in bytes {
            if byte == .space {
                output.append(UInt8(ascii: "_"))
            } else if byte.isLetter || byte.isDigit || "!*+-/".utf8.contains(byte) {
                output.append(byte)
            } else {
                output.append(UInt8(ascii: "="))
                output.appendHex(byte)
            }
        }
        return String(decoding: output, as: UTF8.self)
    }
}

extension EncodedWord {
    /// A field body with its encoded words made readable; what is none is kept (RFC 2047 §6).
    static func decode(_ text: String) -> String {
        var output: [UInt8] = []
        var blanks: [UInt8] = []
        var followsWord = false
        for token in tokens(of: Array(text.utf8)) {
            if token.first == .space || token.first == .tab {
                blanks = Array(token)
            } else if let decoded = decodedWord(token) {
                // Blanks between two encoded words are there for folding only.
                output += followsWord ? [] : blanks
                output += decoded
                blanks = []
                followsWord = true
            } else {
                output += blanks + token
                blanks = []
                followsWord = false
            }
        }
        return String(decoding: output + blanks, as: UTF8.self)
    }

    /// Runs of blanks and runs of what is not blank, in turn.
    private static func tokens(of bytes: [UInt8]) -> [ArraySlice<UInt8>] {
        var result: [ArraySlice<UInt8>] = []
        var start = 0
        for index in bytes.indices.dropFirst() {
            let isBlank = bytes[index] == .space || bytes[index] == .tab
            let wasBlank = bytes[index - 1] == .space || bytes[index - 1] == .tab
            if isBlank != wasBlank {
                result.append(bytes[start..<index])
                start = index
            }
        }
        if start < bytes.count { result.append(bytes[start...]) }
        return result
    }

    private static func decodedWord(_ token: ArraySlice<UInt8>) -> [UInt8]? {
        guard token.count <= longest, token.starts(with: "=?".utf8),
            token.suffix(2).elementsEqual("?=".utf8)
        else { return nil }
        let parts = token.dropFirst(2).dropLast(2).split(
            separator: UInt8(ascii: "?"), omittingEmptySubsequences: false)
        guard parts.count == 3 else { return nil }
        let bytes: [UInt8]
        if parts[1].equalsIgnoringCase("Q") {
            let spaced = parts[2].map { $0 == UInt8(ascii: "_") ? UInt8.space : $0 }
            bytes = QuotedPrintable.decode(spaced)
        } else if parts[1].equalsIgnoringCase("B"),
            let data = Data(base64Encoded: String(decoding: parts[2], as: UTF8.self))
        {
            bytes = Array(data)
        } else {
            return nil
        }
        return Charset(name: parts[0]).map { Array($0.decode(bytes).utf8) }
    }
}

/// The character sets that a mail is read in.
enum Charset {
    case utf8, latin1

    /// ASCII is UTF-8; nil for one that we do not read.
    init?(name: some Sequence<UInt8>) {
        let name = Array(name)
        if name.equalsIgnoringCase("UTF-8") || name.equalsIgnoringCase("US-ASCII") {
            self = .utf8
        } else if name.equalsIgnoringCase("ISO-8859-1") {
            self = .latin1
        } else {
            return nil
        }
    }

    func decode(_ bytes: [UInt8]) -> String {
        switch self {
        case .utf8: String(decoding: bytes, as: UTF8.self)
        case .latin1:
            String(String.UnicodeScalarView(bytes.map { Unicode.Scalar($0) }))
        }
    }
}
