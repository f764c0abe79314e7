import EventLoop
import Mailer
import RegistryHTTP
import Testing

@testable import training_registry

@Suite struct SettingValuesTests {
    @Test(
        "We listen at an IP address and a port",
        arguments: [
            ("127.0.0.1:8080", "127.0.0.1:8080"), ("[::1]:80", "[::1]:80"),
            ("localhost:0", "127.0.0.1:0"), ("mail.example.org:80", nil), ("", nil), (":80", nil),
            ("::1:80", nil), ("[a]:80", nil), ("[::1]", nil), ("127.0.0.1:65536", nil),
            ("127.0.0.1:+1", nil), ("127.1:80", nil), ("127.0.0.1\r\n:1", nil),
        ]
    )
    func address(text: String, expected: String?) {
        #expect((try? Settings.address(text))?.description == expected)
    }

    @Test(
        "A relay that would show a password, or is none, is refused in words without it",
        arguments: ["m:25", "smtp://", "smtp://u:hunter2@m?tls=none", "smtp://u:hunter2@m:99999"]
    )
    func refusedRelay(text: String) {
        let unfit = #expect(throws: SettingsReader.Unfit.self) { try Settings.Mail.relay(text) }

        #expect(unfit?.reason.contains("hunter2") == false)
    }

    @Test(
        "A sender is an address with or without a name",
        arguments: [
            ("Training registry <r@example.org>", "Training registry", "r@example.org"),
            ("\"Registry, the\" <r@example.org>", "Registry, the", "r@example.org"),
            ("r@example.org", nil, "r@example.org"),
            ("Škola <r@example.org>", "Škola", "r@example.org"),
        ] as [(String, String?, String)]
    )
    func sender(text: String, name: String?, address: String) throws {
        let sender = try Settings.Mail.sender(text)

        #expect(sender.name == name)
        #expect(sender.address.description == address)
    }

    @Test(
        "A sender that could end a header line or is no address is refused",
        arguments: [
            "", "registry", "a@b@c", "<@x>", "A <a@b", "A\r\nBcc: e@x <a@b>", "a b@c", "a@b <c>",
        ]
    )
    func refusedSender(text: String) {
        #expect(throws: SettingsReader.Unfit.self) { try Settings.Mail.sender(text) }
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
        "A list of proxies may have blanks around its commas",
        arguments: [
            ("", true), ("127.0.0.1", true), ("10.0.0.0/8 , ::1", true), ("10.0.0.0/33", false),
            ("127.0.0.1, x", false),
        ]
    )
    func proxies(text: String, isTaken: Bool) {
        #expect(((try? Settings.Intake.proxies(text)) != nil) == isTaken)
    }
}
