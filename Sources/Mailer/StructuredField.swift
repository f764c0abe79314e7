/// Fields that follow a grammar: comments between their words, and pieces between semicolons.
enum StructuredField {
    /// The text with a space for each comment; in a quoted string there is none (RFC 5322 §3.2.2).
    static func withoutComments(_ text: String) -> String {
        guard text.utf8.contains(UInt8(ascii: "(")) else { return text }
        var output: [UInt8] = []
        var depth = 0
        var isQuoted = false
        var isEscaped = false
        for byte in text.utf8 {
            if isEscaped {
                isEscaped = false
            } else if byte == UInt8(ascii: "\\") {
                isEscaped = isQuoted || depth > 0
            } else if byte == UInt8(ascii: "\""), depth == 0 {
                isQuoted.toggle()
            } else if byte == UInt8(ascii: "("), !isQuoted {
                depth += 1
            } else if byte == UInt8(ascii: ")"), depth > 0 {
                depth -= 1
                if depth == 0 { output.append(.space) }
                continue
            }
            if depth == 0 { output.append(byte) }
        }
        return String(decoding: output, as: UTF8.self)
    }

    /// What stands between the semicolons, without comments; a quoted string is never cut.
    static func pieces(of text: String) -> [String] {
        var isQuoted = false
        var isEscaped = false
        let pieces = withoutComments(text).utf8.split(omittingEmptySubsequences: false) { byte in
            if isEscaped {
                isEscaped = false
            } else if byte == UInt8(ascii: "\\") {
                isEscaped = isQuoted
            } else if byte == UInt8(ascii: "\"") {
                isQuoted.toggle()
            }
            return byte == UInt8(ascii: ";") && !isQuoted
        }
        return pieces.map { trimmed($0) }
    }

    /// By bytes: of Unicode's blanks only these two are blanks in a field.
    static func trimmed(_ text: Substring.UTF8View) -> String {
        let isBlank = { (byte: UInt8) in byte == .space || byte == .tab }
        var text = text.drop(while: isBlank)
        while let last = text.last, isBlank(last) { text = text.dropLast() }
        return String(Substring(text))
    }
}
