import EventLoop
import Testing

@testable import RegistryHTTP

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
