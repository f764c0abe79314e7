/// A host and a port, such as `127.0.0.1:8080`, `[::1]:80` or `mail.example.org:587`.
struct NetworkAddress: Sendable, Hashable, CustomStringConvertible {
    /// Without the brackets of an IPv6 address.
    var host: String
    var port: UInt16

    init(host: String, port: UInt16) {
        self.host = host
        self.port = port
    }

    /// Without a port in the text, `port` is taken; without either there is no address.
    init(parsing text: String, port defaultPort: UInt16? = nil) throws(SettingsReader.Unfit) {
        let unfit = SettingsReader.Unfit(
            "must be a host and a port, such as 127.0.0.1:8080 or [::1]:8080")
        let bytes = Array(text.utf8)
        let colon = bytes.lastIndex(of: UInt8(ascii: ":"))
        let bracket = bytes.lastIndex(of: UInt8(ascii: "]"))
        var hostEnd = bytes.count
        var port = defaultPort
        if let colon, colon > bracket ?? -1 {
            guard let number = Self.port(bytes[(colon + 1)...]) else { throw unfit }
            port = number
            hostEnd = colon
        }
        var host = bytes[..<hostEnd]
        if host.first == UInt8(ascii: "[") {
            guard host.last == UInt8(ascii: "]"), host.contains(UInt8(ascii: ":")) else {
                throw unfit
            }
            host = host.dropFirst().dropLast()
        } else if host.contains(UInt8(ascii: ":")) {
            throw unfit
        }
        guard let port, !host.isEmpty, host.allSatisfy(Self.mayBeInHost) else { throw unfit }
        self.init(host: String(decoding: host, as: UTF8.self), port: port)
    }

    var description: String {
        host.utf8.contains(UInt8(ascii: ":")) ? "[\(host)]:\(port)" : "\(host):\(port)"
    }

    private static func port(_ digits: ArraySlice<UInt8>) -> UInt16? {
        guard (1...5).contains(digits.count), digits.allSatisfy({ (48...57).contains($0) }) else {
            return nil
        }
        return UInt16(String(decoding: digits, as: UTF8.self))
    }

    /// Letters, digits, hyphen, dot, and the colon of IPv6.
    private static func mayBeInHost(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
            UInt8(ascii: "0")...UInt8(ascii: ":"), UInt8(ascii: "-"), UInt8(ascii: "."):
            true
        default: false
        }
    }
}
