/// A content type with its parameters (RFC 2045 §5.1).
struct ContentType {
    let name: String
    private(set) var parameters: [String: String] = [:]

    init(_ text: String) {
        let pieces = StructuredField.pieces(of: text)
        // Blanks and comments may stand on both sides of the slash.
        let words = (pieces.first ?? "").utf8.filter { $0 != .space && $0 != .tab }
        name = String(decoding: words, as: UTF8.self).lowercased()
        for piece in pieces.dropFirst() {
            guard let equals = piece.utf8.firstIndex(of: UInt8(ascii: "=")) else { continue }
            let name = StructuredField.trimmed(piece.utf8[..<equals]).lowercased()
            let value = StructuredField.trimmed(piece.utf8[piece.utf8.index(after: equals)...])
            parameters[name] = Self.unquoted(value)
        }
    }

    var isMultipart: Bool { name.hasPrefix("multipart/") }

    /// What a quoted string stands for (RFC 5322 §3.2.4).
    private static func unquoted(_ value: String) -> String {
        guard value.utf8.count >= 2, value.hasPrefix("\""), value.hasSuffix("\"") else {
            return value
        }
        var output: [UInt8] = []
        var isEscaped = false
        for byte in value.utf8.dropFirst().dropLast() {
            if byte == UInt8(ascii: "\\"), !isEscaped {
                isEscaped = true
                continue
            }
            isEscaped = false
            output.append(byte)
        }
        return String(decoding: output, as: UTF8.self)
    }
}
