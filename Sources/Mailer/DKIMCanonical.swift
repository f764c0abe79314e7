/// The relaxed forms of fields and bodies: what mail servers may change on the way is not in them
/// (RFC 6376 §3.4.2, §3.4.4).
enum DKIMCanonical {
    /// One field, folded or not, with or without its line end; the form has none.
    static func field(_ field: some Sequence<UInt8>) -> [UInt8] {
        let line = field.filter { $0 != .cr && $0 != .lf }
        guard let colon = line.firstIndex(of: UInt8(ascii: ":")) else { return shrunk(line) }
        let name = shrunk(line[..<colon]).map(\.loweredASCII)
        return name + [UInt8(ascii: ":")] + shrunk(line[(colon + 1)...]).drop { $0 == .space }
    }

    /// A body whose lines end in CRLF; that of an empty one is empty.
    static func body(_ body: ArraySlice<UInt8>) -> [UInt8] {
        var output: [UInt8] = []
        output.reserveCapacity(body.count)
        // Empty lines count only when something follows them.
        var emptyLines = 0
        var rest = body
        while !rest.isEmpty {
            let end = rest.firstIndex(of: .lf) ?? rest.endIndex
            var line = rest[..<end]
            rest = rest[min(end + 1, rest.endIndex)...]
            if line.last == .cr { line = line.dropLast() }
            let text = shrunk(line)
            guard !text.isEmpty else {
                emptyLines += 1
                continue
            }
            for _ in 0..<emptyLines { output += [UInt8].crlf }
            emptyLines = 0
            output += text
            output += [UInt8].crlf
        }
        return output
    }

    /// Runs of blanks as one space, and none at the end.
    private static func shrunk(_ line: some Sequence<UInt8>) -> [UInt8] {
        var output: [UInt8] = []
        var isBlank = false
        for byte in line {
            if byte == .space || byte == .tab {
                isBlank = true
                continue
            }
            if isBlank { output.append(.space) }
            isBlank = false
            output.append(byte)
        }
        return output
    }
}
