/// Text as quoted-printable, which every mail server passes on unchanged (RFC 2045 §6.7).
enum QuotedPrintable {
    private static let lineLimit = 76

    /// The encoded form of `text`, with CRLF at every line end whichever the text used.
    ///
    /// A dot and `From ` at the beginning of a line are encoded too, so that neither SMTP nor an
    /// mbox file has a reason to touch them. Ends with CRLF when it is not empty.
    static func encode(_ text: String) -> [UInt8] {
        var output: [UInt8] = []
        let bytes = Array(text.utf8)
        output.reserveCapacity(bytes.count + bytes.count / 4 + 2)
        var start = 0
        while start < bytes.count {
            var end = start
            while end < bytes.count, bytes[end] != .cr, bytes[end] != .lf { end += 1 }
            encodeLine(bytes[start..<end], into: &output)
            output += [UInt8].crlf
            let isPair =
                end + 1 < bytes.count && bytes[end] == .cr && bytes[end + 1] == .lf
            start = end + (isPair ? 2 : 1)
        }
        return output
    }

    private static func encodeLine(_ line: ArraySlice<UInt8>, into output: inout [UInt8]) {
        var lineStart = output.count
        var index = line.startIndex
        while index < line.endIndex {
            let isLast = index == line.endIndex - 1
            let isFirstOnLine = output.count == lineStart
            let isPlain = isLiteral(
                line[index...], isLast: isLast, isFirstOnLine: isFirstOnLine)
            let width = isPlain ? 1 : 3
            // The last line may be full; every other keeps one column for its "=".
            if output.count - lineStart + width > (isLast ? lineLimit : lineLimit - 1) {
                output.append(UInt8(ascii: "="))
                output += [UInt8].crlf
                lineStart = output.count
                // What is now first on its line is judged anew.
                continue
            }
            if isPlain {
                output.append(line[index])
            } else {
                output.append(UInt8(ascii: "="))
                output.appendHex(line[index])
            }
            index += 1
        }
    }

    private static func isLiteral(
        _ rest: ArraySlice<UInt8>, isLast: Bool, isFirstOnLine: Bool
    ) -> Bool {
        guard let byte = rest.first else { return false }
        if byte == .space || byte == .tab { return !isLast }
        guard byte.isVisible, byte != UInt8(ascii: "=") else { return false }
        guard isFirstOnLine else { return true }
        return byte != .dot && !rest.starts(with: "From ".utf8)
    }

    /// The bytes that an encoded text stands for; what is not encoded right is kept as it is.
    ///
    /// RFC 2045 §6.7 note 1 asks a reader for this leniency.
    static func decode(_ bytes: some Collection<UInt8>) -> [UInt8] {
        var output: [UInt8] = []
        let bytes = Array(bytes)
        var index = 0
        while index < bytes.count {
            guard bytes[index] == UInt8(ascii: "=") else {
                output.append(bytes[index])
                index += 1
                continue
            }
            var next = index + 1
            while next < bytes.count, bytes[next] == .space || bytes[next] == .tab { next += 1 }
            if next == bytes.count {
                index = next
            } else if bytes[next...].starts(with: [UInt8].crlf) {
                index = next + 2
            } else if bytes[next] == .lf {
                index = next + 1
            } else if next == index + 1, next + 1 < bytes.count,
                let high = bytes[next].hexValue, let low = bytes[next + 1].hexValue
            {
                output.append(high << 4 | low)
                index += 3
            } else {
                output.append(bytes[index])
                index += 1
            }
        }
        return output
    }
}
