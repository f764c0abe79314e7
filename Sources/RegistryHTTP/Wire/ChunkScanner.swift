/// Undoes the chunked coding (RFC 9112 §7.1), strictly and within bounds.
///
/// Extensions and trailer fields are checked, counted and dropped: none means anything here.
struct ChunkScanner: Sendable {
    private enum Phase {
        case size, sizeLF
        /// After the size: white space that only an extension may follow.
        case blank
        case extensionName, extensionEquals, extensionValue, extensionEnd, quoted, quotedPair
        case data, dataCR, dataLF
        case lineStart, name, value, valueLF, endLF
    }

    private var phase = Phase.size
    private var size: UInt64 = 0
    private var digits = 0
    /// Bytes of the current extension's part, to refuse empty names and values.
    private var length = 0
    private var extensionBytes = 0
    private var trailerBytes = 0
    private var trailerCount = 0

    /// Reads on, appending content to `body`; true when the coding has ended.
    mutating func scan(
        _ buffer: [UInt8], from position: inout Int, into body: inout [UInt8], limits: HTTPLimits
    ) throws(Problem) -> Bool {
        while position < buffer.count {
            if case .data = phase {
                let count = Int(min(size, UInt64(buffer.count - position)))
                body += buffer[position..<(position + count)]
                position += count
                size -= UInt64(count)
                if size == 0 { phase = .dataCR }
                continue
            }
            let byte = buffer[position]
            position += 1
            if case .endLF = phase {
                try expect(byte, ASCII.lf)
                return true
            }
            try take(byte, bodyBytes: body.count, limits: limits)
        }
        return false
    }

    private static let badSize = Problem.malformed("The size of a chunk is hexadecimal digits.")
    private static let badExtension = Problem.malformed("The extension of a chunk is malformed.")
    private static let badTrailer = Problem.malformed("A trailer field is malformed.")

    private func expect(_ byte: UInt8, _ expected: UInt8) throws(Problem) {
        guard byte == expected else {
            throw .malformed("A chunk and its lines end in CR LF and in nothing else.")
        }
    }

    private mutating func take(
        _ byte: UInt8, bodyBytes: Int, limits: HTTPLimits
    ) throws(Problem) {
        switch phase {
        case .size:
            try takeSize(byte)
        case .sizeLF:
            try expect(byte, ASCII.lf)
            try beginData(bodyBytes: bodyBytes, limits: limits)
        case .blank, .extensionName, .extensionEquals, .extensionValue, .extensionEnd, .quoted,
            .quotedPair:
            extensionBytes += 1
            guard extensionBytes <= limits.chunkExtensionBytes else { throw Self.badExtension }
            try takeExtension(byte)
        case .dataCR:
            try expect(byte, ASCII.cr)
            phase = .dataLF
        case .dataLF:
            try expect(byte, ASCII.lf)
            phase = .size
            size = 0
            digits = 0
        case .lineStart, .name, .value, .valueLF:
            trailerBytes += 1
            guard trailerBytes <= limits.headBytes else { throw .headTooLarge }
            try takeTrailer(byte, limits: limits)
        case .data, .endLF:
            break
        }
    }

    /// Sixteen digits at most, so that the size cannot wrap; never a sign or a prefix.
    private mutating func takeSize(_ byte: UInt8) throws(Problem) {
        if let value = ASCII.hexValue(byte) {
            guard digits < 16 else { throw Self.badSize }
            digits += 1
            size = size << 4 | UInt64(value)
            return
        }
        guard digits > 0 else { throw Self.badSize }
        switch byte {
        case ASCII.cr: phase = .sizeLF
        case UInt8(ascii: ";"): beginExtension()
        case ASCII.space, ASCII.tab: phase = .blank
        default: throw Self.badSize
        }
    }

    private mutating func beginData(bodyBytes: Int, limits: HTTPLimits) throws(Problem) {
        guard size > 0 else {
            phase = .lineStart
            return
        }
        guard size <= UInt64(max(0, limits.bodyBytes - bodyBytes)) else { throw .bodyTooLarge }
        phase = .data
    }

    private mutating func beginExtension() {
        phase = .extensionName
        length = 0
    }

    /// RFC 9112 §7.1.1: `*( BWS ";" BWS name [ BWS "=" BWS ( token / quoted-string ) ] )`.
    private mutating func takeExtension(_ byte: UInt8) throws(Problem) {
        switch phase {
        case .extensionName where ASCII.isToken(byte), .extensionValue where ASCII.isToken(byte):
            length += 1
        case .extensionName where length == 0 && ASCII.isBlank(byte),
            .extensionEquals where ASCII.isBlank(byte),
            .extensionValue where length == 0 && ASCII.isBlank(byte),
            .blank where ASCII.isBlank(byte):
            break
        case .extensionName where length > 0 && ASCII.isBlank(byte):
            phase = .extensionEquals
        case .extensionName where length > 0 && byte == UInt8(ascii: "="),
            .extensionEquals where byte == UInt8(ascii: "="):
            phase = .extensionValue
            length = 0
        case .extensionValue where length == 0 && byte == UInt8(ascii: "\""):
            phase = .quoted
        case .quoted where byte == UInt8(ascii: "\""):
            phase = .extensionEnd
        case .quoted where byte == UInt8(ascii: "\\"):
            phase = .quotedPair
        case .quoted where ASCII.isFieldContent(byte):
            break
        case .quotedPair where ASCII.isFieldContent(byte):
            phase = .quoted
        case .extensionValue where length > 0 && ASCII.isBlank(byte),
            .extensionEnd where ASCII.isBlank(byte):
            phase = .blank
        default:
            try endExtension(byte)
        }
    }

    /// White space may only stand before a further `;`, and nothing ends in the middle of a part.
    private mutating func endExtension(_ byte: UInt8) throws(Problem) {
        let isEnd =
            switch phase {
            case .extensionName, .extensionValue: length > 0
            case .extensionEnd: true
            default: false
            }
        let mayContinue =
            switch phase {
            case .blank, .extensionEquals: true
            default: isEnd
            }
        if byte == ASCII.cr, isEnd {
            phase = .sizeLF
        } else if byte == UInt8(ascii: ";"), mayContinue {
            beginExtension()
        } else {
            throw Self.badExtension
        }
    }

    private mutating func takeTrailer(_ byte: UInt8, limits: HTTPLimits) throws(Problem) {
        switch phase {
        case .lineStart where byte == ASCII.cr:
            phase = .endLF
        case .lineStart:
            guard ASCII.isToken(byte) else { throw Self.badTrailer }
            trailerCount += 1
            guard trailerCount <= limits.fieldCount else { throw .headTooLarge }
            phase = .name
        case .name where byte == UInt8(ascii: ":"):
            phase = .value
        case .name where ASCII.isToken(byte):
            break
        case .value where byte == ASCII.cr:
            phase = .valueLF
        case .value where ASCII.isFieldContent(byte):
            break
        case .valueLF:
            try expect(byte, ASCII.lf)
            phase = .lineStart
        default:
            throw Self.badTrailer
        }
    }
}
