/// What somebody is checked in by at the door: ten letters and digits, in the mail with their seat.
///
/// It opens nothing but a page of the console, to who may take attendance in that event.
public struct CheckInCode: Sendable, Hashable, CustomStringConvertible {
    public let description: String

    /// The page of the console that one code opens, without the code.
    private static let path = "/console/check-in/"

    /// Nil unless it is one, or the address of one.
    ///
    /// Small letters, spaces and hyphens are let pass: a code is typed from paper. A hand scanner
    /// types the whole address that the picture says.
    public init?(parsing typed: String) {
        var text = Substring(typed)
        if let path = text.ranges(of: Self.path).last {
            text = text[path.upperBound...].prefix { $0 != "?" && $0 != "#" }
        }
        var code = ""
        for byte in text.utf8 {
            switch byte {
            case UInt8(ascii: "A")...UInt8(ascii: "Z"), UInt8(ascii: "2")...UInt8(ascii: "9"):
                code.unicodeScalars.append(Unicode.Scalar(byte))
            case UInt8(ascii: "a")...UInt8(ascii: "z"):
                code.unicodeScalars.append(Unicode.Scalar(byte - 0x20))
            case UInt8(ascii: " "), UInt8(ascii: "-"), UInt8(ascii: "\n"), UInt8(ascii: "\r"):
                continue
            default: return nil
            }
        }
        guard code.utf8.count == 10 else { return nil }
        description = code
    }

    /// In two groups, such as `7KQ2M XW4TA`, which is easier to read out.
    public var words: String { "\(description.prefix(5)) \(description.suffix(5))" }

    /// What the picture of it says: where whoever stands at the door marks this person.
    public func address(under publicURL: String) -> String {
        "\(publicURL)\(Self.path)\(description)"
    }
}
