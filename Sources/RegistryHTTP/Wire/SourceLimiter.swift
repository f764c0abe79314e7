public import EventLoop

/// Counts what comes from each source in a minute, and says when a source has had its share.
///
/// A value that is asked with the time. A source is an IPv4 address or an IPv6 /64, which is what
/// one household or one rented machine has. Memory is bounded: the minute that began first is
/// forgotten first.
public struct SourceLimiter: Sendable {
    /// The network part of an address.
    private struct Prefix: Hashable {
        var bits: UInt64
        var isIPv6: Bool

        /// A v4-mapped address is IPv4 already (RFC 4291 §2.5.5.2).
        init(_ address: SocketAddress) {
            isIPv6 = address.isIPv6
            bits = address.bytes.prefix(8).reduce(0) { $0 << 8 | UInt64($1) }
        }
    }

    private struct Minute {
        var began: Instant
        var count: Int
    }

    private let perMinute: Int
    private let sourceCountMax: Int
    private var minutes: [Prefix: Minute] = [:]
    /// The prefixes in the order in which their minutes began; a prefix that began anew is here
    /// twice, and its older entry is passed over.
    private var order: [(prefix: Prefix, began: Instant)] = []
    private var oldest = 0

    /// A source as a text, for counting that all instances share.
    static func key(of address: SocketAddress) -> String {
        let prefix = Prefix(address)
        return "\(prefix.isIPv6 ? 6 : 4):\(prefix.bits)"
    }

    /// With 0 per minute there is no limit.
    public init(perMinute: Int, sourceCountMax: Int = 16_384) {
        self.perMinute = perMinute
        self.sourceCountMax = max(1, sourceCountMax)
    }

    /// How many sources are remembered.
    public var sourceCount: Int { minutes.count }

    /// Counts one more; nil when it may pass, otherwise the whole seconds until it may again.
    public mutating func admit(_ source: SocketAddress, now: Instant) -> Int? {
        guard perMinute > 0 else { return nil }
        let prefix = Prefix(source)
        let minute = Duration.seconds(60)
        if let current = minutes[prefix], now - current.began < minute {
            guard current.count >= perMinute else {
                minutes[prefix]?.count += 1
                return nil
            }
            let (seconds, rest) = (current.began + minute - now).components
            return Int(seconds) + (rest > 0 ? 1 : 0)
        }
        minutes[prefix] = Minute(began: now, count: 1)
        order.append((prefix, now))
        forget(now: now)
        return nil
    }

    /// Drops what is over or too much, a few entries at a time.
    private mutating func forget(now: Instant) {
        while oldest < order.count {
            let entry = order[oldest]
            let isCurrent = minutes[entry.prefix]?.began == entry.began
            let isOver = now - entry.began >= .seconds(60)
            guard !isCurrent || isOver || minutes.count > sourceCountMax else { break }
            if isCurrent { minutes[entry.prefix] = nil }
            oldest += 1
        }
        if oldest > 1024, oldest * 2 > order.count {
            order.removeFirst(oldest)
            oldest = 0
        }
    }
}
