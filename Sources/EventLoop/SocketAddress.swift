import COpenSSL
import Glibc

/// An IPv4 or IPv6 address with a port.
///
/// The bytes live in two words, so that taking a peer's address allocates nothing.
public struct SocketAddress: Sendable, Hashable, CustomStringConvertible {
    public let isIPv6: Bool
    public let port: UInt16
    /// The sixteen bytes in network order; an IPv4 address stands in the last four.
    private let high: UInt64
    private let low: UInt64

    private init(isIPv6: Bool, high: UInt64, low: UInt64, port: UInt16) {
        // A dual-stack listener shows IPv4 peers mapped (RFC 4291 §2.5.5.2): they stay IPv4.
        self.isIPv6 = isIPv6 && !(high == 0 && low >> 32 == 0xffff)
        self.high = high
        self.low = self.isIPv6 ? low : low & 0xffff_ffff
        self.port = port
    }

    /// Takes `127.0.0.1` or `::1`; nil for a name, a zone or a short form such as `127.1`.
    public init?(_ text: String, port: UInt16) {
        guard !text.utf8.contains(0) else { return nil }
        var v4 = in_addr()
        var v6 = in6_addr()
        if inet_pton(AF_INET, text, &v4) == 1 {
            self.init(v4: v4, port: port)
        } else if inet_pton(AF_INET6, text, &v6) == 1 {
            self.init(v6: v6, port: port)
        } else {
            return nil
        }
    }

    private init(v4: in_addr, port: UInt16) {
        let low = UInt64(UInt32(bigEndian: v4.s_addr))
        self.init(isIPv6: false, high: 0, low: low, port: port)
    }

    private init(v6: in6_addr, port: UInt16) {
        let words = unsafeBitCast(v6, to: (UInt64, UInt64).self)
        self.init(
            isIPv6: true, high: UInt64(bigEndian: words.0), low: UInt64(bigEndian: words.1),
            port: port)
    }

    /// Nil for a family that is neither IPv4 nor IPv6.
    init?(_ address: UnsafePointer<sockaddr>) {
        let raw = UnsafeRawPointer(address)
        switch Int32(address.pointee.sa_family) {
        case AF_INET:
            let v4 = raw.loadUnaligned(as: sockaddr_in.self)
            self.init(v4: v4.sin_addr, port: UInt16(bigEndian: v4.sin_port))
        case AF_INET6:
            let v6 = raw.loadUnaligned(as: sockaddr_in6.self)
            self.init(v6: v6.sin6_addr, port: UInt16(bigEndian: v6.sin6_port))
        default:
            return nil
        }
    }

    public static func loopback(port: UInt16) -> SocketAddress {
        SocketAddress(isIPv6: false, high: 0, low: 0x7f00_0001, port: port)
    }

    /// Four or sixteen bytes in network order.
    public var bytes: [UInt8] {
        let all = [high, low].flatMap { word in
            stride(from: 56, through: 0, by: -8).map { UInt8(truncatingIfNeeded: word >> $0) }
        }
        return isIPv6 ? all : Array(all.suffix(4))
    }

    public var isLoopback: Bool {
        isIPv6 ? high == 0 && low == 1 : low >> 24 == 127
    }

    /// The address without the port.
    public var host: String {
        var text = [CChar](repeating: 0, count: Int(INET6_ADDRSTRLEN))
        let bytes = bytes
        inet_ntop(isIPv6 ? AF_INET6 : AF_INET, bytes, &text, socklen_t(text.count))
        return text.withUnsafeBufferPointer { buffer in
            buffer.baseAddress.map { String(cString: $0) } ?? ""
        }
    }

    public var description: String { isIPv6 ? "[\(host)]:\(port)" : "\(host):\(port)" }

    var family: Int32 { isIPv6 ? AF_INET6 : AF_INET }

    /// Lends the address as the kernel wants it.
    func withSockaddr<R>(_ body: (UnsafePointer<sockaddr>, socklen_t) -> R) -> R {
        if isIPv6 {
            var v6 = sockaddr_in6()
            v6.sin6_family = sa_family_t(AF_INET6)
            v6.sin6_port = port.bigEndian
            v6.sin6_addr = unsafeBitCast((high.bigEndian, low.bigEndian), to: in6_addr.self)
            return Self.lend(&v6, body)
        }
        var v4 = sockaddr_in()
        v4.sin_family = sa_family_t(AF_INET)
        v4.sin_port = port.bigEndian
        v4.sin_addr.s_addr = UInt32(truncatingIfNeeded: low).bigEndian
        return Self.lend(&v4, body)
    }

    private static func lend<Address, R>(
        _ address: inout Address, _ body: (UnsafePointer<sockaddr>, socklen_t) -> R
    ) -> R {
        withUnsafePointer(to: &address) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                body($0, socklen_t(MemoryLayout<Address>.size))
            }
        }
    }

    /// Takes the address that `fill` writes, as `getsockname` and `accept4` do.
    static func filled(
        by fill: (UnsafeMutablePointer<sockaddr>, UnsafeMutablePointer<socklen_t>) -> Int32
    ) -> (result: Int32, address: SocketAddress?) {
        var storage = sockaddr_storage()
        var length = socklen_t(MemoryLayout<sockaddr_storage>.size)
        return withUnsafeMutablePointer(to: &storage) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                let result = fill($0, &length)
                return (result, result < 0 ? nil : SocketAddress($0))
            }
        }
    }
}
