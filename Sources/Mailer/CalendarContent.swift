/// Writes the content lines of a calendar object (RFC 5545 §3.1).
struct CalendarContent {
    private(set) var bytes: [UInt8] = []

    /// RFC 5545 §3.1: octets, without the line break.
    private static let lineLength = 75

    /// What every calendar object begins with (RFC 5545 §3.4, RFC 5546 §1.4).
    mutating func begin(method: String) {
        line("BEGIN", "VCALENDAR")
        line("PRODID", "-//Training registry//EN")
        line("VERSION", "2.0")
        line("CALSCALE", "GREGORIAN")
        line("METHOD", method)
    }

    /// A line whose value stands for itself, such as a time or a word of the standard.
    mutating func line(_ name: String, _ value: String) {
        fold(Array("\(name):\(Self.withoutControls(value))".utf8))
    }

    /// A line with TEXT, which any character may be in (RFC 5545 §3.3.11).
    mutating func text(_ name: String, _ value: String) {
        fold(Array("\(name):".utf8) + Self.escaped(value))
    }

    /// A line with a mailbox: its name as a parameter, its address as a URI (RFC 5545 §3.3.3).
    mutating func mailbox(_ name: String, _ mailbox: MIMEMessage.Mailbox, _ parameters: String = "")
    {
        let shown = Self.parameter(mailbox.name ?? "")
        let common = shown.isEmpty ? "" : ";CN=\"\(shown)\""
        fold(Array("\(name)\(common)\(parameters):mailto:\(Self.uri(mailbox.address))".utf8))
    }

    /// Breaks a line before its 76th octet, never inside a character of UTF-8.
    private mutating func fold(_ line: [UInt8]) {
        var start = 0
        var room = Self.lineLength
        while line.count - start > room {
            var end = start + room
            // An octet 10xxxxxx goes on with the character before it (RFC 3629 §3).
            while line[end] & 0xC0 == 0x80 { end -= 1 }
            bytes += line[start..<end]
            bytes += [UInt8].crlf + [.space]
            start = end
            room = Self.lineLength - 1
        }
        bytes += line[start...]
        bytes += [UInt8].crlf
    }

    /// Backslash, comma and semicolon are escaped, any line end is `\n`, other controls go.
    private static func escaped(_ value: String) -> [UInt8] {
        var output: [UInt8] = []
        var previous: Unicode.Scalar = " "
        for scalar in value.unicodeScalars {
            defer { previous = scalar }
            switch scalar {
            case "\\", ",", ";": output += Array("\\\(scalar)".utf8)
            case "\n" where previous == "\r": continue
            case "\r", "\n", "\u{85}", "\u{2028}", "\u{2029}": output += Array("\\n".utf8)
            case "\t": output.append(.space)
            default:
                guard scalar.properties.generalCategory != .control else { continue }
                output += Array(String(scalar).utf8)
            }
        }
        return output
    }

    /// In quotes nothing can be escaped: a quote becomes an apostrophe (RFC 5545 §3.2).
    private static func parameter(_ value: String) -> String {
        // By scalars: a quote with a combining mark is another Character, and still a quote.
        var scalars = String.UnicodeScalarView()
        for scalar in value.unicodeScalars { scalars.append(scalar == "\"" ? "'" : scalar) }
        return withoutControls(String(scalars))
    }

    /// What a URI may not hold as it is (RFC 3986 §2, RFC 6068 §2).
    private static func uri(_ address: EmailAddress) -> String {
        var output: [UInt8] = []
        for byte in address.description.utf8 {
            if byte.isLetter || byte.isDigit || "-._~@+!$&'*/".utf8.contains(byte) {
                output.append(byte)
            } else {
                output.append(UInt8(ascii: "%"))
                output.appendHex(byte)
            }
        }
        return String(decoding: output, as: UTF8.self)
    }

    private static func withoutControls(_ value: String) -> String {
        var scalars = String.UnicodeScalarView()
        for scalar in value.unicodeScalars {
            switch scalar.properties.generalCategory {
            case .control, .lineSeparator, .paragraphSeparator: scalars.append(" ")
            default: scalars.append(scalar)
            }
        }
        return String(scalars)
    }
}
