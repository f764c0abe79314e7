/// One mail on its way: an envelope and the bytes as they were stored.
public struct SMTPMail: Sendable, Equatable {
    public let from: EmailAddress
    public let recipient: EmailAddress
    /// A whole message with CRLF at every line end, before dot-stuffing.
    public let bytes: [UInt8]

    public init(from: EmailAddress, recipient: EmailAddress, bytes: [UInt8]) {
        self.from = from
        self.recipient = recipient
        self.bytes = bytes
    }

    /// Bytes beyond ASCII are there for addresses in the header only: bodies are quoted-printable.
    var isEightBit: Bool { bytes.contains { $0 >= 128 } }

    /// RFC 6531 §3.4: an address, or the header that names it, is beyond ASCII.
    var needsSMTPUTF8: Bool { from.needsSMTPUTF8 || recipient.needsSMTPUTF8 || isEightBit }

    /// Why the bytes must not be sent: what one server reads as a line end and another does not is
    /// how a mail is smuggled into another (RFC 5321 §2.3.8).
    var defect: String? {
        var previous: UInt8 = 0
        var lineStart = 0
        for (index, byte) in bytes.enumerated() {
            switch byte {
            case .lf:
                guard previous == .cr else { return "the message has a bare LF" }
                guard index - 1 - lineStart <= HeaderField.longestLine else {
                    return "the message has a line of more than 998 bytes"
                }
                lineStart = index + 1
            case 0: return "the message has a NUL"
            default: guard previous != .cr else { return "the message has a bare CR" }
            }
            previous = byte
        }
        guard previous != .cr else { return "the message has a bare CR" }
        return bytes.count - lineStart <= HeaderField.longestLine
            ? nil : "the message has a line of more than 998 bytes"
    }

    /// The message with its leading dots doubled, without the final dot (RFC 5321 §4.5.2).
    ///
    /// Ends with CRLF always: without one the final dot would be part of the last line.
    func dotStuffed() -> [UInt8] {
        var output: [UInt8] = []
        output.reserveCapacity(bytes.count + bytes.count / 64 + 16)
        var isLineStart = true
        for byte in bytes {
            if isLineStart, byte == .dot { output.append(.dot) }
            output.append(byte)
            isLineStart = byte == .lf
        }
        if !isLineStart { output += [UInt8].crlf }
        return output
    }
}
