/// Sorts of bytes in HTTP syntax.
///
/// Never asked of a `Character`: "K" equals the Kelvin sign, and CR LF is one Character.
enum ASCII {
    static let tab = UInt8(ascii: "\t")
    static let lf = UInt8(ascii: "\n")
    static let cr = UInt8(ascii: "\r")
    static let space = UInt8(ascii: " ")

    /// A set of bytes below 128, as two words of bits.
    struct Set {
        private let low: UInt64
        private let high: UInt64

        init(_ members: StaticString) {
            var low: UInt64 = 0
            var high: UInt64 = 0
            for byte in "\(members)".utf8 {
                if byte < 64 { low |= 1 << UInt64(byte) } else { high |= 1 << UInt64(byte & 63) }
            }
            self.low = low
            self.high = high
        }

        @inline(__always) func contains(_ byte: UInt8) -> Bool {
            byte < 128 && ((byte < 64 ? low : high) >> UInt64(byte & 63)) & 1 != 0
        }
    }

    /// RFC 9110 §5.6.2: letters, digits and these fifteen.
    @inline(__always) static func isToken(_ byte: UInt8) -> Bool {
        isLetter(byte) || isDigit(byte) || tokenMarks.contains(byte)
    }

    private static let tokenMarks = Set("!#$%&'*+-.^_`|~")

    @inline(__always) static func isDigit(_ byte: UInt8) -> Bool { byte &- 48 < 10 }

    @inline(__always) static func isLetter(_ byte: UInt8) -> Bool { (byte | 32) &- 97 < 26 }

    /// RFC 9110 §5.5: field-vchar, SP and HTAB; bytes from 128 on are opaque.
    @inline(__always) static func isFieldContent(_ byte: UInt8) -> Bool {
        byte >= 32 ? byte != 127 : byte == tab
    }

    /// Letters, digits and these four (RFC 3986 §2.3).
    @inline(__always) static func isUnreserved(_ byte: UInt8) -> Bool {
        isLetter(byte) || isDigit(byte) || unreservedMarks.contains(byte)
    }

    private static let unreservedMarks = Set("-._~")

    @inline(__always) static func isBlank(_ byte: UInt8) -> Bool { byte == space || byte == tab }

    @inline(__always) static func hexValue(_ byte: UInt8) -> UInt8? {
        if isDigit(byte) { return byte &- 48 }
        let letter = (byte | 32) &- 97
        return letter < 6 ? letter + 10 : nil
    }

    @inline(__always) static func lowered(_ byte: UInt8) -> UInt8 {
        byte &- 65 < 26 ? byte | 32 : byte
    }

    /// Whether `bytes` are `word` in any case; `word` is lower case already.
    static func isWord(_ bytes: ArraySlice<UInt8>, _ word: StaticString) -> Bool {
        guard bytes.count == word.utf8CodeUnitCount else { return false }
        return word.withUTF8Buffer { expected in
            var index = bytes.startIndex
            for byte in expected {
                if lowered(bytes[index]) != byte { return false }
                index += 1
            }
            return true
        }
    }

    /// Without SP and HTAB around it; nothing else counts as white space (RFC 9110 §5.6.3).
    static func trimmed(_ bytes: ArraySlice<UInt8>) -> ArraySlice<UInt8> {
        var slice = bytes
        while let first = slice.first, isBlank(first) { slice.removeFirst() }
        while let last = slice.last, isBlank(last) { slice.removeLast() }
        return slice
    }

    /// The elements of a comma-separated list, the empty ones among them (RFC 9110 §5.6.1).
    static func list(_ bytes: ArraySlice<UInt8>) -> [ArraySlice<UInt8>] {
        bytes.split(separator: UInt8(ascii: ","), omittingEmptySubsequences: false).map(trimmed)
    }

    /// Whether there is at least one byte and every one is `isToken`.
    static func isToken(_ bytes: ArraySlice<UInt8>) -> Bool {
        !bytes.isEmpty && bytes.allSatisfy { isToken($0) }
    }

    /// A number of digits only, held at `Int.max` when it is larger; nil for anything else.
    static func number(_ bytes: ArraySlice<UInt8>) -> Int? {
        guard !bytes.isEmpty else { return nil }
        var value = 0
        for byte in bytes {
            guard isDigit(byte) else { return nil }
            let (tenfold, tooLong) = value.multipliedReportingOverflow(by: 10)
            let (sum, tooLarge) = tenfold.addingReportingOverflow(Int(byte &- 48))
            value = tooLong || tooLarge ? .max : sum
        }
        return value
    }
}
