/// The named values of a query, decoded once, in their order.
public struct Query: Sendable, Equatable {
    /// One `name=value`; without `=` the value is empty.
    public struct Item: Sendable, Equatable {
        public var name: String
        public var value: String

        public init(name: String, value: String) {
            self.name = name
            self.value = value
        }
    }

    public var items: [Item] = []

    /// More than anybody needs, few enough to look through.
    static let itemCountMax = 100

    public init() {}

    /// Nil for more than a hundred items, bad escapes, control characters or invalid UTF-8.
    init?(parsing bytes: ArraySlice<UInt8>) {
        for byte in bytes where !ASCII.isUnreserved(byte) && !Self.marks.contains(byte) {
            return nil
        }
        for part in bytes.split(separator: UInt8(ascii: "&")) {
            guard items.count < Self.itemCountMax else { return nil }
            let equals = part.firstIndex(of: UInt8(ascii: "="))
            let name = part[..<(equals ?? part.endIndex)]
            let value = equals.map { part[($0 + 1)...] } ?? []
            guard let name = PercentDecoding.text(name, plusIsSpace: true),
                let value = PercentDecoding.text(value, plusIsSpace: true)
            else { return nil }
            items.append(Item(name: name, value: value))
        }
    }

    /// The first value of that name.
    public subscript(name: String) -> String? {
        items.first { $0.name.utf8.elementsEqual(name.utf8) }?.value
    }

    /// As it stands in an address after `?`.
    var text: String {
        items.map { "\(Self.escaped($0.name))=\(Self.escaped($0.value))" }.joined(separator: "&")
    }

    /// A name or a value with everything escaped that could mean something in an address.
    static func escaped(_ text: String) -> String {
        var bytes: [UInt8] = []
        for byte in text.utf8 {
            if ASCII.isUnreserved(byte) {
                bytes.append(byte)
            } else {
                bytes.append(UInt8(ascii: "%"))
                bytes += [byte >> 4, byte & 15].map { Array("0123456789ABCDEF".utf8)[Int($0)] }
            }
        }
        return String(decoding: bytes, as: UTF8.self)
    }

    /// RFC 3986 §3.4, and what browsers send as it is in a query (WHATWG URL, query state).
    private static let marks = ASCII.Set("%!$&'()*+,;=:@/?[]^`{|}")
}
