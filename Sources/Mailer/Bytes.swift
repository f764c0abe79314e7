/// ASCII as the mail protocols see it: single bytes, no locale, no Unicode equivalence.
extension UInt8 {
    static let cr = UInt8(ascii: "\r")
    static let lf = UInt8(ascii: "\n")
    static let space = UInt8(ascii: " ")
    static let tab = UInt8(ascii: "\t")
    static let dot = UInt8(ascii: ".")

    var isDigit: Bool { (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(self) }

    var isLetter: Bool {
        (UInt8(ascii: "a")...UInt8(ascii: "z")).contains(loweredASCII)
    }

    /// A letter, a digit or a hyphen, as in host names (RFC 5890 §2.3.1).
    var isLDH: Bool { isLetter || isDigit || self == UInt8(ascii: "-") }

    /// `atext` of RFC 5322 §3.2.3.
    var isAtomText: Bool { isLetter || isDigit || Self.atomSymbols.contains(self) }

    /// Printable ASCII without the space (RFC 5234's VCHAR).
    var isVisible: Bool { (0x21...0x7E).contains(self) }

    var loweredASCII: UInt8 {
        (UInt8(ascii: "A")...UInt8(ascii: "Z")).contains(self) ? self | 0x20 : self
    }

    private static let atomSymbols = Set("!#$%&'*+-/=?^_`{|}~".utf8)

    /// The value of an upper- or lower-case hexadecimal digit.
    var hexValue: UInt8? {
        switch self {
        case UInt8(ascii: "0")...UInt8(ascii: "9"): self - UInt8(ascii: "0")
        case UInt8(ascii: "a")...UInt8(ascii: "f"): self - UInt8(ascii: "a") + 10
        case UInt8(ascii: "A")...UInt8(ascii: "F"): self - UInt8(ascii: "A") + 10
        default: nil
        }
    }
}

extension Array where Element == UInt8 {
    static let crlf: [UInt8] = [.cr, .lf]

    /// Appends `byte` as two upper-case hexadecimal digits.
    mutating func appendHex(_ byte: UInt8) {
        let digits: StaticString = "0123456789ABCDEF"
        append(digits.utf8Start[Int(byte >> 4)])
        append(digits.utf8Start[Int(byte & 15)])
    }
}

extension Sequence where Element == UInt8 {
    /// With CRLF at every line end, whichever of the two it had.
    func withCRLF() -> [UInt8] {
        var output: [UInt8] = []
        output.reserveCapacity(underestimatedCount)
        for byte in self {
            if byte == .lf, output.last != .cr { output.append(.cr) }
            output.append(byte)
        }
        return output
    }

    /// Equality of ASCII texts without regard to case.
    func equalsIgnoringCase(_ other: StaticString) -> Bool {
        other.withUTF8Buffer { buffer in
            elementsEqual(buffer) { $0.loweredASCII == $1.loweredASCII }
        }
    }
}
