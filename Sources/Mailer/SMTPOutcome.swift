/// Where in a session something happened; the words are stored with each attempt.
public enum SMTPPhase: String, Sendable, Hashable, CaseIterable {
    case connect
    case greeting
    case hello = "ehlo"
    case startTLS = "starttls"
    case handshake = "tls"
    case authentication = "auth"
    case reset = "rset"
    case mail
    case recipient = "rcpt"
    case data
    case body
    case endOfData = "end-of-data"
    case quit
}

/// What went wrong, where, and in whose words.
public struct SMTPFailure: Error, Sendable, Equatable, CustomStringConvertible {
    public let phase: SMTPPhase
    /// What the server answered, when that is what went wrong.
    public let reply: SMTPReply?
    /// One plain line without secrets.
    public let reason: String
    /// True when waiting will not mend it: a certificate, credentials, a service refused.
    public let needsOperator: Bool

    public init(phase: SMTPPhase, reason: String, needsOperator: Bool = false) {
        self.phase = phase
        self.reply = nil
        self.reason = reason
        self.needsOperator = needsOperator
    }

    public init(phase: SMTPPhase, reply: SMTPReply, needsOperator: Bool = false) {
        self.phase = phase
        self.reply = reply
        self.reason = reply.description
        self.needsOperator = needsOperator
    }

    public var description: String { "\(phase.rawValue): \(reason)" }
}

/// What became of one mail.
public enum SMTPOutcome: Sendable, Equatable {
    /// The server has taken it over with this answer.
    case sent(SMTPReply)
    /// This mail will never go: a 5xx answer to it, or it is not one that this server can take.
    case refused(SMTPFailure)
    /// Not now: a 4xx answer to it, or the connection was lost before its last byte.
    case deferred(SMTPFailure)
    /// The last byte was sent and no answer came: it may have been delivered (RFC 1047).
    case unknown(SMTPFailure)
    /// Nothing to do with this mail; any other would have met the same.
    case sessionFailed(SMTPFailure)
    /// The connection had been closed while it was idle: try again at once on a new one.
    ///
    /// It is not an attempt of the mail. A fresh connection never gives it.
    case staleConnection

    /// What is stored and logged of it, when something went wrong.
    public var failure: SMTPFailure? {
        switch self {
        case .sent, .staleConnection: nil
        case .refused(let failure), .deferred(let failure), .unknown(let failure),
            .sessionFailed(let failure):
            failure
        }
    }
}
