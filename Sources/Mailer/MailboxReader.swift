/// Cuts what comes from a file or a pipe into messages: one message, or an mbox (RFC 4155).
///
/// It keeps the beginning of each only, so that memory has a bound whatever comes.
public struct MailboxReader {
    /// So much of a message is kept.
    public static let bytesMax = 1 << 20

    private var message: [UInt8] = []
    private var line: [UInt8] = []
    private var isFirstLine = true
    private var isMbox = false
    /// In an mbox, a message begins after an empty line only.
    private var wasEmpty = true

    public init() {}

    /// The messages that end in `bytes`, each with lines that end in CRLF.
    public mutating func take(_ bytes: some Sequence<UInt8>) -> [[UInt8]] {
        var messages: [[UInt8]] = []
        for byte in bytes {
            if byte == .lf {
                if let message = endLine() { messages.append(message) }
            } else if line.count < Self.bytesMax {
                line.append(byte)
            }
        }
        return messages
    }

    /// The message that the end of the input ends.
    public mutating func finish() -> [UInt8]? {
        var last: [UInt8]?
        if !line.isEmpty { last = endLine() }
        defer { message = [] }
        return last ?? (message.isEmpty ? nil : message)
    }

    private mutating func endLine() -> [UInt8]? {
        defer {
            line.removeAll(keepingCapacity: true)
            isFirstLine = false
        }
        if line.last == .cr { line.removeLast() }
        let isEnvelope = line.starts(with: "From ".utf8) && wasEmpty
        wasEmpty = line.isEmpty
        if isEnvelope, isFirstLine || isMbox {
            isMbox = true
            defer { message = [] }
            return message.isEmpty ? nil : message
        }
        let room = Self.bytesMax - message.count
        if line.count + 2 <= room { message += line + [UInt8].crlf }
        return nil
    }
}
