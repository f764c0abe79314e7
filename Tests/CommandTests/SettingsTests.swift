import EventLoop
import Foundation
import Mailer
import RegistryHTTP
import Testing

@testable import training_registry

@Suite struct SettingsTests {
    static let production = [
        "REGISTRY_DATABASE_URL": "host=db dbname=registry password=s3cret-of-db",
        "REGISTRY_PUBLIC_URL": "https://registry.example.org/",
        "REGISTRY_SMTP_URL": "smtp://box:s3cret-of-mail@mail.example.org",
        "REGISTRY_MAIL_FROM": "Training registry <registry@example.org>",
    ]

    private func settings(_ more: [String: String]) throws(Settings.Rejection) -> Settings {
        try Settings(environment: Self.production.merging(more) { $1 })
    }

    private func complaints(file: String = "{}", _ variables: [String: String]) -> [String] {
        do throws(Settings.Rejection) {
            let values = try SettingValue.all(json5: Array(file.utf8))
            _ = try Settings(file: values, named: "f.json5", environment: variables)
            return []
        } catch {
            return error.complaints
        }
    }

    @Test("A demo needs no setting at all")
    func demo() throws {
        let settings = try Settings(environment: ["REGISTRY_ENVIRONMENT": "demo"])

        #expect(settings.publicURL.description == "http://127.0.0.1:8080")
        #expect(settings.mail.relay == nil)
        #expect(settings.mail.mailboxListen == .loopback(port: 0))
        #expect(settings.mail.from.address.description == "registry@example.org")
    }

    @Test("Production names everything that must be set, at once")
    func required() {
        #expect(
            complaints([:]) == [
                "REGISTRY_PUBLIC_URL: must be set in production",
                "REGISTRY_DATABASE_URL: must be set in production",
                "REGISTRY_SMTP_URL: must be set in production",
                "REGISTRY_MAIL_FROM: must be set in production",
            ])
    }

    @Test("Every wrong value and every unknown key is told in one go, with where it stands")
    func allAtOnce() {
        let found = complaints(
            file: "{ listn: 'x', cores: -1, http_fields: 'many', environment: 'demo' }",
            ["REGISTRY_LISTEN": "nowhere", "REGISTRY_SMTP_URI": "x", "HOME": "/"])

        #expect(
            found == [
                "REGISTRY_LISTEN: must be an IP address and a port, such as 127.0.0.1:8080"
                    + " or [::1]:8080",
                "cores in f.json5: must be a whole number from 0 to 256",
                "http_fields in f.json5: must be a whole number from 8 to 1000",
                "listn in f.json5: no such setting; is it listen?",
                "REGISTRY_SMTP_URI: no such setting; is it REGISTRY_SMTP_URL?",
            ])
    }

    @Test("The environment goes before the file, and the file before the default")
    func precedence() throws {
        let file = try SettingValue.all(
            json5: Array("{environment: 'demo', cores: 3, http_fields: 50}".utf8))
        let settings = try Settings(
            file: file, environment: ["REGISTRY_CORES": "2", "REGISTRY_HTTP_FIELDS": ""])

        #expect(settings.cores == 2)
        #expect(settings.http.limits.fieldCount == 50)
        #expect(settings.http.limits.headBytes == 16_384)
    }

    @Test(
        "What the tests and the scripts set is not a misspelt setting",
        arguments: ["REGISTRY_TEST_DATABASE", "REGISTRY_TEST_BINARY", "REGISTRY_CONFIG"])
    func tolerated(variable: String) throws {
        _ = try settings([variable: "anything"])
    }

    @Test(
        "Settings that fit alone and not together are refused",
        arguments: [
            ("TLS_KEY", "/key.pem", "tls_certificate, tls_key: one of them is of no use"),
            ("MAILBOX_LISTEN", "127.0.0.1:2525", "mailbox_listen: the development mailbox is for"),
            ("OUTBOX_RETRY_LONGEST_MS", "10", "outbox_retry_longest_ms: must not be less than"),
            ("DKIM_DOMAIN", "example.net", "dkim_domain: must be the domain of mail_from, or one"),
            ("DKIM_DOMAIN", "x.example.org", "dkim_domain: must be the domain of mail_from, or"),
            ("DKIM_DOMAIN", "org\n", "REGISTRY_DKIM_DOMAIN: must be a domain, such as"),
            ("DKIM_KEYS", "/key.pem", "REGISTRY_DKIM_KEYS: must list selectors and files"),
            ("DKIM_KEYS", "-a:/key.pem", "REGISTRY_DKIM_KEYS: must list selectors and files"),
            ("DKIM_KEYS", "a..b:/key.pem", "REGISTRY_DKIM_KEYS: must list selectors and files"),
            ("DKIM_KEYS", "a:/1,a:/2", "REGISTRY_DKIM_KEYS: must list 4 keys at most, each with"),
            ("PUBLIC_URL", "http://registry.example.org", "REGISTRY_PUBLIC_URL: must begin with h"),
            (
                "OUTBOX_LEASE_MS", "999",
                "REGISTRY_OUTBOX_LEASE_MS: must be a whole number from 1000"
            ),
        ]
    )
    func together(key: String, value: String, complaint: String) {
        let found = complaints(Self.production.merging(["REGISTRY_\(key)": value]) { $1 })

        #expect(found.count == 1)
        #expect(found.first?.hasPrefix(complaint) == true)
    }

    @Test("Keys that sign have a selector each, and the domain of the sender unless one is named")
    func signing() throws {
        let keys = ["REGISTRY_DKIM_KEYS": "2026r:/a.pem,x.2026e:/b:c.pem"]
        let own = try settings(keys).mail.dkim
        let named = try settings(keys.merging(["REGISTRY_DKIM_DOMAIN": "Example.ORG"]) { $1 })

        #expect(own.domain == "example.org")
        #expect(own.keys.map(\.selector) == ["2026r", "x.2026e"])
        #expect(own.keys.map(\.file) == ["/a.pem", "/b:c.pem"])
        #expect(named.mail.dkim == own)
        #expect(try settings([:]).mail.dkim.signers().isEmpty)
    }

    @Test("A whole number is made of digits", arguments: ["+5", "5.0", "٥", " 5", "0x5", "5e1"])
    func digits(text: String) {
        #expect(complaints(Self.production.merging(["REGISTRY_CORES": text]) { $1 }).count == 1)
    }

    @Test("Migrations use the login of the service when they have none of their own")
    func migrationLogin() throws {
        let shared = try settings([:]).database
        let separate = try settings(["REGISTRY_MIGRATION_DATABASE_URL": "user=owner"]).database

        #expect(shared.migrationURL.reveal() == shared.url.reveal())
        #expect(separate.migrationURL.reveal() == "user=owner")
    }

    @Test("No password is ever printed, neither of right settings nor of wrong ones")
    func secrets() throws {
        var dumped = ""
        dump(try settings([:]), to: &dumped)
        let wrong = complaints(
            Self.production.merging([
                "REGISTRY_DATABASE_URL": "mysql://u:s3cret-of-db@h/d",
                "REGISTRY_SMTP_URL": "smtp://box:s3cret-of-mail@mail.example.org:99999",
            ]) { $1 })

        #expect(wrong.count == 2)
        #expect(dumped.contains("mail.example.org"))
        for text in [dumped, "\(try settings([:]))", wrong.joined()] {
            #expect(!text.contains("s3cret"))
        }
    }
}
