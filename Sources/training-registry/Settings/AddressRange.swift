import Glibc

/// A range of IP addresses as RFC 4632 §3.1 writes it, such as `10.0.0.0/8` or `2001:db8::/32`; an
/// address without a length is a range of one.
struct AddressRange: Sendable, Hashable {
    /// Four or sixteen bytes.
    let bytes: [UInt8]
    let prefixBits: Int

    init(parsing text: String) throws(SettingsReader.Unfit) {
        let parts = text.utf8.split(separator: UInt8(ascii: "/"), omittingEmptySubsequences: false)
        let unfit = SettingsReader.Unfit(
            "must list IP addresses or ranges, such as 127.0.0.1, 10.0.0.0/8 or 2001:db8::/32")
        guard (1...2).contains(parts.count), let bytes = Self.address(String(parts[0]) ?? "") else {
            throw unfit
        }
        var prefixBits = bytes.count * 8
        if parts.count == 2 {
            guard parts[1].allSatisfy({ (48...57).contains($0) }), parts[1].count <= 3,
                let bits = Int(String(parts[1]) ?? ""), bits <= prefixBits
            else { throw unfit }
            prefixBits = bits
        }
        self.bytes = bytes
        self.prefixBits = prefixBits
    }

    /// Whether an address, as its four or sixteen bytes, is in the range.
    func contains(_ address: [UInt8]) -> Bool {
        // An IPv4 client of an IPv6 socket: ::ffff:0:0/96, RFC 4291 §2.5.5.2.
        let mapped: [UInt8] = Array(repeating: 0, count: 10) + [0xff, 0xff]
        var address = address
        if address.count == 16, bytes.count == 4, address.starts(with: mapped) {
            address.removeFirst(12)
        }
        guard address.count == bytes.count else { return false }
        let whole = prefixBits / 8
        guard address.prefix(whole).elementsEqual(bytes.prefix(whole)) else { return false }
        let rest = prefixBits % 8
        guard rest > 0 else { return true }
        return (address[whole] ^ bytes[whole]) >> (8 - rest) == 0
    }

    private static func address(_ text: String) -> [UInt8]? {
        var bytes = [UInt8](repeating: 0, count: 16)
        if inet_pton(AF_INET, text, &bytes) == 1 { return Array(bytes.prefix(4)) }
        if inet_pton(AF_INET6, text, &bytes) == 1 { return bytes }
        return nil
    }
}
