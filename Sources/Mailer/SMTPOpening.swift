/// The way from the greeting to a session that takes mail: EHLO, STARTTLS, EHLO, AUTH.
///
/// What is required is required: without TLS, or without the credentials having been taken, there
/// is no session, and nothing but EHLO and STARTTLS has been sent in clear (RFC 3207 §4).
struct SMTPOpening {
    /// What the session needs of its server.
    struct Requirements: Sendable {
        var tls: SMTPSettings.TLSMode
        var credentials: SMTPCredentials?
        /// The name of this host, or its address in brackets (RFC 5321 §4.1.4).
        var helloName: String
    }

    enum Move: Equatable {
        case send([UInt8])
        case startTLS
        case ready
    }

    private enum State {
        case greeting, hello, oldHello, startTLS, handshake
        case authPlain, authLoginUser, authLoginPassword, authLoginVerdict
        case ready
    }

    private let requirements: Requirements
    private var state: State
    private var isSecure = false
    private(set) var capabilities = SMTPCapabilities()

    init(_ requirements: Requirements) {
        self.requirements = requirements
        state = requirements.tls == .implicit ? .handshake : .greeting
    }

    var phase: SMTPPhase {
        switch state {
        case .greeting: .greeting
        case .hello, .oldHello: .hello
        case .startTLS: .startTLS
        case .handshake: .handshake
        case .authPlain, .authLoginUser, .authLoginPassword, .authLoginVerdict: .authentication
        case .ready: .mail
        }
    }

    /// After STARTTLS everything is asked anew: what was said in clear may have been forged.
    mutating func tlsStarted() -> [UInt8]? {
        isSecure = true
        capabilities = SMTPCapabilities()
        guard requirements.tls == .starttls else {
            state = .greeting
            return nil
        }
        return hello()
    }

    mutating func take(_ reply: SMTPReply) throws(SMTPFailure) -> Move {
        switch state {
        case .greeting:
            guard reply.code == 220 else { throw failure(reply) }
            return .send(hello())
        case .hello:
            return try takeHello(reply)
        case .oldHello:
            guard reply.code == 250 else { throw failure(reply) }
            state = .ready
            return .ready
        case .startTLS:
            guard reply.code == 220 else { throw failure(reply) }
            state = .handshake
            return .startTLS
        case .handshake, .ready:
            throw SMTPFailure(phase: phase, reply: reply)
        case .authPlain, .authLoginUser, .authLoginPassword, .authLoginVerdict:
            return try takeAuthentication(reply)
        }
    }

    private mutating func hello() -> [UInt8] {
        state = .hello
        return Array("EHLO \(requirements.helloName)\r\n".utf8)
    }

    private mutating func takeHello(_ reply: SMTPReply) throws(SMTPFailure) -> Move {
        guard reply.code == 250 else {
            // RFC 5321 §4.1.4: a server of before 1995. It has neither TLS nor AUTH.
            let isUnknown = [500, 501, 502, 504, 550].contains(reply.code)
            guard isUnknown, requirements.tls == .none, requirements.credentials == nil else {
                throw failure(reply)
            }
            state = .oldHello
            return .send(Array("HELO \(requirements.helloName)\r\n".utf8))
        }
        capabilities = SMTPCapabilities(reply)
        if requirements.tls == .starttls, !isSecure {
            guard capabilities.startsTLS else {
                throw SMTPFailure(
                    phase: .startTLS, reason: "the server does not offer STARTTLS",
                    needsOperator: true)
            }
            state = .startTLS
            return .send(Array("STARTTLS\r\n".utf8))
        }
        guard let credentials = requirements.credentials else {
            state = .ready
            return .ready
        }
        return .send(try authenticate(credentials))
    }

    private mutating func authenticate(
        _ credentials: SMTPCredentials
    ) throws(SMTPFailure) -> [UInt8] {
        guard isSecure else {
            throw SMTPFailure(
                phase: .authentication, reason: "credentials are not sent without TLS",
                needsOperator: true)
        }
        if capabilities.authPlain {
            state = .authPlain
            return Array("AUTH PLAIN ".utf8) + credentials.revealForPlain() + [UInt8].crlf
        }
        guard capabilities.authLogin else {
            throw SMTPFailure(
                phase: .authentication, reason: "the server offers neither AUTH PLAIN nor LOGIN",
                needsOperator: true)
        }
        state = .authLoginUser
        return Array("AUTH LOGIN\r\n".utf8)
    }

    private mutating func takeAuthentication(_ reply: SMTPReply) throws(SMTPFailure) -> Move {
        guard let credentials = requirements.credentials else { throw failure(reply) }
        switch (state, reply.code) {
        case (.authPlain, 235), (.authLoginVerdict, 235):
            state = .ready
            return .ready
        case (.authPlain, 504) where capabilities.authLogin:
            // The mechanism is refused, not the credentials (RFC 4954 §4).
            state = .authLoginUser
            return .send(Array("AUTH LOGIN\r\n".utf8))
        case (.authLoginUser, 334):
            state = .authLoginPassword
            return .send(credentials.revealForLogin().user + [UInt8].crlf)
        case (.authLoginPassword, 334):
            state = .authLoginVerdict
            return .send(credentials.revealForLogin().password + [UInt8].crlf)
        default:
            throw failure(reply)
        }
    }

    /// A 4xx or 421 passes; anything else stays until somebody looks at it.
    private func failure(_ reply: SMTPReply) -> SMTPFailure {
        SMTPFailure(phase: phase, reply: reply, needsOperator: reply.isPermanent)
    }
}
