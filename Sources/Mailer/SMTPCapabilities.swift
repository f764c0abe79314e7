/// What a server offers in its answer to EHLO (RFC 5321 §4.1.1.1).
struct SMTPCapabilities: Equatable {
    var startsTLS = false
    var pipelining = false
    var eightBitMIME = false
    var smtpUTF8 = false
    var authPlain = false
    var authLogin = false
    /// Nil when SIZE is not offered; 0 when it is, without a limit (RFC 1870 §4).
    var size: Int?

    init() {}

    /// The first line is the server's name; what is not known is passed over.
    init(_ reply: SMTPReply) {
        for line in reply.lines.dropFirst() {
            let words = line.split(separator: UInt8.space)
            guard let keyword = words.first else { continue }
            if keyword.equalsIgnoringCase("STARTTLS") {
                startsTLS = true
            } else if keyword.equalsIgnoringCase("PIPELINING") {
                pipelining = true
            } else if keyword.equalsIgnoringCase("8BITMIME") {
                eightBitMIME = true
            } else if keyword.equalsIgnoringCase("SMTPUTF8") {
                smtpUTF8 = true
            } else if keyword.equalsIgnoringCase("SIZE") {
                size = words.dropFirst().first.flatMap(Self.number) ?? 0
            } else if keyword.equalsIgnoringCase("AUTH") {
                // Some servers have a line for each mechanism.
                if words.dropFirst().contains(where: { $0.equalsIgnoringCase("PLAIN") }) {
                    authPlain = true
                }
                if words.dropFirst().contains(where: { $0.equalsIgnoringCase("LOGIN") }) {
                    authLogin = true
                }
            }
        }
    }

    /// Digits only; nil for a number that no message reaches.
    private static func number(_ bytes: ArraySlice<UInt8>) -> Int? {
        guard (1...18).contains(bytes.count), bytes.allSatisfy({ $0.isDigit }) else { return nil }
        return bytes.reduce(0) { $0 * 10 + Int($1 - UInt8(ascii: "0")) }
    }
}
