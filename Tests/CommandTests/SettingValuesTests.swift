import Testing

@testable import training_registry

@Suite struct SettingValuesTests {
    @Test(
        "An address is a host and a port",
        arguments: [
            ("127.0.0.1:8080", NetworkAddress(host: "127.0.0.1", port: 8080)),
            ("[::1]:80", NetworkAddress(host: "::1", port: 80)),
            ("mail.example.org:0", NetworkAddress(host: "mail.example.org", port: 0)),
            ("", nil), (":80", nil), ("host", nil), ("::1:80", nil), ("[]:80", nil),
            ("[a]:80", nil), ("[::1]", nil), ("h:65536", nil), ("h:+1", nil), ("h:", nil),
            ("a b:1", nil), ("h\r\n:1", nil), ("[::1]x:80", nil), ("h:１", nil),
        ]
    )
    func address(text: String, expected: NetworkAddress?) {
        let parsed = try? NetworkAddress(parsing: text)

        #expect(parsed == expected)
        if let parsed { #expect(parsed.description == text) }
    }

    @Test(
        "A relay is named with its way into TLS, its port and its login",
        arguments: [
            ("smtp://m", "m:587", Relay.Security.starttls, nil),
            ("smtp://m?tls=implicit", "m:465", .implicit, nil),
            ("smtp://127.0.0.1:2525?tls=none", "127.0.0.1:2525", .none, nil),
            ("smtp://[::1]:25/?tls=none", "[::1]:25", .none, nil),
            ("smtp://a%40b:p%3Aq%2F@m:26", "m:26", .starttls, "a@b/p:q/"),
            ("smtp://a:b@c@m", "m:587", .starttls, "a/b@c"),
        ] as [(String, String, Relay.Security, String?)]
    )
    func relay(
        text: String, address: String, security: Relay.Security, login: String?
    ) throws {
        let relay = try Relay(parsing: text)

        #expect(relay.address.description == address)
        #expect(relay.security == security)
        #expect(relay.login.map { "\($0.user)/\($0.password.reveal())" } == login)
    }

    @Test(
        "A relay that can be read two ways or would show a password is refused",
        arguments: [
            "m:25", "smtps://m", "smtp://", "smtp://m?tls=maybe", "smtp://m?tls=none&x=1",
            "smtp://u@m", "smtp://u:@m", "smtp://:p@m", "smtp://u:p@m?tls=none",
            "smtp://u:%zz@m", "smtp://u:%00@m", "smtp://m:99999", "smtp://m/inbox",
        ]
    )
    func refusedRelay(text: String) {
        #expect(throws: SettingsReader.Unfit.self) { try Relay(parsing: text) }
    }

    @Test(
        "A sender is an address with or without a name",
        arguments: [
            ("Training registry <r@example.org>", "Training registry", "r@example.org"),
            ("\"Registry, the\" <r@example.org>", "Registry, the", "r@example.org"),
            ("r@example.org", "", "r@example.org"),
            ("Škola <r@example.org>", "Škola", "r@example.org"),
        ]
    )
    func sender(text: String, name: String, address: String) throws {
        let sender = try Sender(parsing: text)

        #expect(sender.name == name)
        #expect(sender.address == address)
    }

    @Test(
        "A sender that could end a header line or is no address is refused",
        arguments: [
            "", "registry", "a@b@c", "<@x>", "A <a@b", "A\r\nBcc: e@x <a@b>", "a b@c", "a@b <c>",
        ]
    )
    func refusedSender(text: String) {
        #expect(throws: SettingsReader.Unfit.self) { try Sender(parsing: text) }
    }

    @Test(
        "Where people find us is an origin and nothing more",
        arguments: [
            ("https://r.example.org/", "https://r.example.org"),
            ("http://127.0.0.1:8080", "http://127.0.0.1:8080"),
            ("https://r.example.org/path", nil), ("https://u@r.example.org", nil),
            ("ftp://r.example.org", nil), ("r.example.org", nil), ("https://", nil),
            ("https://r.example.org?x", nil), ("https://r.example.org:", nil),
        ]
    )
    func publicURL(text: String, expected: String?) {
        #expect((try? PublicURL(parsing: text))?.description == expected)
    }

    @Test(
        "A link goes over the network in the clear only on this machine",
        arguments: [
            ("https://r.example.org", false), ("http://r.example.org", true),
            ("http://localhost:8080", false), ("http://[::1]:1", false),
            ("http://127.0.0.1.example.org", true), ("http://localhost.example.org", true),
        ]
    )
    func exposed(text: String, expected: Bool) throws {
        #expect(try PublicURL(parsing: text).isExposed == expected)
    }

    @Test(
        "An address is in a range by its leading bits",
        arguments: [
            ("10.0.0.0/8", [10, 1, 2, 3], true), ("10.0.0.0/8", [11, 0, 0, 0], false),
            ("10.0.0.128/25", [10, 0, 0, 200], true), ("10.0.0.128/25", [10, 0, 0, 1], false),
            ("127.0.0.1", [127, 0, 0, 1], true), ("127.0.0.1", [127, 0, 0, 2], false),
            ("0.0.0.0/0", [1, 2, 3, 4], true),
            ("10.0.0.0/8", [0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 255, 255, 10, 9, 9, 9], true),
            ("::/0", [1, 2, 3, 4], false),
            ("::1", [0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1], true),
        ] as [(String, [UInt8], Bool)]
    )
    func range(text: String, address: [UInt8], expected: Bool) throws {
        #expect(try AddressRange(parsing: text).contains(address) == expected)
    }

    @Test(
        "A range that is none is refused",
        arguments: ["", "x", "10.0.0.0/33", "::/129", "10.0.0.0/", "10.0.0.0/+8", "1.2.3.4/8/8"])
    func refusedRange(text: String) {
        #expect(throws: SettingsReader.Unfit.self) { try AddressRange(parsing: text) }
    }
}
