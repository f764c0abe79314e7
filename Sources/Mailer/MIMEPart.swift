/// A message or a part of one as it came: its fields, and a body that may hold parts (RFC 2046).
///
/// Lenient on purpose; whoever decides by it is strict with the values.
struct MIMEPart {
    /// Unfolded, and nothing else (RFC 5322 §2.2.3).
    let fields: [(name: String, value: String)]
    let type: ContentType
    private let body: ArraySlice<UInt8>

    /// Parts of parts of parts are followed so far by whoever follows them.
    static let deepest = 5
    /// So many parts are looked at in one; mails have a handful.
    static let partsMax = 100

    init(parsing bytes: ArraySlice<UInt8>) {
        let (header, body) = Self.split(bytes)
        fields = Self.fields(of: header)
        type = ContentType(fields.value("Content-Type") ?? "text/plain")
        self.body = body
    }

    /// The body without its transfer encoding.
    var content: [UInt8] {
        TransferEncoding(field: fields.value("Content-Transfer-Encoding") ?? "").decode(body)
    }

    /// None unless it is a multipart.
    var parts: [MIMEPart] {
        guard type.isMultipart, let boundary = type.parameters["boundary"], !boundary.isEmpty
        else { return [] }
        return Self.parts(of: body, boundary: Array(boundary.utf8))
            .map { MIMEPart(parsing: $0) }
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

    private static func isBlank(_ byte: UInt8) -> Bool {
        byte == .space || byte == .tab || byte == .cr || byte == .lf
    }

    /// What stands between the lines with the boundary (RFC 2046 §5.1.1).
    private static func parts(
        of body: ArraySlice<UInt8>, boundary: [UInt8]
    ) -> [ArraySlice<UInt8>] {
        let delimiter = Array("--".utf8) + boundary
        var parts: [ArraySlice<UInt8>] = []
        var partStart: Int?
        var lineStart = body.startIndex
        while lineStart < body.endIndex, parts.count < partsMax {
            let lineEnd = body[lineStart...].firstIndex(of: .lf).map { $0 + 1 } ?? body.endIndex
            let line = body[lineStart..<lineEnd]
            // Nothing but blanks follows: another boundary may begin with this one.
            let rest = line.starts(with: delimiter) ? line.dropFirst(delimiter.count) : nil
            let isLast = rest?.starts(with: "--".utf8) == true
            if let rest, rest.dropFirst(isLast ? 2 : 0).allSatisfy(isBlank) {
                // The line end before a delimiter belongs to the delimiter.
                if let start = partStart {
                    parts.append(body[start..<max(start, lineStart - 2)])
                }
                guard !isLast else { return parts }
                partStart = lineEnd
            }
            lineStart = lineEnd
        }
        if let start = partStart, parts.count < partsMax { parts.append(body[start...]) }
        return parts
    }
}

extension [(name: String, value: String)] {
    /// Of the first field of this name, in whatever case.
    func value(_ name: String) -> String? {
        first { $0.name.isSameName(as: name) }?.value
    }
}

extension String {
    /// Equality of field names: ASCII without regard to case.
    func isSameName(as other: String) -> Bool {
        utf8.elementsEqual(other.utf8) { $0.loweredASCII == $1.loweredASCII }
    }
}
