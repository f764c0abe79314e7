/// Writes header fields: folded between words, encoded where ASCII does not do (RFC 5322 §2.2).
enum HeaderField {
    /// RFC 5322 §2.1.1: what a line should have, and what it may have.
    private static let lineLength = 78
    static let longestLine = 998
    /// RFC 2047 §2: what a line with an encoded word on it may have.
    private static let encodedLineLength = 76

    /// A field with free text, such as the subject.
    ///
    /// Encoded whole, never in part, when a reader could take the plain form for another text.
    static func unstructured(_ name: String, _ value: String) -> [UInt8] {
        let start = name.utf8.count + 2
        guard mustBeEncoded(value) || longestWord(of: value) > lineLength - start else {
            return field(name, words: value.split(separator: " ").map(String.init))
        }
        return field(name, words: EncodedWord.encode(value, firstRoom: encodedLineLength - start))
    }

    /// A field whose words may not be encoded, such as a URL; folded between them where possible.
    static func verbatim(_ name: String, _ value: String) -> [UInt8] {
        field(name, words: value.split(separator: " ").map(String.init))
    }

    /// A field with mailboxes and their display names (RFC 5322 §3.4).
    static func mailboxes(_ name: String, _ mailboxes: [MIMEMessage.Mailbox]) -> [UInt8] {
        var words: [String] = []
        for (index, mailbox) in mailboxes.enumerated() {
            let comma = index == mailboxes.count - 1 ? "" : ","
            guard let shown = mailbox.name, !shown.isEmpty else {
                words.append("\(mailbox.address)\(comma)")
                continue
            }
            // Where the name begins is known for the first mailbox only; later ones may fold first.
            let start = index == 0 ? name.utf8.count + 2 : 1
            words += phrase(shown, firstRoom: encodedLineLength - start)
            words.append("<\(mailbox.address)>\(comma)")
        }
        return field(name, words: words)
    }

    /// The name that is shown for an address: as it is, as a quoted string, or encoded.
    private static func phrase(_ text: String, firstRoom: Int) -> [String] {
        if mustBeEncoded(text) || longestWord(of: text) > 60 || text.utf8.count > 200 {
            return EncodedWord.encode(text, firstRoom: firstRoom)
        }
        if text.utf8.allSatisfy({ $0.isAtomText || $0 == .space }) {
            return text.split(separator: " ").map(String.init)
        }
        var quoted: [UInt8] = [UInt8(ascii: "\"")]
        for byte in text.utf8 {
            if byte == UInt8(ascii: "\"") || byte == UInt8(ascii: "\\") {
                quoted.append(UInt8(ascii: "\\"))
            }
            quoted.append(byte)
        }
        quoted.append(UInt8(ascii: "\""))
        // Folding inside a quoted string is folding at its spaces (RFC 5322 §3.2.4).
        return String(decoding: quoted, as: UTF8.self).split(separator: " ").map(String.init)
    }

    /// True when the plain text would be read otherwise: not ASCII, like an encoded word, or with
    /// spaces that folding would lose.
    private static func mustBeEncoded(_ value: String) -> Bool {
        let bytes = Array(value.utf8)
        if bytes.first == .space || bytes.last == .space { return true }
        if bytes.contains(where: { $0 >= 128 }) { return true }
        return zip(bytes, bytes.dropFirst()).contains { pair in
            pair == (.space, .space) || pair == (UInt8(ascii: "="), UInt8(ascii: "?"))
        }
    }

    private static func longestWord(of value: String) -> Int {
        value.utf8.split(separator: UInt8.space).map(\.count).max() ?? 0
    }

    /// `words` with a space before each, or a fold where its line would grow too long.
    ///
    /// A word that is longer than a line stands alone on its own, but for the first: it stays
    /// beside the name, because some readers keep the blank of a fold there. The first of encoded
    /// words goes to the next line where not even a part of the text fits.
    private static func field(_ name: String, words: [String]) -> [UInt8] {
        var output = Array("\(name):".utf8)
        var column = output.count
        var limit = lineLength
        for (index, word) in words.enumerated() {
            let isEncoded = word.utf8.starts(with: "=?".utf8)
            let ownLimit = isEncoded ? encodedLineLength : lineLength
            limit = min(limit, ownLimit)
            if index > 0 || isEncoded, column + 1 + word.utf8.count > limit {
                output += [UInt8].crlf
                column = 0
                limit = ownLimit
            }
            output.append(.space)
            output += word.utf8
            column += 1 + word.utf8.count
        }
        return output + [UInt8].crlf
    }
}
