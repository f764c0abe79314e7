import Foundation

/// A message as it is shown: its fields and texts made readable.
///
/// Lenient on purpose: it shows what was received in development and decides nothing.
public struct ReceivedMessage: Sendable, Equatable {
    /// One header field, unfolded and decoded (RFC 5322 §2.2.3, RFC 2047).
    public struct Field: Sendable, Equatable {
        public let name: String
        public let value: String
    }

    public private(set) var fields: [Field]
    public private(set) var text: String?
    public private(set) var html: String?

    /// Parts of parts of parts are followed so far.
    private static let deepest = 5

    public init(parsing bytes: [UInt8]) {
        let (header, body) = Self.split(bytes[...])
        let raw = Self.fields(of: header)
        fields = raw.map { Field(name: $0.name, value: EncodedWord.decode($0.value)) }
        take(raw, body, depth: 0)
    }

    /// The value of the first field of this name, in whatever case.
    public subscript(name: String) -> String? {
        fields.first { $0.name.isSameName(as: name) }?.value
    }

    private mutating func take(
        _ fields: [(name: String, value: String)], _ body: ArraySlice<UInt8>, depth: Int
    ) {
        func value(_ name: String) -> String? {
            fields.first { $0.name.isSameName(as: name) }?.value
        }
        let type = ContentType(value("Content-Type") ?? "text/plain")
        if type.name.hasPrefix("multipart/") {
            guard depth < Self.deepest, let boundary = type.parameters["boundary"] else { return }
            for part in Self.parts(of: body, boundary: Array(boundary.utf8)) {
                let (header, body) = Self.split(part)
                take(Self.fields(of: header), body, depth: depth + 1)
            }
            return
        }
        let encoding = (value("Content-Transfer-Encoding") ?? "").lowercased()
        let bytes: [UInt8]
        if encoding == "quoted-printable" {
            bytes = QuotedPrintable.decode(body)
        } else if encoding == "base64" {
            bytes =
                Data(base64Encoded: Data(body), options: .ignoreUnknownCharacters)
                .map { Array($0) } ?? []
        } else {
            bytes = Array(body)
        }
        let charset = Charset(name: (type.parameters["charset"] ?? "utf-8").utf8) ?? .utf8
        if type.name == "text/plain", text == nil { text = charset.decode(bytes) }
        if type.name == "text/html", html == nil { html = charset.decode(bytes) }
    }

    /// The header with its last line end, and what follows the empty line.
    static func split(
        _ bytes: ArraySlice<UInt8>
    ) -> (header: ArraySlice<UInt8>, body: ArraySlice<UInt8>) {
        if bytes.starts(with: [UInt8].crlf) { return ([], bytes.dropFirst(2)) }
        var index = bytes.startIndex
        while index + 3 < bytes.endIndex {
            if bytes[index] == .cr, bytes[index...].starts(with: "\r\n\r\n".utf8) {
                return (bytes[..<(index + 2)], bytes[(index + 4)...])
            }
            index += 1
        }
        return (bytes, [])
    }

    static func fields(of header: ArraySlice<UInt8>) -> [(name: String, value: String)] {
        var unfolded: [[UInt8]] = []
        for var line in header.split(separator: UInt8.lf) {
            if line.last == .cr { line = line.dropLast() }
            let isFolded = line.first == .space || line.first == .tab
            if isFolded, !unfolded.isEmpty {
                unfolded[unfolded.count - 1] += line
            } else {
                unfolded.append(Array(line))
            }
        }
        return unfolded.compactMap { line in
            guard let colon = line.firstIndex(of: UInt8(ascii: ":")) else { return nil }
            let value = line[(colon + 1)...].drop { $0 == .space || $0 == .tab }
            return (
                String(decoding: line[..<colon], as: UTF8.self),
                String(decoding: value, as: UTF8.self)
            )
        }
    }

    /// What stands between the lines with the boundary (RFC 2046 §5.1.1).
    static func parts(
        of body: ArraySlice<UInt8>, boundary: [UInt8]
    ) -> [ArraySlice<UInt8>] {
        let delimiter = Array("--".utf8) + boundary
        var parts: [ArraySlice<UInt8>] = []
        var partStart: Int?
        var lineStart = body.startIndex
        while lineStart < body.endIndex {
            let lineEnd = body[lineStart...].firstIndex(of: .lf).map { $0 + 1 } ?? body.endIndex
            let line = body[lineStart..<lineEnd]
            if line.starts(with: delimiter) {
                // The line end before a delimiter belongs to the delimiter.
                if let start = partStart {
                    parts.append(body[start..<max(start, lineStart - 2)])
                }
                guard !line.dropFirst(delimiter.count).starts(with: "--".utf8) else { return parts }
                partStart = lineEnd
            }
            lineStart = lineEnd
        }
        if let start = partStart { parts.append(body[start...]) }
        return parts
    }
}

/// A content type with its parameters (RFC 2045 §5.1).
struct ContentType {
    let name: String
    private(set) var parameters: [String: String] = [:]

    init(_ text: String) {
        let pieces = text.utf8.split(separator: UInt8(ascii: ";"))
        name = Self.trimmed(pieces.first ?? text.utf8[...]).lowercased()
        for piece in pieces.dropFirst() {
            guard let equals = piece.firstIndex(of: UInt8(ascii: "=")) else { continue }
            let value = Self.trimmed(piece[piece.index(after: equals)...])
            let isQuoted = value.utf8.count >= 2 && value.hasPrefix("\"") && value.hasSuffix("\"")
            parameters[Self.trimmed(piece[..<equals]).lowercased()] =
                isQuoted ? String(value.dropFirst().dropLast()) : value
        }
    }

    private static func trimmed(_ text: Substring.UTF8View) -> String {
        let isBlank = { (byte: UInt8) in byte == .space || byte == .tab }
        var text = text.drop(while: isBlank)
        while let last = text.last, isBlank(last) { text = text.dropLast() }
        return String(Substring(text))
    }
}

extension String {
    /// Equality of field names: ASCII without regard to case.
    func isSameName(as other: String) -> Bool {
        utf8.elementsEqual(other.utf8) { $0.loweredASCII == $1.loweredASCII }
    }
}
