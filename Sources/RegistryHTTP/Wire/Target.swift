import EventLoop

/// A request target taken apart: the decoded segments of its path, and its query.
public struct Target: Sendable, Equatable {
    /// Empty for `/`; a path that ends in a slash ends in an empty segment.
    public var segments: [String]
    public var query: Query
    /// `OPTIONS *`: the server as a whole (RFC 9112 §3.2.4).
    public var isAsterisk = false

    /// Nil when the text is not an acceptable target of that method.
    public init?(_ text: String, for method: Method = .get) {
        self.init(parsing: Array(text.utf8)[...], for: method)
    }

    /// Reads origin-form, absolute-form, and asterisk-form for OPTIONS (RFC 9112 §3.2).
    ///
    /// Authority-form is for CONNECT alone, and a fragment is never sent. The authority of an
    /// absolute-form takes the place of the Host field (§3.2.2): it is checked, and no more,
    /// because no answer of ours depends on the name that a request came by.
    init?(parsing bytes: ArraySlice<UInt8>, for method: Method) {
        if bytes.elementsEqual("*".utf8) {
            guard method == .options else { return nil }
            segments = []
            query = Query()
            isAsterisk = true
            return
        }
        guard let origin = bytes.first == UInt8(ascii: "/") ? bytes : Self.afterAuthority(bytes)
        else { return nil }
        let mark = origin.firstIndex(of: UInt8(ascii: "?"))
        guard let segments = Self.segments(origin[..<(mark ?? origin.endIndex)]) else { return nil }
        self.segments = segments
        guard let mark else {
            query = Query()
            return
        }
        guard let query = Query(parsing: origin[(mark + 1)...]) else { return nil }
        self.query = query
    }

    /// What follows `http://authority`; nil when that is not how the target begins.
    private static func afterAuthority(_ bytes: ArraySlice<UInt8>) -> ArraySlice<UInt8>? {
        guard let colon = bytes.firstIndex(of: UInt8(ascii: ":")),
            ASCII.isWord(bytes[..<colon], "http") || ASCII.isWord(bytes[..<colon], "https"),
            bytes[(colon + 1)...].starts(with: "//".utf8)
        else { return nil }
        let rest = bytes[(colon + 3)...]
        let end = rest.firstIndex { $0 == UInt8(ascii: "/") || $0 == UInt8(ascii: "?") }
        guard Authority.isValid(rest[..<(end ?? rest.endIndex)]) else { return nil }
        return end.map { rest[$0...] } ?? []
    }

    private static func segments(_ path: ArraySlice<UInt8>) -> [String]? {
        guard path.count > 1 else { return [] }
        var segments: [String] = []
        var start = path.startIndex + 1
        while true {
            let end = path[start...].firstIndex(of: UInt8(ascii: "/")) ?? path.endIndex
            guard let segment = segment(path[start..<end]) else { return nil }
            segments.append(segment)
            guard end < path.endIndex else { return segments }
            start = end + 1
        }
    }

    /// Nil for dot segments and for slashes that come out of an escape, either would move the path.
    private static func segment(_ bytes: ArraySlice<UInt8>) -> String? {
        var isPlain = true
        for byte in bytes where !ASCII.isUnreserved(byte) {
            if byte == UInt8(ascii: "%") {
                isPlain = false
            } else if !pathMarks.contains(byte) {
                return nil
            }
        }
        guard !isPlain else {
            let isDots = bytes.elementsEqual(".".utf8) || bytes.elementsEqual("..".utf8)
            return isDots ? nil : String(decoding: bytes, as: UTF8.self)
        }
        guard let text = PercentDecoding.text(bytes) else { return nil }
        let utf8 = text.utf8
        guard !utf8.elementsEqual(".".utf8), !utf8.elementsEqual("..".utf8),
            !utf8.contains(UInt8(ascii: "/")), !utf8.contains(UInt8(ascii: "\\"))
        else { return nil }
        return text
    }

    /// RFC 3986 §3.3: sub-delims, `:` and `@`.
    private static let pathMarks = ASCII.Set("!$&'()*+,;=:@")
}

/// The syntax of `host[:port]`, in a Host field or in an absolute-form target.
enum Authority {
    /// Stricter than RFC 3986 §3.2.2: a name has letters, digits and `-._~` only.
    ///
    /// An escape or a comma in a name is legal there and real nowhere, but is read in several ways.
    static func isValid(_ bytes: ArraySlice<UInt8>) -> Bool {
        var host = bytes
        if let colon = bytes.lastIndex(of: UInt8(ascii: ":")), bytes.last != UInt8(ascii: "]") {
            let port = bytes[(colon + 1)...]
            guard port.isEmpty || (ASCII.number(port) ?? .max) <= 65_535 else { return false }
            host = bytes[..<colon]
        }
        if host.first == UInt8(ascii: "["), host.last == UInt8(ascii: "]") {
            let address = host.dropFirst().dropLast()
            guard address.contains(UInt8(ascii: ":")), address.count <= 45 else { return false }
            return SocketAddress(String(decoding: address, as: UTF8.self), port: 0) != nil
        }
        return (1...255).contains(host.count) && host.allSatisfy { ASCII.isUnreserved($0) }
    }
}
