public import EventLoop

/// The proxies whose word on a client's address is taken.
///
/// Anybody can send `X-Forwarded-For`. It counts only from a peer in this list, and only back to
/// the last address that is not in it: what stands left of that was said by a stranger.
public struct TrustedProxies: Sendable, Equatable {
    /// A block of addresses, such as `10.0.0.0/8` or `::1`.
    struct Block: Sendable, Equatable {
        let bytes: [UInt8]
        let prefixLength: Int

        /// Nil for what is no address, or for a prefix that is longer than it.
        init?(parsing text: String) {
            let parts = text.utf8.split(
                separator: UInt8(ascii: "/"), omittingEmptySubsequences: false)
            guard let first = parts.first, parts.count <= 2, let host = String(first),
                let address = SocketAddress(host, port: 0)
            else { return nil }
            bytes = address.bytes
            guard parts.count == 2 else {
                prefixLength = bytes.count * 8
                return
            }
            guard let length = ASCII.number(Array(parts[1])[...]), length <= bytes.count * 8
            else { return nil }
            prefixLength = length
        }

        func contains(_ address: SocketAddress) -> Bool {
            let other = address.bytes
            guard other.count == bytes.count else { return false }
            let whole = prefixLength / 8
            guard bytes[..<whole] == other[..<whole] else { return false }
            let rest = prefixLength % 8
            return rest == 0 || (bytes[whole] ^ other[whole]) >> UInt8(8 - rest) == 0
        }
    }

    private var blocks: [Block] = []

    /// Nobody is trusted: the peer is the client.
    public init() {}

    /// Nil when one of the texts is not an address or a block of addresses.
    public init?(_ texts: [String]) {
        for text in texts {
            guard let block = Block(parsing: text) else { return nil }
            blocks.append(block)
        }
    }

    /// The address of the client behind `peer`.
    public func client(of fields: Fields, peer: SocketAddress) -> SocketAddress {
        guard trusts(peer) else { return peer }
        var client = peer
        let chain = fields.values("x-forwarded-for").flatMap(ASCII.list)
        for element in chain.reversed() {
            guard let address = Self.address(element) else { break }
            client = address
            guard trusts(address) else { break }
        }
        return client
    }

    private func trusts(_ address: SocketAddress) -> Bool {
        blocks.contains { $0.contains(address) }
    }

    /// `192.0.2.1`, `192.0.2.1:4711`, `2001:db8::1` or `[2001:db8::1]:4711`.
    private static func address(_ bytes: ArraySlice<UInt8>) -> SocketAddress? {
        let text = String(decoding: bytes, as: UTF8.self)
        if let address = SocketAddress(text, port: 0) { return address }
        if case .ip(let address) = Endpoint(parsing: text) { return address }
        return nil
    }
}
