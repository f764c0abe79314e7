/// Reads the head of a request byte by byte: request line and fields (RFC 9112 §3, §5).
///
/// A byte that may not stand where it stands is refused at once, so that a client of another
/// protocol is not left waiting for a line end that never comes.
struct HeadScanner: Sendable {
    private enum Phase {
        /// Before the request line; one empty line may come first (RFC 9112 §2.2).
        case start, startLF
        case method, target, version, versionLF
        case lineStart, name, valueStart, value, valueLF
        case endLF
    }

    private var phase = Phase.start
    private var mayBeEmptyLine = true
    /// The bytes of the head, without line ends.
    private(set) var bytes: [UInt8] = []
    private(set) var lines: [Fields.Line] = []
    private(set) var target = 0..<0
    private(set) var version = 0..<0
    /// Where the part that is being read begins in `bytes`.
    private var start = 0
    private var nameEnd = 0
    /// Counts every byte on the wire, those that are not kept too.
    private var size = 0
    /// Known when the method is, and kept for the answer to a head that is refused later.
    private(set) var method: Method?

    /// Whether a byte of a request has come.
    var hasBegun: Bool {
        switch phase {
        case .start, .startLF: false
        default: true
        }
    }

    /// Reads on; true when the head is complete.
    mutating func scan(
        _ buffer: [UInt8], from position: inout Int, limits: HTTPLimits
    ) throws(Problem) -> Bool {
        while position < buffer.count {
            switch phase {
            case .value:
                try takeValue(buffer, from: &position, limits: limits)
            case .target:
                try takeTarget(buffer, from: &position, limits: limits)
            default:
                let byte = buffer[position]
                position += 1
                try count(1, limits)
                if case .endLF = phase {
                    guard byte == ASCII.lf else { throw Self.badLineEnd }
                    return true
                }
                try take(byte, limits: limits)
            }
        }
        return false
    }

    private static let badLineEnd = Problem.malformed("Lines end in CR LF and in nothing else.")

    private mutating func count(_ bytes: Int, _ limits: HTTPLimits) throws(Problem) {
        size += bytes
        guard size <= limits.headBytes else { throw .headTooLarge }
    }

    private mutating func take(_ byte: UInt8, limits: HTTPLimits) throws(Problem) {
        switch phase {
        case .start: try begin(with: byte)
        case .startLF: try endLine(byte, next: .start)
        case .method: try takeMethod(byte)
        case .version: try takeVersion(byte)
        case .versionLF: try endLine(byte, next: .lineStart)
        case .lineStart: try beginLine(byte, limits)
        case .name: try takeName(byte)
        case .valueStart: try beginValue(byte)
        case .valueLF: try endLine(byte, next: .lineStart)
        case .target, .value, .endLF: break
        }
    }

    private mutating func endLine(_ byte: UInt8, next: Phase) throws(Problem) {
        guard byte == ASCII.lf else { throw Self.badLineEnd }
        phase = next
        start = bytes.count
    }

    private mutating func begin(with byte: UInt8) throws(Problem) {
        if byte == ASCII.cr, mayBeEmptyLine {
            mayBeEmptyLine = false
            size = 0
            phase = .startLF
            return
        }
        phase = .method
        try takeMethod(byte)
    }

    private mutating func takeMethod(_ byte: UInt8) throws(Problem) {
        if byte == ASCII.space, bytes.count > start {
            method = Method(bytes[start...])
            phase = .target
            start = bytes.count
            return
        }
        guard ASCII.isToken(byte) else {
            throw .malformed("The request line does not begin with a method.")
        }
        // The longest registered method has 17 letters.
        guard bytes.count - start < 64 else { throw .methodUnknown }
        bytes.append(byte)
    }

    /// Runs over visible ASCII up to the space; which of it is allowed, `Target` decides.
    private mutating func takeTarget(
        _ buffer: [UInt8], from position: inout Int, limits: HTTPLimits
    ) throws(Problem) {
        var end = position
        while end < buffer.count, buffer[end] &- 33 < 94 { end += 1 }
        guard bytes.count - start + end - position <= limits.targetBytes else {
            throw .targetTooLong
        }
        try count(end - position, limits)
        bytes += buffer[position..<end]
        position = end
        guard end < buffer.count else { return }
        guard buffer[end] == ASCII.space, bytes.count > start else {
            throw .malformed("The request line is not: method, target, version.")
        }
        position += 1
        try count(1, limits)
        target = start..<bytes.count
        start = bytes.count
        phase = .version
    }

    private mutating func takeVersion(_ byte: UInt8) throws(Problem) {
        if byte == ASCII.cr {
            version = start..<bytes.count
            try checkVersion()
            phase = .versionLF
            return
        }
        guard byte > 32, byte < 127, bytes.count - start < 16 else { throw Self.badVersion }
        bytes.append(byte)
    }

    private static let badVersion = Problem.malformed(
        "The request line does not end in a version such as HTTP/1.1.")

    /// RFC 9112 §2.3: `HTTP/` and a digit, a dot, a digit; the name is case-sensitive.
    private func checkVersion() throws(Problem) {
        let text = bytes[version]
        guard text.count == 8, text.starts(with: "HTTP/".utf8), ASCII.isDigit(text[start + 5]),
            text[start + 6] == UInt8(ascii: "."), ASCII.isDigit(text[start + 7])
        else { throw Self.badVersion }
        guard text[start + 5] == 49, text[start + 7] <= 49 else { throw .versionUnsupported }
    }

    private mutating func beginLine(_ byte: UInt8, _ limits: HTTPLimits) throws(Problem) {
        switch byte {
        case ASCII.cr:
            phase = .endLF
        case ASCII.space, ASCII.tab:
            throw .malformed("A field line may not be folded, nor begin with white space.")
        default:
            guard lines.count < limits.fieldCount else { throw .headTooLarge }
            phase = .name
            try takeName(byte)
        }
    }

    private mutating func takeName(_ byte: UInt8) throws(Problem) {
        if byte == UInt8(ascii: ":"), bytes.count > start {
            nameEnd = bytes.count
            phase = .valueStart
            return
        }
        guard ASCII.isToken(byte) else {
            throw .malformed("A field line is not a name, a colon and a value.")
        }
        bytes.append(ASCII.lowered(byte))
    }

    private mutating func beginValue(_ byte: UInt8) throws(Problem) {
        if ASCII.isBlank(byte) { return }
        if byte == ASCII.cr {
            finishLine()
            return
        }
        try checkValue(byte)
        bytes.append(byte)
        phase = .value
    }

    private func checkValue(_ byte: UInt8) throws(Problem) {
        guard ASCII.isFieldContent(byte) else {
            throw .malformed("The value of a field holds a control character.")
        }
    }

    private mutating func takeValue(
        _ buffer: [UInt8], from position: inout Int, limits: HTTPLimits
    ) throws(Problem) {
        var end = position
        while end < buffer.count, ASCII.isFieldContent(buffer[end]) { end += 1 }
        try count(end - position, limits)
        bytes += buffer[position..<end]
        position = end
        guard end < buffer.count else { return }
        guard buffer[end] == ASCII.cr else {
            throw .malformed("The value of a field holds a control character.")
        }
        position += 1
        try count(1, limits)
        finishLine()
    }

    private mutating func finishLine() {
        while bytes.count > nameEnd, ASCII.isBlank(bytes[bytes.count - 1]) { bytes.removeLast() }
        lines.append(Fields.Line(name: start..<nameEnd, value: nameEnd..<bytes.count))
        phase = .valueLF
    }
}
