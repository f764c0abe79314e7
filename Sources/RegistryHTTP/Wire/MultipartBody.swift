/// Reads `multipart/form-data` content (RFC 7578, RFC 2046 §5.1), strictly.
///
/// Only what browsers send is taken: no preamble, no epilogue, no encodings, no nested parts.
enum MultipartBody {
    /// One field or file of a form.
    struct Part: Sendable, Equatable {
        var name: String
        var isFile: Bool
        var content: [UInt8]
    }

    static let partsMax = 20
    private static let headBytesMax = 1024

    /// The boundary of a request of this type; nil where it is of another.
    static func boundary(of request: Request) throws(Problem) -> [UInt8]? {
        let types = request.fields.values("content-type")
        guard types.count == 1, let type = types.first else { return nil }
        let parameters = type.split(separator: UInt8(ascii: ";")).map(ASCII.trimmed)
        guard let first = parameters.first, ASCII.isWord(first, "multipart/form-data") else {
            return nil
        }
        let coded = request.fields.values("content-encoding").isEmpty
        guard coded, parameters.count == 2, let equals = parameters[1].firstIndex(of: 61),
            ASCII.isWord(parameters[1][..<equals], "boundary")
        else { throw .malformedForm("The boundary of the parts is missing.") }
        var boundary = Array(parameters[1][(equals + 1)...])
        if boundary.count > 2, boundary.first == 34, boundary.last == 34 {
            boundary = Array(boundary.dropFirst().dropLast())
        }
        guard (1...70).contains(boundary.count), boundary.allSatisfy(isBoundary) else {
            throw .malformedForm("The boundary of the parts is malformed.")
        }
        return boundary
    }

    /// Letters, digits and what browsers put between them (a part of RFC 2046's `bchars`).
    private static func isBoundary(_ byte: UInt8) -> Bool {
        switch byte {
        case 48...57, 65...90, 97...122: true
        default: "'()+_,-./:=?".utf8.contains(byte)
        }
    }

    /// The parts in their order.
    static func parts(of body: [UInt8], boundary: [UInt8]) throws(Problem) -> [Part] {
        let opening = Array("--".utf8) + boundary
        let delimiter = Array("\r\n".utf8) + opening
        guard body.starts(with: opening) else { throw broken }
        var parts: [Part] = []
        var position = opening.count
        while true {
            if body[position...].elementsEqual("--\r\n".utf8)
                || body[position...].elementsEqual("--".utf8)
            {
                return parts
            }
            guard body[position...].starts(with: "\r\n".utf8), parts.count < partsMax,
                let headEnd = find(Array("\r\n\r\n".utf8), in: body, from: position),
                headEnd - position <= headBytesMax,
                let end = find(delimiter, in: body, from: headEnd + 4)
            else { throw broken }
            let head = body[min(position + 2, headEnd)..<headEnd]
            var part = try part(head)
            part.content = Array(body[(headEnd + 4)..<end])
            parts.append(part)
            position = end + delimiter.count
        }
    }

    private static let broken = Problem.malformedForm("The parts of the form are malformed.")

    /// The name in a part's head, with everything that is not a name refused.
    private static func part(_ head: ArraySlice<UInt8>) throws(Problem) -> Part {
        guard let text = String(validating: head, as: UTF8.self) else { throw broken }
        var found: Part?
        for line in text.split(separator: "\r\n", omittingEmptySubsequences: false) {
            let lowered = line.lowercased()
            if lowered.hasPrefix("content-type:") { continue }
            guard found == nil, lowered.hasPrefix("content-disposition: form-data; name=\""),
                !line.utf8.contains(where: { $0 < 32 || $0 == 127 })
            else { throw broken }
            let rest = line.dropFirst("content-disposition: form-data; name=\"".count)
            guard let quote = rest.firstIndex(of: "\"") else { throw broken }
            let after = rest[rest.index(after: quote)...]
            let isFile = after.hasPrefix("; filename=\"") && after.hasSuffix("\"")
            guard after.isEmpty || isFile, !rest[..<quote].isEmpty else { throw broken }
            found = Part(name: String(rest[..<quote]), isFile: isFile, content: [])
        }
        guard let found else { throw broken }
        return found
    }

    private static func find(_ needle: [UInt8], in bytes: [UInt8], from start: Int) -> Int? {
        guard bytes.count >= needle.count, start <= bytes.count - needle.count else { return nil }
        var position = start
        while position <= bytes.count - needle.count {
            if bytes[position] == needle[0],
                bytes[position..<(position + needle.count)].elementsEqual(needle)
            {
                return position
            }
            position += 1
        }
        return nil
    }
}
