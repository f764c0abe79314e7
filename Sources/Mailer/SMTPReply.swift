/// What a server answered: its code and its words in one harmless line (RFC 5321 §4.2).
public struct SMTPReply: Sendable, Equatable, CustomStringConvertible {
    public let code: Int
    /// All lines in one, controls escaped, short enough to be stored and logged.
    public let text: String
    /// As they came, for what EHLO lists.
    let lines: [[UInt8]]

    /// With the code and a space, a stored reply has 500 bytes at most.
    static let longestText = 496

    public init(code: Int, text: String) {
        self.init(code: code, lines: [Array(text.utf8)])
    }

    init(code: Int, lines: [[UInt8]]) {
        self.code = code
        self.lines = lines
        text = Self.oneLine(lines)
    }

    public var description: String { text.isEmpty ? "\(code)" : "\(code) \(text)" }

    /// The enhanced status code that it begins with, where it is of the same class (RFC 2034 §4).
    public var status: MailStatus? {
        guard let first = lines.first,
            let status = MailStatus(field: String(decoding: first, as: UTF8.self)),
            status.kind == code / 100
        else { return nil }
        return status
    }

    /// Two replies that say the same are the same, however they were broken into lines.
    public static func == (left: SMTPReply, right: SMTPReply) -> Bool {
        left.code == right.code && left.text == right.text
    }

    var isPositive: Bool { code / 100 == 2 }
    var isTransient: Bool { code / 100 == 4 }
    var isPermanent: Bool { code / 100 == 5 }

    /// True when it is about the session and not about the mail.
    ///
    /// The service closes (421); it wants TLS, credentials, or better ones (RFC 4954 §6).
    var isAboutSession: Bool {
        switch code {
        case 421, 530, 534, 535, 538: true
        default: false
        }
    }

    /// Text of a stranger in one line; what could forge a log or move a cursor is escaped.
    static func oneLine(_ lines: [[UInt8]]) -> String {
        let bytes = Array(lines.joined(separator: [.space]))
        // What servers say: nothing of it needs a look at Unicode's tables.
        if bytes.count <= longestText - 3, bytes.allSatisfy(isHarmless) {
            return String(decoding: bytes, as: UTF8.self)
        }
        var output = String.UnicodeScalarView()
        var length = 0
        for scalar in String(decoding: bytes, as: UTF8.self).unicodeScalars {
            let shown = escaped(scalar)
            let width = String(shown).utf8.count
            guard length + width <= longestText - 3 else {
                output.append("…")
                break
            }
            output.append(contentsOf: shown)
            length += width
        }
        return String(output)
    }

    private static func isHarmless(_ byte: UInt8) -> Bool {
        (byte == .space || byte.isVisible) && byte != UInt8(ascii: "\\")
    }

    private static func escaped(_ scalar: Unicode.Scalar) -> String.UnicodeScalarView {
        switch scalar.properties.generalCategory {
        case .control, .format, .lineSeparator, .paragraphSeparator, .privateUse, .unassigned:
            "\\u{\(String(scalar.value, radix: 16))}".unicodeScalars
        default:
            scalar == "\\" ? "\\\\".unicodeScalars : String(scalar).unicodeScalars
        }
    }
}
