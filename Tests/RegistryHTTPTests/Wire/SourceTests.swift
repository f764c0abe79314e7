import EventLoop
import Testing

@testable import RegistryHTTP

@Suite struct SourceLimiterTests {
    private let start = Instant.now()

    private func address(_ text: String) throws -> SocketAddress {
        try #require(SocketAddress(text, port: 1))
    }

    @Test("A source has its share of a minute, and is told when the next begins")
    func share() throws {
        var limiter = SourceLimiter(perMinute: 2)
        let source = try address("192.0.2.1")

        #expect(limiter.admit(source, now: start) == nil)
        #expect(limiter.admit(source, now: start + .seconds(20)) == nil)
        #expect(limiter.admit(source, now: start + .seconds(20)) == 40)
        #expect(limiter.admit(source, now: start + .milliseconds(59_001)) == 1)
        #expect(limiter.admit(try address("192.0.2.2"), now: start + .seconds(59)) == nil)
        #expect(limiter.admit(source, now: start + .seconds(60)) == nil)
    }

    @Test("An IPv6 /64 is one source, and a mapped address is its IPv4 one")
    func prefixes() throws {
        var limiter = SourceLimiter(perMinute: 1)

        #expect(limiter.admit(try address("2001:db8:0:1::1"), now: start) == nil)
        #expect(limiter.admit(try address("2001:db8:0:1:ffff::2"), now: start) == 60)
        #expect(limiter.admit(try address("2001:db8:0:2::1"), now: start) == nil)
        #expect(limiter.admit(try address("192.0.2.1"), now: start) == nil)
        #expect(limiter.admit(try address("::ffff:192.0.2.1"), now: start) == 60)
    }

    @Test("Zero is no limit")
    func off() throws {
        var limiter = SourceLimiter(perMinute: 0)
        let source = try address("192.0.2.1")

        #expect((0..<1000).allSatisfy { _ in limiter.admit(source, now: start) == nil })
        #expect(limiter.sourceCount == 0)
    }

    @Test("However many sources come, so many are remembered; the oldest is forgotten first")
    func bounded() throws {
        var limiter = SourceLimiter(perMinute: 1, sourceCountMax: 3)
        for last in 1...5 {
            let source = try address("192.0.2.\(last)")
            #expect(limiter.admit(source, now: start + .seconds(last)) == nil)
        }

        #expect(limiter.sourceCount == 3)
        #expect(limiter.admit(try address("192.0.2.3"), now: start + .seconds(6)) != nil)
        #expect(limiter.admit(try address("192.0.2.1"), now: start + .seconds(6)) == nil)
        #expect(limiter.admit(try address("192.0.2.9"), now: start + .seconds(600)) == nil)
        #expect(limiter.sourceCount == 1)
    }
}

@Suite struct TrustedProxiesTests {
    static let table: [(String, [String], String)] = [
        ("192.0.2.9", ["198.51.100.1"], "192.0.2.9"),
        ("127.0.0.1", [], "127.0.0.1"),
        ("127.0.0.1", ["198.51.100.1"], "198.51.100.1"),
        ("127.0.0.1", ["203.0.113.5, 198.51.100.1"], "198.51.100.1"),
        ("127.0.0.1", ["203.0.113.5", "198.51.100.1, 10.1.2.3"], "198.51.100.1"),
        ("127.0.0.1", ["198.51.100.1:4711"], "198.51.100.1"),
        ("127.0.0.1", ["[2001:db8::1]:4711"], "2001:db8::1"),
        ("127.0.0.1", ["2001:db8::1"], "2001:db8::1"),
        ("127.0.0.1", ["198.51.100.1, unknown"], "127.0.0.1"),
        ("127.0.0.1", ["198.51.100.1, bogus, 10.1.2.3"], "10.1.2.3"),
        ("127.0.0.1", ["10.9.9.9"], "10.9.9.9"),
        ("10.255.0.1", ["198.51.100.1"], "198.51.100.1"),
        ("11.0.0.1", ["198.51.100.1"], "11.0.0.1"),
        ("fd00::5", ["198.51.100.1"], "198.51.100.1"),
        ("fe00::5", ["198.51.100.1"], "fe00::5"),
    ]

    @Test("A proxy's word counts back to the first address that is not a proxy's", arguments: table)
    func client(peer: String, forwarded: [String], expected: String) throws {
        let proxies = try #require(TrustedProxies(["127.0.0.1", "10.0.0.0/8", "fd00::/9"]))
        let fields = Fields(forwarded.map { ("x-forwarded-for", $0) })

        let client = proxies.client(
            of: fields, peer: try #require(SocketAddress(peer, port: 5)))

        #expect(client.host == expected)
    }

    @Test(
        "A list with what is no address is no list",
        arguments: ["name", "10.0.0.0/33", "10.0.0.0/", "10.0.0.0/+8", "::1/129", "10.1", ""])
    func rejection(text: String) {
        #expect(TrustedProxies(["127.0.0.1", text]) == nil)
    }
}
