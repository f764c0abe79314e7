/// What a receiver was given: an envelope and the bytes of a message, dots unstuffed.
public struct ReceivedMail: Sendable, Equatable {
    /// Empty for a bounce.
    public let from: String
    public let recipients: [String]
    public let bytes: [UInt8]
    /// It came over TLS.
    public let isSecure: Bool
}

/// The server's side of SMTP as a state machine: takes mail for anybody, passes none on.
///
/// For the development mailbox and for tests. A line that is not ended by CRLF is refused and ends
/// the session, because two servers may disagree about where such a mail ends (RFC 5321 §2.3.8).
public struct SMTPReceiverDialogue {
    /// What is taken, and what is offered.
    public struct Limits: Sendable {
        public var messageBytes = 10_485_760
        public var recipients = 100
        /// So many refused commands in a row end the session.
        public var mistakes = 20
        public var lineBytes = 2_048

        public init() {}
    }

    public enum Step: Equatable, Sendable {
        case write([UInt8])
        /// The answer has been handed out before it; then call `tlsStarted()`.
        case startTLS
        case deliver(ReceivedMail)
        case close
    }

    private enum State { case commands, message, awaitsTLS, over }

    private let hostName: String
    private let limits: Limits
    private let offersTLS: Bool
    private var isSecure: Bool
    private var state = State.commands
    private var buffer: [UInt8] = []
    private var hasGreeted = false
    private var from: String?
    private var isUTF8 = false
    private var recipients: [String] = []
    private var mistakes = 0
    private var content = SMTPContent(limit: 0)
    private var steps: [Step] = []

    public init(
        hostName: String, limits: Limits = Limits(), offersTLS: Bool, isSecure: Bool = false
    ) {
        self.hostName = hostName
        self.limits = limits
        self.offersTLS = offersTLS
        self.isSecure = isSecure
    }

    public func greeting() -> [UInt8] { Array("220 \(hostName) ESMTP\r\n".utf8) }

    /// Everything that was known from the time in clear is forgotten (RFC 3207 §4.2).
    public mutating func tlsStarted() {
        isSecure = true
        hasGreeted = false
        state = .commands
        forgetMail()
    }

    /// Takes what came, in whatever pieces; tells what to do, in order.
    public mutating func received(_ bytes: [UInt8]) -> [Step] {
        buffer += bytes
        var start = 0
        reading: while true {
            switch state {
            case .over: break reading
            case .awaitsTLS:
                // What was sent in clear behind STARTTLS must never be taken for a command.
                if start < buffer.count { end() }
                break reading
            case .message:
                guard takeContent(from: &start) else { break reading }
            case .commands:
                guard takeCommand(from: &start) else { break reading }
            }
        }
        buffer.removeFirst(min(start, buffer.count))
        if case .awaitsTLS = state { steps.append(.startTLS) }
        defer { steps = [] }
        return Self.joined(steps)
    }

    /// Answers to pipelined commands leave in one write (RFC 2920 §3.2).
    private static func joined(_ steps: [Step]) -> [Step] {
        steps.reduce(into: []) { result, step in
            if case .write(let more) = step, case .write(let bytes) = result.last {
                result[result.count - 1] = .write(bytes + more)
            } else {
                result.append(step)
            }
        }
    }
}

extension SMTPReceiverDialogue {
    private mutating func answer(_ text: String) {
        steps.append(.write(Array("\(text)\r\n".utf8)))
    }

    private mutating func end() {
        state = .over
        steps.append(.close)
    }

    private mutating func forgetMail() {
        from = nil
        isUTF8 = false
        recipients = []
    }

    /// False when more bytes are needed.
    private mutating func takeCommand(from start: inout Int) -> Bool {
        let rest = buffer[start...]
        guard let lineFeed = rest.firstIndex(of: .lf) else {
            guard rest.count <= limits.lineBytes else {
                answer("500 5.5.2 Line too long")
                end()
                return true
            }
            return false
        }
        start = lineFeed + 1
        let line = rest[..<lineFeed].dropLast()
        guard lineFeed > rest.startIndex, buffer[lineFeed - 1] == .cr,
            line.count <= limits.lineBytes, !line.contains(.cr), !line.contains(0)
        else {
            answer("500 5.5.2 Lines end in CRLF and hold neither CR nor NUL")
            end()
            return true
        }
        do {
            perform(try SMTPCommand(parsing: line))
        } catch {
            refuse(Self.answer(to: error))
        }
        return true
    }

    private static func answer(to rejection: SMTPCommand.Rejection) -> String {
        switch rejection {
        case .unknown: "500 5.5.1 Unknown command"
        case .badSyntax: "501 5.5.4 Syntax error"
        case .badParameter: "555 5.5.4 Parameter not known"
        }
    }

    private mutating func refuse(_ text: String) {
        mistakes += 1
        guard mistakes < limits.mistakes else {
            answer("421 4.7.0 Too many errors")
            end()
            return
        }
        answer(text)
    }

    private mutating func perform(_ command: SMTPCommand) {
        switch command {
        case .hello(let extended):
            hasGreeted = true
            forgetMail()
            answerHello(extended: extended)
        case .startTLS:
            guard offersTLS, !isSecure else { return refuse("503 5.5.1 TLS is not to be had") }
            answer("220 2.0.0 Ready to start TLS")
            state = .awaitsTLS
        case .mail(let sender, let size, let utf8):
            takeMail(from: sender, size: size, utf8: utf8)
        case .recipient(let address):
            takeRecipient(address)
        case .data:
            guard !recipients.isEmpty else { return refuse("503 5.5.1 No recipient") }
            answer("354 End with a dot alone on a line")
            content = SMTPContent(limit: limits.messageBytes)
            state = .message
        case .reset:
            forgetMail()
            answer("250 2.0.0 OK")
        case .noop:
            answer("250 2.0.0 OK")
        case .verify:
            answer("252 2.1.5 It will be taken")
        case .quit:
            answer("221 2.0.0 Bye")
            end()
        }
    }

    private mutating func answerHello(extended: Bool) {
        guard extended else { return answer("250 \(hostName)") }
        var lines = [hostName, "PIPELINING", "SIZE \(limits.messageBytes)", "8BITMIME", "SMTPUTF8"]
        if offersTLS, !isSecure { lines.append("STARTTLS") }
        for line in lines { answer("250-\(line)") }
        answer("250 ENHANCEDSTATUSCODES")
    }

    private mutating func takeMail(from sender: String, size: Int?, utf8: Bool) {
        guard hasGreeted else { return refuse("503 5.5.1 EHLO first") }
        guard from == nil else { return refuse("503 5.5.1 One mail at a time") }
        guard (size ?? 0) <= limits.messageBytes else {
            return refuse("552 5.3.4 The message is too big")
        }
        from = sender
        isUTF8 = utf8
        answer("250 2.1.0 OK")
    }

    private mutating func takeRecipient(_ address: String) {
        guard from != nil else { return refuse("503 5.5.1 MAIL first") }
        guard isUTF8 || address.utf8.allSatisfy({ $0 < 128 }) else {
            return refuse("553 5.6.7 The address needs SMTPUTF8")
        }
        guard recipients.count < limits.recipients else {
            return refuse("452 4.5.3 Too many recipients")
        }
        recipients.append(address)
        answer("250 2.1.5 OK")
    }

    /// False when more bytes are needed.
    private mutating func takeContent(from start: inout Int) -> Bool {
        let verdict = content.take(buffer, from: &start)
        switch verdict {
        case .incomplete:
            return false
        case .bareLineEnd:
            answer("550 5.6.0 The message has a CR or LF that is no part of CRLF")
            end()
            return true
        case .complete:
            state = .commands
            mistakes = 0
            if content.isTooLong {
                answer("552 5.3.4 The message is too big")
            } else {
                steps.append(
                    .deliver(
                        ReceivedMail(
                            from: from ?? "", recipients: recipients, bytes: content.bytes,
                            isSecure: isSecure)))
                answer("250 2.0.0 OK")
            }
            forgetMail()
            return true
        }
    }
}
