import EventLoop
import Glibc
import Mailer
import RegistryHTTP

/// The whole service in one process: a core for each processor, and one loop for what is behind.
struct Instance: Sendable {
    let address: SocketAddress
    private let settings: Settings
    private let cores: [Core]
    private let background: Background

    /// Serves from now on.
    ///
    /// - Throws: `CommandFailure` when a port or a file cannot be used; nothing is left open then.
    init(_ settings: Settings, on loop: Loop) async throws {
        self.settings = settings
        let tls = try Self.certificate(settings)
        let mails = try settings.mailRenderer()
        let background = Background(settings, mails: mails, on: loop)
        self.background = background
        let count =
            settings.cores > 0 ? settings.cores : max(1, sysconf(Int32(_SC_NPROCESSORS_ONLN)))
        let cores = try (0..<count).map { Core(settings, on: try Loop(name: "core \($0)")) }
        self.cores = cores

        let isDemo = settings.environment == .demo
        let mailbox = isDemo ? Mailbox(on: loop) : nil
        let shared = SharedParts(
            cores: cores,
            gate: SourceGate(perMinute: settings.intake.perSourceAndMinute, on: loop),
            mails: mails, mailbox: mailbox)
        address = try await Self.start(cores, at: settings.listen, tls: tls, sharing: shared)
        await background.startKeeping()
        if settings.mail.sessions > 0 {
            try await background.start(relay: Self.relay(settings, background, mailbox))
        }
    }

    /// Ends in order: no new requests, those in flight are answered, mails come to their end.
    func stop(within time: Duration) async {
        await withTaskGroup { group in
            for core in cores { group.addTask { await core.drain(within: time) } }
            group.addTask { await background.stop(within: time) }
        }
    }

    private static func start(
        _ cores: [Core], at listen: SocketAddress, tls: TLSServer?, sharing shared: SharedParts
    ) async throws -> SocketAddress {
        var address = listen
        do {
            if let first = cores.first { try await first.claim(listen) }
            // The first takes the port, any if it is 0; the others share it.
            for core in cores {
                address = try await core.start(at: address, tls: tls, sharing: shared)
            }
        } catch {
            throw CommandFailure("\(listen) cannot be listened at: \(error)")
        }
        return address
    }

    private static func relay(
        _ settings: Settings, _ background: Background, _ mailbox: Mailbox?
    ) async throws -> SMTPSettings {
        var own: SocketAddress?
        if let mailbox { own = try await background.openMailbox(mailbox) }
        if let relay = settings.mail.relay { return relay }
        guard let own else { throw CommandFailure("There is no mail server to send to.") }
        return SMTPSettings(
            endpoint: .ip(own), tls: .none, helloName: settings.mail.helo,
            timeouts: settings.mail.timeouts)
    }

    private static func certificate(_ settings: Settings) throws -> TLSServer? {
        guard let files = settings.http.certificate else { return nil }
        do {
            return try TLSServer(
                certificateFile: files.certificateFile, keyFile: files.keyFile)
        } catch {
            throw CommandFailure(
                "tls_certificate and tls_key cannot be used (\(files.certificateFile)): \(error)")
        }
    }
}
