/// The fields of a request, in the order they came, with names in lower case.
///
/// They stay bytes of the head until somebody asks for one: most are never read.
public struct Fields: Sendable, Equatable {
    /// Where one field line lies in `bytes`.
    struct Line: Sendable, Equatable {
        var name: Range<Int>
        var value: Range<Int>
    }

    private let bytes: [UInt8]
    private(set) var lines: [Line]

    /// Takes what the parser has checked; the names are in lower case already.
    init(bytes: [UInt8], lines: [Line]) {
        self.bytes = bytes
        self.lines = lines
    }

    /// For tests and for requests that do not come from a socket.
    public init(_ pairs: [(name: String, value: String)] = []) {
        var bytes: [UInt8] = []
        var lines: [Line] = []
        for pair in pairs {
            let start = bytes.count
            bytes += pair.name.utf8.map(ASCII.lowered)
            let middle = bytes.count
            bytes += pair.value.utf8
            lines.append(Line(name: start..<middle, value: middle..<bytes.count))
        }
        self.init(bytes: bytes, lines: lines)
    }

    public var count: Int { lines.count }

    /// The only value of a field; nil when it is absent or there are several.
    ///
    /// A field that is sent twice could be read two ways, and none that is read here may be.
    public subscript(name: String) -> String? {
        var found: Line?
        for line in lines where isNamed(line, name) {
            guard found == nil else { return nil }
            found = line
        }
        return found.map { String(decoding: bytes[$0.value], as: UTF8.self) }
    }

    /// All values of a field, in their order.
    public func all(_ name: String) -> [String] {
        lines.filter { isNamed($0, name) }.map { String(decoding: bytes[$0.value], as: UTF8.self) }
    }

    public func contains(_ name: String) -> Bool { lines.contains { isNamed($0, name) } }

    /// A cookie's value; nil when it is absent or sent twice (RFC 6265 §5.4).
    public func cookie(_ name: String) -> String? {
        var found: String?
        for line in lines where isNamed(line, "cookie") {
            for pair in bytes[line.value].split(separator: UInt8(ascii: ";")) {
                let pair = ASCII.trimmed(pair)
                guard let equals = pair.firstIndex(of: UInt8(ascii: "=")),
                    pair[..<equals].elementsEqual(name.utf8)
                else { continue }
                guard found == nil else { return nil }
                found = String(decoding: pair[(equals + 1)...], as: UTF8.self)
            }
        }
        return found
    }

    /// The bytes of every value of a field.
    func values(_ name: StaticString) -> [ArraySlice<UInt8>] {
        lines.filter { ASCII.isWord(bytes[$0.name], name) }.map { bytes[$0.value] }
    }

    private func isNamed(_ line: Line, _ name: String) -> Bool {
        line.name.count == name.utf8.count && bytes[line.name].elementsEqual(name.utf8)
    }
}
