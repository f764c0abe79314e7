import EventLoop
import Testing

@testable import Mailer

@Suite struct SMTPSettingsTests {
    @Test(
        "A URL says where mail goes, and how the way is protected",
        arguments: [
            ("smtp://mail.example.org", "mail.example.org:587", .starttls, false),
            ("smtp://mail.example.org/", "mail.example.org:587", .starttls, false),
            ("smtp://mail.example.org:2525", "mail.example.org:2525", .starttls, false),
            ("smtp://mail.example.org?tls=implicit", "mail.example.org:465", .implicit, false),
            ("smtp://127.0.0.1:1025?tls=none", "127.0.0.1:1025", .none, false),
            ("smtp://[::1]?tls=none", "[::1]:25", .none, false),
            ("smtp://[::1]:26?tls=none", "[::1]:26", .none, false),
            ("smtp://u:p@mail.example.org", "mail.example.org:587", .starttls, true),
            ("smtp://a%40b:p%3A%2F%25@m.example:1", "m.example:1", .starttls, true),
        ] as [(String, String, SMTPSettings.TLSMode, Bool)]
    )
    func url(
        text: String, endpoint: String, tls: SMTPSettings.TLSMode, hasCredentials: Bool
    ) throws {
        let settings = try SMTPSettings(parsing: text)

        #expect(settings.endpoint.description == endpoint)
        #expect(settings.tls == tls)
        #expect((settings.credentials != nil) == hasCredentials)
    }

    @Test("Credentials are percent-decoded, colons in the password included")
    func credentials() throws {
        let settings = try SMTPSettings(parsing: "smtp://a%40b:p%3A:%C3%A4@m.example")

        #expect(settings.credentials == SMTPCredentials(user: "a@b", password: "p::ä"))
    }

    @Test(
        "A URL that is wrong gets a complaint that does not repeat its password",
        arguments: [
            "", "mail.example.org", "http://u:hunter2@m.example", "smtp://", "smtp://u:hunter2@",
            "smtp://u:hunter2@m.example?tls=none", "smtp://u:hunter2@m.example?tls=maybe",
            "smtp://u:hunter2@m.example?TLS=none", "smtp://u:hunter2@m.example?x=hunter2",
            "smtp://hunter2@m.example", "smtp://u:@m.example", "smtp://:hunter2@m.example",
            "smtp://u:hunter2%ff@m.example", "smtp://u:hunter2%00@m.example",
            "smtp://u:hunter2@m.example:0", "smtp://u:hunter2@m.example:99999",
            "smtp://u:hunter2@m.example:+25", "smtp://u:hunter2@m example",
            "smtp://u:hunter2@m.example/path", "smtp://u:hunter2@1.2", "smtp://m.example:",
        ]
    )
    func complaints(text: String) throws {
        let complaint = #expect(throws: SMTPSettings.Rejection.self) {
            try SMTPSettings(parsing: text)
        }
        #expect(complaint?.description.isEmpty == false)
        #expect(complaint?.description.contains("hunter2") == false)
    }

    @Test("Credentials are never printed, not even by what holds them")
    func secret() throws {
        let settings = try SMTPSettings(parsing: "smtp://chief:hunter2@m.example")
        var dumped = ""
        dump(settings, to: &dumped)

        for text in ["\(settings)", String(reflecting: settings), dumped] {
            #expect(!text.contains("hunter2"))
            #expect(!text.contains("chief"))
            #expect(text.contains("m.example"))
        }
    }

    @Test("The limits of RFC 5321 are the ones that hold unless others are set")
    func limits() {
        let timeouts = SMTPTimeouts()

        #expect(timeouts.limit(of: .endOfData) == .seconds(600))
        #expect(timeouts.limit(of: .greeting) == .seconds(300))
        #expect(timeouts.limit(of: .body) == .seconds(180))
        #expect(
            SMTPPhase.allCases.allSatisfy {
                SMTPTimeouts(all: .seconds(1)).limit(of: $0) == .seconds(1)
            })
    }
}
