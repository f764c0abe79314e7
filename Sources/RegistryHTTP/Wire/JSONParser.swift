/// Reads JSON strictly: what programs read differently is refused.
///
/// That is duplicate members, lone surrogates, invalid UTF-8, a byte order mark, and anything after
/// the end. Depth is bounded, so that recursion is.
struct JSONParser {
    private let bytes: [UInt8]
    private var index = 0
    private var depth = 0

    static let depthMax = 32

    init(_ bytes: [UInt8]) { self.bytes = bytes }

    mutating func wholeObject() throws(Problem) -> [JSONValue.Member] {
        guard !bytes.starts(with: [0xEF, 0xBB, 0xBF]) else {
            throw .malformedJSON("It begins with a byte order mark.")
        }
        skipSpace()
        guard peek() == UInt8(ascii: "{"), case .object(let members) = try value() else {
            throw .malformedJSON("It is not a JSON object.")
        }
        skipSpace()
        guard index == bytes.count else { throw .malformedJSON("Something follows the object.") }
        return members
    }

    private func peek() -> UInt8? { index < bytes.count ? bytes[index] : nil }

    private var unexpected: Problem {
        .malformedJSON(
            index < bytes.count
                ? "Byte \(index) may not stand where it stands." : "It ends too early.")
    }

    private mutating func skipSpace() {
        while index < bytes.count {
            switch bytes[index] {
            case 0x20, 0x09, 0x0A, 0x0D: index += 1
            default: return
            }
        }
    }

    private mutating func take(_ byte: UInt8) throws(Problem) {
        guard peek() == byte else { throw unexpected }
        index += 1
    }

    private mutating func value() throws(Problem) -> JSONValue {
        switch peek() {
        case UInt8(ascii: "{"):
            return .object(try nested { parser throws(Problem) in try parser.members() })
        case UInt8(ascii: "["):
            return .array(try nested { parser throws(Problem) in try parser.elements() })
        case UInt8(ascii: "\""): return .string(try string())
        case UInt8(ascii: "t"): return try word("true", .flag(true))
        case UInt8(ascii: "f"): return try word("false", .flag(false))
        case UInt8(ascii: "n"): return try word("null", .null)
        default: return .number(try number())
        }
    }

    private mutating func nested<Content>(
        _ read: (inout JSONParser) throws(Problem) -> Content
    ) throws(Problem) -> Content {
        depth += 1
        defer { depth -= 1 }
        guard depth <= Self.depthMax else {
            throw .malformedJSON("It is nested more than \(Self.depthMax) levels deep.")
        }
        return try read(&self)
    }

    private mutating func word(
        _ word: StaticString, _ value: JSONValue
    ) throws(Problem) -> JSONValue {
        for byte in "\(word)".utf8 { try take(byte) }
        return value
    }

    private mutating func members() throws(Problem) -> [JSONValue.Member] {
        var members: [JSONValue.Member] = []
        // Bytes, because strings are equal when their characters are: "é" has two spellings.
        var names: Set<[UInt8]> = []
        index += 1
        skipSpace()
        guard peek() != UInt8(ascii: "}") else {
            index += 1
            return members
        }
        while true {
            skipSpace()
            let name = try string()
            guard names.insert(Array(name.utf8)).inserted else {
                throw .malformedJSON(
                    "A member stands twice.",
                    errors: [
                        Problem.FieldError(
                            pointer: JSONPointer.root.appending(name).text,
                            code: "duplicate-member", detail: "This member stands twice.")
                    ])
            }
            skipSpace()
            try take(UInt8(ascii: ":"))
            skipSpace()
            members.append(JSONValue.Member(name: name, value: try value()))
            skipSpace()
            guard peek() == UInt8(ascii: ",") else { break }
            index += 1
        }
        try take(UInt8(ascii: "}"))
        return members
    }

    private mutating func elements() throws(Problem) -> [JSONValue] {
        var elements: [JSONValue] = []
        index += 1
        skipSpace()
        guard peek() != UInt8(ascii: "]") else {
            index += 1
            return elements
        }
        while true {
            skipSpace()
            elements.append(try value())
            skipSpace()
            guard peek() == UInt8(ascii: ",") else { break }
            index += 1
        }
        try take(UInt8(ascii: "]"))
        return elements
    }

    /// RFC 8259 §6: no plus, no leading zero, no bare point.
    private mutating func number() throws(Problem) -> String {
        let start = index
        if peek() == UInt8(ascii: "-") { index += 1 }
        if peek() == UInt8(ascii: "0") { index += 1 } else { try digits() }
        if peek() == UInt8(ascii: ".") {
            index += 1
            try digits()
        }
        if peek() == UInt8(ascii: "e") || peek() == UInt8(ascii: "E") {
            index += 1
            if peek() == UInt8(ascii: "+") || peek() == UInt8(ascii: "-") { index += 1 }
            try digits()
        }
        return String(decoding: bytes[start..<index], as: UTF8.self)
    }

    private mutating func digits() throws(Problem) {
        guard let first = peek(), ASCII.isDigit(first) else { throw unexpected }
        while let byte = peek(), ASCII.isDigit(byte) { index += 1 }
    }

    private mutating func string() throws(Problem) -> String {
        try take(UInt8(ascii: "\""))
        var start = index
        var text: [UInt8] = []
        while let byte = peek() {
            switch byte {
            case UInt8(ascii: "\""):
                text += bytes[start..<index]
                index += 1
                guard let string = String(validating: text, as: UTF8.self) else {
                    throw .malformedJSON("A string is not valid UTF-8.")
                }
                return string
            case UInt8(ascii: "\\"):
                text += bytes[start..<index]
                index += 1
                try escape(into: &text)
                start = index
            case 0..<0x20:
                throw unexpected
            default:
                index += 1
            }
        }
        throw unexpected
    }

    private mutating func escape(into text: inout [UInt8]) throws(Problem) {
        guard let byte = peek() else { throw unexpected }
        switch byte {
        case UInt8(ascii: "\""), UInt8(ascii: "\\"), UInt8(ascii: "/"): text.append(byte)
        case UInt8(ascii: "b"): text.append(8)
        case UInt8(ascii: "f"): text.append(12)
        case UInt8(ascii: "n"): text.append(10)
        case UInt8(ascii: "r"): text.append(13)
        case UInt8(ascii: "t"): text.append(9)
        case UInt8(ascii: "u"): return try unicodeEscape(into: &text)
        default: throw unexpected
        }
        index += 1
    }

    /// A surrogate counts with its other half only (RFC 8259 §8.2).
    private mutating func unicodeEscape(into text: inout [UInt8]) throws(Problem) {
        var code = try codeUnit()
        if (0xD800..<0xDC00).contains(code), peek() == UInt8(ascii: "\\") {
            index += 1
            let low = try codeUnit()
            guard (0xDC00..<0xE000).contains(low) else {
                throw .malformedJSON("A string holds half of a surrogate pair.")
            }
            code = 0x10000 + (code - 0xD800) << 10 + (low - 0xDC00)
        }
        guard let scalar = Unicode.Scalar(code) else {
            throw .malformedJSON("A string holds half of a surrogate pair.")
        }
        text += UTF8.encode(scalar).map { Array($0) } ?? []
    }

    /// `u` and four hexadecimal digits.
    private mutating func codeUnit() throws(Problem) -> UInt32 {
        try take(UInt8(ascii: "u"))
        var code: UInt32 = 0
        for _ in 0..<4 {
            guard let byte = peek(), let value = ASCII.hexValue(byte) else { throw unexpected }
            code = code << 4 | UInt32(value)
            index += 1
        }
        return code
    }
}
