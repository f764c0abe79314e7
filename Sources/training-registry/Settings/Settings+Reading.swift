import EventLoop
import Mailer
import Postgres
import RegistryHTTP
import TrainingRegistry

extension Settings {
    /// Reads every setting; no file is opened and nothing is asked of the network.
    init(
        file: [String: SettingValue] = [:], named name: String = "config/registry.json5",
        environment variables: [String: String]
    ) throws(Rejection) {
        var reader = SettingsReader(file: file, named: name, environment: variables)
        let settings = Self.read(&reader)
        let complaints = reader.finish()
        guard let settings, complaints.isEmpty else { throw Rejection(complaints: complaints) }
        self = settings
    }

    /// Every key there is, in the order in which they are read.
    static var keys: [String] {
        var reader = SettingsReader(file: [:], named: "", environment: [:])
        _ = read(&reader)
        return reader.asked
    }

    /// Nil when something is missing that has no default; the reader then has a complaint.
    private static func read(_ reader: inout SettingsReader) -> Settings? {
        let environment = reader.read(
            "environment", default: Environment.production, Self.environment)
        let demo = environment == .demo
        // What production must set has a default in a demo only.
        let need = demo ? nil : "in production"

        let listen = reader.read(
            "listen", default: SocketAddress.loopback(port: 8080), Self.address)
        let publicURL = Self.publicURL(&reader, need: need, listen: listen)
        let cores = reader.integer("cores", default: 0, in: 0...256)
        let drainTimeout = reader.milliseconds("drain_timeout_ms", default: 20_000)
        let unconfirmedDays = reader.integer("unconfirmed_days", default: 7, in: 1...365)
        let console = Console(&reader)
        let migrations = reader.read("migrations_directory", default: "migrations", Self.path)
        let demoDirectory = reader.read("demo_directory", default: "demo", Self.path)
        let mailsDirectory = reader.read("mails_directory", default: "mails", Self.path)

        let database = Database(&reader, need: need)
        let mail = Mail(&reader, need: need, host: publicURL?.mailHost)
        let outbox = Outbox(&reader)
        let intake = Intake(&reader)
        let http = HTTP(&reader)
        guard let publicURL, let database, let mail else { return nil }
        return Settings(
            environment: environment, listen: listen, cores: cores, publicURL: publicURL,
            drainTimeout: drainTimeout, unconfirmedDays: unconfirmedDays, console: console,
            migrationsDirectory: migrations, demoDirectory: demoDirectory,
            mailsDirectory: mailsDirectory, database: database,
            mail: mail, outbox: outbox, intake: intake, http: http)
    }

    private static func publicURL(
        _ reader: inout SettingsReader, need: String?, listen: SocketAddress
    ) -> PublicURL? {
        let url = reader.required("public_url", need: need) { text throws(SettingsReader.Unfit) in
            try PublicURL(parsing: text)
        }
        guard let url else { return need == nil ? PublicURL(listening: listen) : nil }
        if need != nil, url.isExposed {
            reader.complain(
                "\(SettingsReader.variable("public_url")): must begin with https:// in production,"
                    + " because links in mails carry keys")
        }
        return url
    }

    /// One word of those that a setting may have.
    private static func environment(_ text: String) throws(SettingsReader.Unfit) -> Environment {
        guard let environment = Environment(rawValue: text) else {
            throw SettingsReader.Unfit("must be production or demo")
        }
        return environment
    }

    /// An address of this machine; a name could mean several.
    static func address(_ text: String) throws(SettingsReader.Unfit) -> SocketAddress {
        switch Endpoint(parsing: text) {
        case .ip(let address): return address
        case .host("localhost", let port): return .loopback(port: port)
        default:
            throw SettingsReader.Unfit(
                "must be an IP address and a port, such as 127.0.0.1:8080 or [::1]:8080")
        }
    }

    static func path(_ text: String) throws(SettingsReader.Unfit) -> String {
        guard !text.isEmpty, !text.utf8.contains(0) else {
            throw SettingsReader.Unfit("must be a path")
        }
        return text
    }
}

extension Settings.Database {
    init?(_ reader: inout SettingsReader, need: String?) {
        let given = reader.required("database_url", need: need, Self.url)
        let migration = reader.optional("migration_database_url", Self.url)
        connectionsPerCore = reader.integer("database_connections", default: 1, in: 1...16)
        timeout = reader.milliseconds("database_timeout_ms", default: 5_000)
        guard let url = given ?? (need == nil ? Secret("dbname=registry") : nil) else {
            return nil
        }
        self.url = url
        migrationURL = migration ?? url
    }

    /// The complaint never quotes it: it may hold the password.
    private static func url(_ text: String) throws(SettingsReader.Unfit) -> Secret {
        guard !text.utf8.contains(0), DatabaseSettings.isWellFormed(text) else {
            throw SettingsReader.Unfit(
                "must be a libpq URI (postgresql://…) or connection string (host=… dbname=…)")
        }
        return Secret(text)
    }
}

extension Settings.Outbox {
    init(_ reader: inout SettingsReader) {
        // The lease is renewed while a mail is sent, so it need not be as long as a session.
        lease = reader.milliseconds("outbox_lease_ms", default: 60_000, in: 1_000...86_400_000)
        var retry = RetryPolicy()
        retry.firstDelay = reader.milliseconds("outbox_retry_first_ms", default: 30_000)
        retry.longestDelay = reader.milliseconds("outbox_retry_longest_ms", default: 21_600_000)
        retry.attemptsMax = reader.integer("outbox_attempts", default: 40, in: 1...1_000)
        // RFC 5321 §4.5.4.1 asks for four or five days at least.
        retry.longestAge = .seconds(
            3_600 * reader.integer("outbox_give_up_after_hours", default: 120, in: 1...8_760))
        if retry.longestDelay < retry.firstDelay {
            reader.complain("outbox_retry_longest_ms: must not be less than outbox_retry_first_ms")
        }
        self.retry = retry
        pace = MailPace(
            perMinute: reader.integer("mail_per_minute", default: 0, in: 0...1_000_000),
            perDomainAndMinute: reader.integer(
                "mail_per_domain_per_minute", default: 0, in: 0...1_000_000),
            ofDomains: reader.read("mail_domains_per_minute", default: [:], Self.paces))
    }
}

extension Settings.Outbox {
    /// `example.org=30`, separated by commas.
    private static func paces(_ text: String) throws(SettingsReader.Unfit) -> [String: Int] {
        var paces: [String: Int] = [:]
        for item in text.utf8.split(separator: UInt8(ascii: ",")) {
            let parts = item.split(separator: UInt8(ascii: "="), maxSplits: 1)
            // What may follow the @ of an address, written as addresses write it.
            guard parts.count == 2,
                let domain = (try? EmailAddress(parsing: "a@\(Substring(parts[0]))"))?.domain,
                let pace = Int(String(Substring(parts[1]))), (0...1_000_000).contains(pace)
            else {
                throw SettingsReader.Unfit(
                    "must list domains and mails a minute, such as example.org=30")
            }
            paces[domain] = pace
        }
        guard paces.count <= 100 else {
            throw SettingsReader.Unfit("must list 100 domains at most")
        }
        return paces
    }
}

extension Settings.Intake {
    init(_ reader: inout SettingsReader) {
        perSourceAndMinute = reader.integer("intake_per_source", default: 60, in: 0...1_000_000)
        perAddressAndHour = reader.integer("intake_per_address", default: 10, in: 0...1_000_000)
        trustedProxies = reader.read("trusted_proxies", default: TrustedProxies(), Self.proxies)
    }

    /// Separated by commas, blanks around them allowed.
    static func proxies(_ text: String) throws(SettingsReader.Unfit) -> TrustedProxies {
        let items = text.utf8.split(separator: UInt8(ascii: ",")).map { part in
            String(decoding: part.filter { $0 != 0x20 }, as: UTF8.self)
        }
        guard let proxies = TrustedProxies(items) else {
            throw SettingsReader.Unfit(
                "must list IP addresses or ranges, such as 127.0.0.1, 10.0.0.0/8 or 2001:db8::/32")
        }
        return proxies
    }
}

extension Settings.HTTP {
    init(_ reader: inout SettingsReader) {
        limits = HTTPLimits()
        limits.headBytes = reader.integer("http_head_bytes", default: 16_384, in: 1_024...1_048_576)
        limits.bodyBytes = reader.integer(
            "http_body_bytes", default: 65_536, in: 1_024...16_777_216)
        limits.fieldCount = reader.integer("http_fields", default: 100, in: 8...1_000)
        limits.headTimeout = reader.milliseconds("http_head_timeout_ms", default: 10_000)
        limits.bodyTimeout = reader.milliseconds("http_body_timeout_ms", default: 20_000)
        limits.idleTimeout = reader.milliseconds("http_idle_timeout_ms", default: 75_000)
        limits.connections = reader.integer("http_connections", default: 4_096, in: 1...1_000_000)
        let certificateFile = reader.optional("tls_certificate", Settings.path)
        let keyFile = reader.optional("tls_key", Settings.path)
        if let certificateFile, let keyFile {
            certificate = Settings.Certificate(certificateFile: certificateFile, keyFile: keyFile)
        } else if certificateFile != nil || keyFile != nil {
            reader.complain("tls_certificate, tls_key: one of them is of no use without the other")
        }
    }
}
