/// Where to connect to: an address, or a name that has to be resolved first.
public enum Endpoint: Sendable, Hashable, CustomStringConvertible {
    case ip(SocketAddress)
    case host(String, port: UInt16)

    /// Reads `127.0.0.1:8080`, `[::1]:80` or `name:25`; nil for anything else.
    public init?(parsing text: String) {
        let bytes = Array(text.utf8)
        guard let colon = bytes.lastIndex(of: UInt8(ascii: ":")),
            let port = Self.port(bytes[(colon + 1)...])
        else { return nil }
        let host = bytes[..<colon]
        if host.first == UInt8(ascii: "["), host.last == UInt8(ascii: "]") {
            let inside = String(decoding: host.dropFirst().dropLast(), as: UTF8.self)
            guard let address = SocketAddress(inside, port: port), inside.utf8.contains(58)
            else { return nil }
            self = .ip(address)
            return
        }
        let name = String(decoding: host, as: UTF8.self)
        if let address = SocketAddress(name, port: port) {
            // A bare IPv6 address cannot be told from its port.
            guard !name.utf8.contains(58) else { return nil }
            self = .ip(address)
        } else if Self.isName(host) {
            self = .host(name, port: port)
        } else {
            return nil
        }
    }

    public var port: UInt16 {
        switch self {
        case .ip(let address): address.port
        case .host(_, let port): port
        }
    }

    public var description: String {
        switch self {
        case .ip(let address): address.description
        case .host(let name, let port): "\(name):\(port)"
        }
    }

    /// Digits only: `UInt16("+25")` would be taken.
    private static func port(_ bytes: ArraySlice<UInt8>) -> UInt16? {
        guard (1...5).contains(bytes.count), bytes.allSatisfy({ (48...57).contains($0) })
        else { return nil }
        return UInt16(String(decoding: bytes, as: UTF8.self))
    }

    /// Letters, digits, hyphens and underscores between dots, and no number at the end.
    ///
    /// `getaddrinfo` takes `1.2` for 1.0.0.2, so a name that ends in a number is refused.
    private static func isName(_ bytes: ArraySlice<UInt8>) -> Bool {
        let trimmed = bytes.last == UInt8(ascii: ".") ? bytes.dropLast() : bytes
        let labels = trimmed.split(separator: UInt8(ascii: "."), omittingEmptySubsequences: false)
        guard (1...253).contains(trimmed.count), let last = labels.last,
            !last.allSatisfy({ (48...57).contains($0) })
        else { return false }
        return labels.allSatisfy { label in
            (1...63).contains(label.count) && label.allSatisfy(isNameByte)
        }
    }

    private static func isNameByte(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
            UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "-"), UInt8(ascii: "_"):
            true
        default:
            false
        }
    }
}
