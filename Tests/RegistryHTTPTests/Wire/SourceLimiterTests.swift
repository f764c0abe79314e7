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
