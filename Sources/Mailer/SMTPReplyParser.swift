/// Takes replies out of a stream of bytes, however it was cut (RFC 5321 §4.2.1).
///
/// Strict, because a client that repairs what it reads can be led to see an acceptance where there
/// was none: CRLF ends a line, three digits begin it, and all lines of a reply have one code.
struct SMTPReplyParser {
    /// Why the bytes are no reply; after it the stream cannot be read any further.
    enum Malformation: String, Error, Equatable {
        case badCode = "the answer does not begin with a reply code"
        case mixedCodes = "the lines of one answer have different codes"
        case bareLineEnd = "a line of the answer is not ended by CRLF"
        case tooLong = "the answer is too long"
    }

    /// All lines of a reply together, in bytes.
    ///
    /// RFC 5321 §4.5.3.1.5 asks for lines of 512; servers with much to tell exceed it. A mail that
    /// was taken must not be sent again for the length of the thanks, so only the sum has a bound.
    static let longestReply = 65_536

    private var buffer: [UInt8] = []
    /// Where the next line begins.
    private var start = 0
    /// How far the next line has been searched for its end.
    private var searched = 0
    /// How many bytes of the reply have been read.
    private var length = 0
    private var code: Int?
    private var lines: [[UInt8]] = []

    /// True when nothing has come that was not handed out.
    var isEmpty: Bool { start == buffer.count && lines.isEmpty }

    mutating func feed(_ bytes: [UInt8]) {
        buffer += bytes
    }

    /// The next whole reply; nil when more bytes are needed for it.
    mutating func next() throws(Malformation) -> SMTPReply? {
        while let line = try nextLine() {
            let (lineCode, isLast) = try Self.split(line)
            guard code == nil || code == lineCode else { throw .mixedCodes }
            code = lineCode
            lines.append(Array(line.dropFirst(4)))
            if isLast {
                defer {
                    code = nil
                    lines = []
                    length = 0
                }
                return SMTPReply(code: lineCode, lines: lines)
            }
        }
        return nil
    }

    private mutating func nextLine() throws(Malformation) -> ArraySlice<UInt8>? {
        while searched < buffer.count {
            let byte = buffer[searched]
            length += 1
            guard length <= Self.longestReply else { throw .tooLong }
            if byte == .lf {
                guard searched > start, buffer[searched - 1] == .cr else { throw .bareLineEnd }
                let line = buffer[start..<(searched - 1)]
                searched += 1
                start = searched
                if start == buffer.count { forget() }
                return line
            }
            guard searched == start || buffer[searched - 1] != .cr else { throw .bareLineEnd }
            searched += 1
        }
        return nil
    }

    private mutating func forget() {
        buffer = []
        start = 0
        searched = 0
    }

    /// The code, and whether the line is the last one of its reply.
    private static func split(
        _ line: ArraySlice<UInt8>
    ) throws(Malformation) -> (code: Int, isLast: Bool) {
        let digits = line.prefix(3)
        guard digits.count == 3, digits.allSatisfy({ $0.isDigit }),
            let first = digits.first, (UInt8(ascii: "2")...UInt8(ascii: "5")).contains(first)
        else { throw .badCode }
        let code = digits.reduce(0) { $0 * 10 + Int($1 - UInt8(ascii: "0")) }
        switch line.dropFirst(3).first {
        case nil, .some(.space): return (code, true)
        case .some(UInt8(ascii: "-")): return (code, false)
        default: throw .badCode
        }
    }
}
