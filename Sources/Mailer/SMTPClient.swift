public import EventLoop

/// Hands mails to one server over one connection, which it keeps for the next mail.
///
/// It does what `SMTPDialogue` says and decides nothing itself. Used by code that is isolated to
/// its loop only, for one mail at a time.
public final class SMTPClient {
    private let settings: SMTPSettings
    private let loop: Loop
    private let tls: TLSClient?
    private var session: (channel: Channel, dialogue: SMTPDialogue)?
    private var isBusy = false

    /// Reads the authorities' file, so that a wrong path is found at the start.
    public init(_ settings: SMTPSettings, on loop: Loop) throws(TLSError) {
        self.settings = settings
        self.loop = loop
        tls = settings.tls == .none ? nil : try TLSClient(authorities: settings.authorities)
    }

    /// True when a connection is open and waits for the next mail.
    public var isIdle: Bool { !isBusy && session?.dialogue.isUsable == true }

    /// Sends one mail, connecting first when there is no connection; tells what became of it.
    public func send(_ mail: SMTPMail) async -> SMTPOutcome {
        precondition(!isBusy, "one mail at a time")
        isBusy = true
        defer { isBusy = false }
        if session?.dialogue.isUsable != true, let failure = await open() {
            return .sessionFailed(failure)
        }
        guard let channel = session?.channel, var dialogue = session?.dialogue else {
            return .staleConnection
        }
        let last = await run(dialogue.submit(mail), &dialogue, on: channel)
        if dialogue.isUsable {
            session = (channel, dialogue)
        } else {
            // Broken off rather than ended: half a mail must not look like a whole one.
            channel.abort()
            session = nil
        }
        switch last {
        case .finished(let outcome): return outcome
        case .failed(let failure): return .sessionFailed(failure)
        default: return .staleConnection
        }
    }

    /// Opens the session that `send` would open; nil when the server would take a mail now.
    public func connect() async -> SMTPFailure? {
        precondition(!isBusy, "one thing at a time")
        isBusy = true
        defer { isBusy = false }
        return session?.dialogue.isUsable == true ? nil : await open()
    }

    /// Takes leave with QUIT, if there is somebody to take leave of.
    public func close() async {
        guard !isBusy, let channel = session?.channel, var dialogue = session?.dialogue else {
            return
        }
        session = nil
        if let farewell = dialogue.quit() {
            let deadline = loop.now + settings.timeouts.quit
            do throws(ChannelError) {
                try await channel.write(farewell, deadline: deadline)
                _ = try await channel.read(deadline: deadline)
            } catch {
                // The server had gone; nothing of a mail was on the way.
            }
        }
        channel.close()
    }

    /// Nil when the session is open.
    private func open() async -> SMTPFailure? {
        session = nil
        let channel: Channel
        do throws(ChannelError) {
            channel = try await Channel.connect(
                to: settings.endpoint, on: loop, deadline: loop.now + settings.timeouts.connect)
        } catch {
            return SMTPFailure(phase: .connect, reason: error.description)
        }
        var dialogue = SMTPDialogue(
            tls: settings.tls, credentials: settings.credentials, helloName: settings.helloName)
        let last = await run(dialogue.connected(), &dialogue, on: channel)
        if dialogue.isUsable {
            session = (channel, dialogue)
            return nil
        }
        channel.close()
        guard case .failed(let failure) = last else {
            return SMTPFailure(phase: .greeting, reason: "the session did not open")
        }
        return failure
    }

    /// Does step after step until there is nothing to do.
    private func run(
        _ first: SMTPDialogue.Step, _ dialogue: inout SMTPDialogue, on channel: Channel
    ) async -> SMTPDialogue.Step {
        var step = first
        var phase = dialogue.phase
        var deadline = loop.now + settings.timeouts.limit(of: phase)
        while true {
            do throws(ChannelError) {
                switch step {
                case .ready, .finished, .failed:
                    return step
                case .write(let bytes):
                    phase = dialogue.phase
                    deadline = loop.now + settings.timeouts.limit(of: phase)
                    do throws(ChannelError) {
                        try await channel.write(bytes, deadline: deadline)
                        step = dialogue.wrote()
                        deadline = loop.now + settings.timeouts.limit(of: dialogue.phase)
                    } catch {
                        step = dialogue.writeFailed(Self.reason(error))
                        deadline = loop.now + Self.lastWords
                    }
                case .look:
                    step = try await look(&dialogue, on: channel)
                case .read:
                    // One limit for a whole answer: bytes that trickle in do not prolong it.
                    if phase != dialogue.phase {
                        phase = dialogue.phase
                        deadline = loop.now + settings.timeouts.limit(of: phase)
                    }
                    let bytes = try await channel.read(deadline: deadline)
                    step = bytes.isEmpty ? dialogue.lost(Self.ended) : dialogue.received(bytes)
                case .startTLS:
                    step = try await startTLS(&dialogue, on: channel)
                    deadline = loop.now + settings.timeouts.limit(of: dialogue.phase)
                }
            } catch {
                step = Self.lost(error, &dialogue)
            }
        }
    }

    private static let ended = "the server closed the connection"
    /// For what a server said before it stopped reading: it is here already, or never comes.
    private static let lastWords = Duration.seconds(1)

    private static func lost(
        _ error: ChannelError, _ dialogue: inout SMTPDialogue
    ) -> SMTPDialogue.Step {
        if case .tls = error {
            dialogue.lost(error.description, needsOperator: dialogue.phase == .handshake)
        } else {
            dialogue.lost(reason(error))
        }
    }

    private static func reason(_ error: ChannelError) -> String {
        error == .deadlineExceeded ? "the server did not answer in time" : error.description
    }

    /// What came unasked is handed over before anything more is written.
    private func look(
        _ dialogue: inout SMTPDialogue, on channel: Channel
    ) async throws(ChannelError) -> SMTPDialogue.Step {
        do throws(ChannelError) {
            let early = try await channel.read(deadline: loop.now)
            return early.isEmpty ? dialogue.lost(Self.ended) : dialogue.received(early)
        } catch .deadlineExceeded {
            return dialogue.nothingCame()
        }
    }

    private func startTLS(
        _ dialogue: inout SMTPDialogue, on channel: Channel
    ) async throws(ChannelError) -> SMTPDialogue.Step {
        guard let tls else { return dialogue.lost("there is no TLS to start") }
        try await channel.startTLS(
            tls, serverName: settings.serverName,
            deadline: loop.now + settings.timeouts.handshake)
        return dialogue.tlsStarted()
    }
}
