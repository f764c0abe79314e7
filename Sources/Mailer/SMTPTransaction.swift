/// One mail in an open session: MAIL, RCPT, DATA, the message and its final dot (RFC 5321 §3.3).
///
/// With PIPELINING the three commands are sent at once and each answer is judged in its turn
/// (RFC 2920 §3.1).
struct SMTPTransaction {
    enum Move: Equatable {
        case send([UInt8])
        /// The message, dot-stuffed, without its final dot.
        case sendMessage([UInt8])
        case wait
        /// Nothing more of this mail; `usable` tells whether the session can go on.
        case finish(SMTPOutcome, usable: Bool)
    }

    private let mail: SMTPMail
    private let capabilities: SMTPCapabilities
    /// The session had been in use before: it may have been closed while it was idle.
    private let isReused: Bool
    private(set) var phase: SMTPPhase
    /// The first answer that decided against the mail; later ones to the same write change nothing.
    private var decision: SMTPOutcome?
    private var recipientAccepted = false
    private var mailAccepted = false
    private var sentLoneDot = false

    init(
        _ mail: SMTPMail, capabilities: SMTPCapabilities, isReused: Bool, resetFirst: Bool
    ) {
        self.mail = mail
        self.capabilities = capabilities
        self.isReused = isReused
        phase = resetFirst ? .reset : .mail
    }

    /// Why this mail cannot be given to this server, before a byte of it is sent.
    var refusal: SMTPFailure? {
        if let defect = mail.defect { return SMTPFailure(phase: .mail, reason: defect) }
        if let limit = capabilities.size, limit > 0, mail.bytes.count > limit {
            return SMTPFailure(
                phase: .mail,
                reason: "the message has \(mail.bytes.count) bytes, the server takes \(limit)")
        }
        guard mail.needsSMTPUTF8 else { return nil }
        guard capabilities.smtpUTF8, capabilities.eightBitMIME else {
            return SMTPFailure(
                phase: .mail,
                reason: "the server takes ASCII addresses only (it does not offer SMTPUTF8)")
        }
        return nil
    }

    /// The first write.
    func opening() -> [UInt8] {
        let first = phase == .reset ? Array("RSET\r\n".utf8) : mailCommand
        guard capabilities.pipelining else { return first }
        let rest = recipientCommand + Self.dataCommand
        return phase == .reset ? first + mailCommand + rest : first + rest
    }

    private static let dataCommand = Array("DATA\r\n".utf8)

    private var mailCommand: [UInt8] {
        var command = "MAIL FROM:<\(mail.from)>"
        if capabilities.size != nil { command += " SIZE=\(mail.bytes.count)" }
        if mail.isEightBit { command += " BODY=8BITMIME" }
        if mail.needsSMTPUTF8 { command += " SMTPUTF8" }
        return Array("\(command)\r\n".utf8)
    }

    private var recipientCommand: [UInt8] { Array("RCPT TO:<\(mail.recipient)>\r\n".utf8) }

    /// The final dot is about to be sent: from here on the server may have the mail.
    mutating func finalDotLeaves() { phase = .endOfData }

    mutating func take(_ reply: SMTPReply) -> Move {
        if sentLoneDot {
            return .finish(decision ?? .deferred(failure(reply)), usable: true)
        }
        if reply.isAboutSession { return .finish(sessionTrouble(reply), usable: false) }
        switch phase {
        case .reset:
            guard reply.isPositive else { return .finish(.staleConnection, usable: false) }
            return proceed(to: .mail, with: mailCommand)
        case .mail:
            guard reply.isPositive else { return decideAgainst(reply, next: .recipient) }
            mailAccepted = true
            return proceed(to: .recipient, with: recipientCommand)
        case .recipient:
            guard reply.isPositive else { return decideAgainst(reply, next: .data) }
            recipientAccepted = true
            return proceed(to: .data, with: Self.dataCommand)
        case .data:
            return takeData(reply)
        default:
            return takeEndOfData(reply)
        }
    }

    private mutating func takeData(_ reply: SMTPReply) -> Move {
        guard reply.code == 354 else { return decideAgainst(reply, next: nil) }
        guard let decision else {
            phase = .body
            return .sendMessage(mail.dotStuffed())
        }
        // With a recipient accepted a lone dot would deliver an empty mail: break off instead.
        guard !recipientAccepted else { return .finish(decision, usable: false) }
        sentLoneDot = true
        return .send(SMTPDialogue.finalDot)
    }

    private func takeEndOfData(_ reply: SMTPReply) -> Move {
        switch reply.code / 100 {
        case 2: .finish(.sent(reply), usable: true)
        case 4: .finish(.deferred(failure(reply)), usable: true)
        case 5: .finish(.refused(failure(reply)), usable: true)
        default: .finish(.unknown(failure(reply)), usable: false)
        }
    }

    /// What a refusal decides that came before the message was out; nil for any other answer.
    ///
    /// The server has no more of the mail than a part, and has said what it wants to do with it
    /// (RFC 5321 §4.2.1).
    func interrupted(by reply: SMTPReply) -> SMTPOutcome? {
        guard phase == .body || phase == .endOfData, !reply.isAboutSession else { return nil }
        if reply.isPermanent { return .refused(failure(reply)) }
        return reply.isTransient ? .deferred(failure(reply)) : nil
    }

    private mutating func proceed(to next: SMTPPhase, with command: [UInt8]) -> Move {
        phase = next
        return capabilities.pipelining ? .wait : .send(command)
    }

    /// Notes what the answer says against the mail and reads the answers that are still to come.
    private mutating func decideAgainst(_ reply: SMTPReply, next: SMTPPhase?) -> Move {
        let isExpected = reply.isTransient || reply.isPermanent
        // RFC 5321 §4.5.3.1.10: after RCPT an old server says 552 and means 452.
        let isForGood = reply.isPermanent && !(phase == .recipient && reply.code == 552)
        let outcome: SMTPOutcome =
            isForGood ? .refused(failure(reply)) : .deferred(failure(reply))
        let decision = decision ?? outcome
        self.decision = decision
        // A positive answer of the wrong kind: the two sides no longer mean the same.
        guard isExpected else { return .finish(decision, usable: false) }
        guard let next, capabilities.pipelining else { return .finish(decision, usable: true) }
        phase = next
        return .wait
    }

    private func sessionTrouble(_ reply: SMTPReply) -> SMTPOutcome {
        if let decision { return decision }
        let isIdleTimeout = reply.code == 421 && isReused && !mailAccepted
        return isIdleTimeout && (phase == .mail || phase == .reset)
            ? .staleConnection
            : .sessionFailed(
                SMTPFailure(phase: phase, reply: reply, needsOperator: reply.isPermanent))
    }

    /// What the mail's fate is when the connection ends here.
    ///
    /// Before its first command was written it is not the mail's business.
    func lost(_ failure: SMTPFailure, hasBegun: Bool) -> SMTPOutcome {
        if let decision { return decision }
        switch phase {
        case .endOfData: return .unknown(failure)
        case .reset, .mail:
            if isReused { return .staleConnection }
            return hasBegun ? .deferred(failure) : .sessionFailed(failure)
        default: return .deferred(failure)
        }
    }

    private func failure(_ reply: SMTPReply) -> SMTPFailure {
        SMTPFailure(phase: phase, reply: reply)
    }
}
