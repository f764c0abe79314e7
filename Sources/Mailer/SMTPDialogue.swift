/// A session with a mail server as a state machine: answers in, next step out, no socket.
///
/// It hands out one step at a time. Whoever holds the socket does it and says how it went; every
/// such call returns the next step, until one of `ready`, `finished` and `failed`. Bytes that were
/// not asked for end the session: they must never be taken for a later answer.
public struct SMTPDialogue {
    public enum Step: Equatable, Sendable {
        /// Write it, then call `wrote()`, or `writeFailed(_:)`.
        case write([UInt8])
        /// Look without waiting whether something came: `received(_:)`, `lost(_:)` or
        /// `nothingCame()`.
        case look
        /// Read, then call `received(_:)`, or `lost(_:)`.
        case read
        /// Change to TLS, then call `tlsStarted()`.
        case startTLS
        /// The session is open: `submit(_:)` may follow.
        case ready
        /// The mail is done; `isUsable` tells whether another may follow.
        case finished(SMTPOutcome)
        /// There is no session.
        case failed(SMTPFailure)
    }

    private enum State {
        case opening(SMTPOpening)
        case idle
        case transaction(SMTPTransaction)
        case over
    }

    static let finalDot = Array(".\r\n".utf8)
    /// What is written of a message between two looks at what the server has to say.
    static let blockBytes = 65_536

    private var state: State
    private var parser = SMTPReplyParser()
    private var capabilities = SMTPCapabilities()
    /// The first commands of a mail, or the rest of its message, until a look found nothing.
    private var pending: ArraySlice<UInt8> = []
    private var expectsReply = false
    /// Why a message is not written on; what the server still says may decide more.
    private var interruption: SMTPFailure?
    private var needsReset = false
    private var mailCount = 0

    public init(
        tls: SMTPSettings.TLSMode, credentials: SMTPCredentials?, helloName: String
    ) {
        state = .opening(
            SMTPOpening(.init(tls: tls, credentials: credentials, helloName: helloName)))
    }

    /// True when a mail may be submitted.
    public var isUsable: Bool {
        if case .idle = state { true } else { false }
    }

    /// Where the session is, for the time limits and for what is recorded.
    public var phase: SMTPPhase {
        switch state {
        case .opening(let opening): opening.phase
        case .transaction(let transaction): transaction.phase
        case .idle, .over: .quit
        }
    }

    /// The connection is there; under implicit TLS the handshake comes before the greeting.
    public mutating func connected() -> Step {
        guard phase != .handshake else { return .startTLS }
        expectsReply = true
        return .read
    }

    public mutating func tlsStarted() -> Step {
        guard case .opening(var opening) = state else { return lost("TLS was not asked for") }
        let hello = opening.tlsStarted()
        state = .opening(opening)
        if let hello { return .write(hello) }
        expectsReply = true
        return .read
    }

    /// Begins with the next mail.
    public mutating func submit(_ mail: SMTPMail) -> Step {
        guard isUsable else {
            return .finished(
                .sessionFailed(SMTPFailure(phase: .connect, reason: "there is no session")))
        }
        let isReused = mailCount > 0
        let transaction = SMTPTransaction(
            mail, capabilities: capabilities, isReused: isReused, resetFirst: needsReset)
        if let refusal = transaction.refusal { return .finished(.refused(refusal)) }
        mailCount += 1
        needsReset = false
        expectsReply = false
        state = .transaction(transaction)
        pending = transaction.opening()[...]
        return .look
    }

    /// The server has kept silent, so what follows can be written.
    public mutating func nothingCame() -> Step { .write(nextBlock()) }

    /// What was handed out by the last step has been written.
    public mutating func wrote() -> Step {
        guard pending.isEmpty else { return .look }
        expectsReply = true
        return .read
    }

    /// A server that has had enough says why before it stops reading: that is read first, soon.
    public mutating func writeFailed(_ reason: String) -> Step {
        let phase = phase
        guard phase == .body || phase == .endOfData else { return lost(reason) }
        interruption = SMTPFailure(phase: phase, reason: reason)
        return .read
    }

    public mutating func received(_ bytes: [UInt8]) -> Step {
        parser.feed(bytes)
        do throws(SMTPReplyParser.Malformation) {
            guard expectsReply, interruption == nil else { return unsolicited(try parser.next()) }
            while let reply = try parser.next() {
                if let step = take(reply) { return step }
            }
            return .read
        } catch {
            return lost(error.rawValue)
        }
    }

    /// The connection has ended, was given up, or cannot be understood any more.
    public mutating func lost(_ reason: String, needsOperator: Bool = false) -> Step {
        lost(SMTPFailure(phase: phase, reason: reason, needsOperator: needsOperator))
    }

    /// The farewell; nil when the session is not between two mails.
    public mutating func quit() -> [UInt8]? {
        guard isUsable else { return nil }
        state = .over
        return Array("QUIT\r\n".utf8)
    }
}

extension SMTPDialogue {
    /// Nil when the next answer is to be read.
    private mutating func take(_ reply: SMTPReply) -> Step? {
        switch state {
        case .opening(let opening): takeOpening(reply, opening)
        case .transaction(let transaction): takeTransaction(reply, transaction)
        case .idle, .over: lost(Self.unasked)
        }
    }

    private mutating func takeOpening(_ reply: SMTPReply, _ opening: SMTPOpening) -> Step? {
        var opening = opening
        let move: SMTPOpening.Move
        do {
            move = try opening.take(reply)
        } catch {
            return lost(error)
        }
        // Whatever follows the answer was sent before our next command, or before TLS: RFC 3207
        // §4.2 has it discarded, and a session with a liar in it is not worth more.
        guard parser.isEmpty else { return lost(Self.unasked) }
        state = .opening(opening)
        expectsReply = false
        switch move {
        case .send(let bytes): return .write(bytes)
        case .startTLS: return .startTLS
        case .ready:
            capabilities = opening.capabilities
            state = .idle
            return .ready
        }
    }

    private mutating func takeTransaction(
        _ reply: SMTPReply, _ transaction: SMTPTransaction
    ) -> Step? {
        var transaction = transaction
        let move = transaction.take(reply)
        state = .transaction(transaction)
        switch move {
        case .wait:
            return nil
        case .send(let bytes):
            guard parser.isEmpty else { return lost(Self.unasked) }
            expectsReply = false
            return .write(bytes)
        case .sendMessage(let bytes):
            expectsReply = false
            pending = (bytes + Self.finalDot)[...]
            // The same as if it came a moment later, when we look.
            return parser.isEmpty ? .look : received([])
        case .finish(var outcome, let usable):
            expectsReply = false
            let isInStep = parser.isEmpty
            if case .sent = outcome, isTakenBack() {
                outcome = .unknown(SMTPFailure(phase: .endOfData, reason: Self.unasked))
            }
            if case .sent = outcome { needsReset = false } else { needsReset = true }
            state = usable && isInStep ? .idle : .over
            return .finished(outcome)
        }
    }

    /// True when something else than an acceptance follows an acceptance at once.
    ///
    /// Then answers and questions have got out of step, and the acceptance was perhaps of something
    /// else. A server may take leave right after it, though (RFC 5321 §3.8).
    private mutating func isTakenBack() -> Bool {
        guard !parser.isEmpty, let next = try? parser.next() else { return false }
        return !next.isPositive && next.code != 421
    }

    /// The next piece of what is to be written; the final dot is never torn apart from its line.
    private mutating func nextBlock() -> [UInt8] {
        var length = min(pending.count, Self.blockBytes)
        if pending.count - length < 5 { length = pending.count }
        let block = Array(pending.prefix(length))
        pending = pending.dropFirst(length)
        if pending.isEmpty, case .transaction(var transaction) = state, transaction.phase == .body {
            transaction.finalDotLeaves()
            state = .transaction(transaction)
        }
        return block
    }

    private static let unasked = "the server answered what it was not asked"

    /// Something came before the next bytes of ours were written; they are not written then.
    ///
    /// Nil is the beginning of an answer: while a message goes out, its end is worth waiting for.
    private mutating func unsolicited(_ reply: SMTPReply?) -> Step {
        guard case .transaction(let transaction) = state else { return lost(Self.unasked) }
        let phase = transaction.phase
        guard let reply else {
            guard phase == .body || phase == .endOfData else { return lost(Self.unasked) }
            interruption = interruption ?? SMTPFailure(phase: phase, reason: Self.unasked)
            return .read
        }
        interruption = nil
        guard let outcome = transaction.interrupted(by: reply) else {
            return lost(SMTPFailure(phase: phase, reply: reply))
        }
        pending = []
        state = .over
        return .finished(outcome)
    }

    private mutating func lost(_ failure: SMTPFailure) -> Step {
        let failure = interruption ?? failure
        let hasBegun = pending.isEmpty
        pending = []
        defer { state = .over }
        switch state {
        case .transaction(let transaction):
            return .finished(transaction.lost(failure, hasBegun: hasBegun))
        case .opening, .idle, .over: return .failed(failure)
        }
    }
}
