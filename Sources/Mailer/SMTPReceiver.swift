public import EventLoop

/// A mail server that takes everything and hands it over: the development mailbox, and tests.
///
/// Isolated to its loop. It is not one to put on the open network: it knows no user and no domain.
public actor SMTPReceiver {
    /// What is offered, and how long a client may be silent.
    public struct Settings: Sendable {
        public var hostName = "localhost"
        public var limits = SMTPReceiverDialogue.Limits()
        /// STARTTLS is offered when there is a certificate.
        public var tls: TLSServer?
        public var idleLimit = Duration.seconds(300)
        /// More clients than this have to wait.
        public var mostClients = 64

        public init() {}
    }

    private nonisolated let loop: Loop
    private let settings: Settings
    private let deliver: @Sendable (ReceivedMail) async -> Void
    private var listener: Listener?
    private var clients: [Int: Channel] = [:]
    private var clientCount = 0

    public nonisolated var unownedExecutor: UnownedSerialExecutor { loop.asUnownedSerialExecutor() }

    /// `deliver` is called before the mail is acknowledged.
    public init(
        _ settings: Settings = Settings(), on loop: Loop,
        deliver: @escaping @Sendable (ReceivedMail) async -> Void
    ) {
        self.settings = settings
        self.loop = loop
        self.deliver = deliver
    }

    /// Opens the port and serves from now on; returns the address with the port that was chosen.
    public func start(at address: SocketAddress) throws(SystemError) -> SocketAddress {
        let listener = try Listener(at: address, on: loop, reusePort: false)
        self.listener = listener
        Task(executorPreference: loop) { await self.acceptClients() }
        return listener.address
    }

    /// Closes the port and every connection.
    public func stop() {
        listener?.close()
        listener = nil
        for channel in clients.values { channel.close() }
        clients = [:]
    }

    private func acceptClients() async {
        while let listener, let channel = try? await listener.accept() {
            guard clients.count < settings.mostClients else {
                channel.abort()
                continue
            }
            clientCount += 1
            let number = clientCount
            clients[number] = channel
            Task(executorPreference: loop) { await self.serve(number) }
        }
    }

    private func serve(_ number: Int) async {
        guard let channel = clients[number] else { return }
        do throws(ChannelError) {
            try await converse(on: channel)
        } catch {
            // The client has gone, or said nothing for too long.
        }
        channel.close()
        clients[number] = nil
    }

    private func converse(on channel: Channel) async throws(ChannelError) {
        var dialogue = SMTPReceiverDialogue(
            hostName: settings.hostName, limits: settings.limits, offersTLS: settings.tls != nil)
        try await channel.write(dialogue.greeting(), deadline: deadline)
        while true {
            let bytes = try await channel.read(deadline: deadline)
            guard !bytes.isEmpty else { return }
            for step in dialogue.received(bytes) {
                switch step {
                case .write(let answer): try await channel.write(answer, deadline: deadline)
                case .deliver(let mail): await deliver(mail)
                case .close: return
                case .startTLS:
                    guard let tls = settings.tls else { return }
                    try await channel.startTLS(tls, deadline: deadline)
                    dialogue.tlsStarted()
                }
            }
        }
    }

    private var deadline: Instant { loop.now + settings.idleLimit }
}
