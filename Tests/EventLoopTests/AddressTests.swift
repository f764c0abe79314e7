import EventLoop
import Testing

@Suite struct AddressTests {
    static let name63 = String(repeating: "a", count: 63)

    @Test(
        "An endpoint is an address or a name, and a port",
        arguments: [
            ("127.0.0.1:8080", "127.0.0.1:8080"),
            ("[::1]:80", "[::1]:80"),
            ("[2001:db8::0:1]:443", "[2001:db8::1]:443"),
            ("[::ffff:192.0.2.1]:25", "192.0.2.1:25"),
            ("mail.example.org:25", "mail.example.org:25"),
            ("mail.example.org.:25", "mail.example.org.:25"),
            ("localhost:0", "localhost:0"),
            ("\(name63).example:65535", "\(name63).example:65535"),
            ("", nil), (":25", nil), ("name", nil), ("name:", nil), ("name:+25", nil),
            ("name:65536", nil), ("name:25 ", nil), ("name:٢٥", nil), ("name:000025", nil),
            ("::1:80", nil), ("[::1]", nil), ("[127.0.0.1]:80", nil), ("[name]:80", nil),
            ("1.2:25", nil), ("127.1:25", nil), ("2130706433:25", nil), ("a..b:25", nil),
            ("a b:25", nil), ("a\u{0}b:25", nil), ("münchen.example:25", nil), (".:25", nil),
            ("\(name63)a.example:25", nil), ("[fe80::1%eth0]:80", nil),
        ] as [(String, String?)]
    )
    func parsing(text: String, expected: String?) {
        #expect(Endpoint(parsing: text)?.description == expected)
    }

    @Test(
        "An address knows its bytes and whether it is this machine",
        arguments: [
            ("127.0.0.1", [127, 0, 0, 1], true),
            ("127.255.0.9", [127, 255, 0, 9], true),
            ("192.0.2.33", [192, 0, 2, 33], false),
            ("::1", [0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1], true),
            ("::ffff:127.0.0.1", [127, 0, 0, 1], true),
            (
                "2001:db8::ff",
                [0x20, 0x01, 0x0d, 0xb8, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0xff], false
            ),
        ] as [(String, [UInt8], Bool)]
    )
    func bytes(text: String, bytes: [UInt8], isLoopback: Bool) throws {
        let address = try #require(SocketAddress(text, port: 7))

        #expect(address.bytes == bytes)
        #expect(address.isLoopback == isLoopback)
        #expect(address.port == 7)
    }

    @Test("Instants stop at the ends of their clock instead of overflowing")
    func instants() {
        let now = Instant.now()

        #expect(now + .seconds(2) - now == .seconds(2))
        #expect(now + .milliseconds(-2) < now)
        #expect(now + .seconds(Int64.max) == .never)
        #expect(.never + .seconds(-1) == .never)
        #expect(now + .seconds(Int64.min) < now)
        #expect(now < .never)
    }
}
