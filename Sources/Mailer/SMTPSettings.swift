public import EventLoop
import Foundation

/// Where mail is handed in, how the way there is protected, and how long anything may take.
public struct SMTPSettings: Sendable, Equatable {
    /// How the connection is protected.
    public enum TLSMode: String, Sendable, CaseIterable {
        /// In clear first, then TLS or nothing (RFC 3207).
        case starttls
        /// TLS from the first byte (RFC 8314 §3.3).
        case implicit
        /// Never; for a server on the same machine.
        case none

        var defaultPort: UInt16 {
            switch self {
            case .starttls: 587
            case .implicit: 465
            case .none: 25
            }
        }
    }

    public var endpoint: Endpoint
    /// The name that the certificate has to be for.
    public var serverName: String
    public var tls: TLSMode
    public var credentials: SMTPCredentials?
    public var authorities: TLSAuthorities
    /// This host's name, or its address in brackets, for EHLO (RFC 5321 §4.1.4).
    public var helloName: String
    public var timeouts: SMTPTimeouts

    /// Why a URL is no setting; a plain complaint that never repeats the URL, for its password.
    public struct Rejection: Error, Sendable, Equatable, CustomStringConvertible {
        public let description: String
    }

    public init(
        endpoint: Endpoint, tls: TLSMode, credentials: SMTPCredentials? = nil,
        authorities: TLSAuthorities = .system, helloName: String = "[127.0.0.1]",
        timeouts: SMTPTimeouts = SMTPTimeouts()
    ) {
        self.endpoint = endpoint
        serverName =
            switch endpoint {
            case .host(let name, _): name
            case .ip(let address): address.host
            }
        self.tls = tls
        self.credentials = credentials
        self.authorities = authorities
        self.helloName = helloName
        self.timeouts = timeouts
    }
}

extension SMTPSettings {
    /// Reads `smtp://user:password@host:port?tls=starttls|implicit|none`.
    ///
    /// The port follows from the kind of TLS when it is not given. Credentials without TLS are
    /// refused here already, not only when they would be sent.
    public init(parsing url: String) throws(Rejection) {
        let scheme = "smtp://"
        guard url.utf8.starts(with: scheme.utf8), url.utf8.allSatisfy(\.isVisible) else {
            throw Rejection(description: "is not of the form smtp://user:password@host:port?tls=…")
        }
        var rest = Substring(url.dropFirst(scheme.utf8.count))
        let tls = try Self.takeMode(&rest)
        let credentials = try Self.takeCredentials(&rest)
        if rest.last == "/" { rest = rest.dropLast() }
        guard credentials == nil || tls != .none else {
            throw Rejection(description: "has credentials, which are never sent with tls=none")
        }
        let hasPort =
            rest.utf8.first == UInt8(ascii: "[")
            ? rest.utf8.last != UInt8(ascii: "]") : rest.utf8.contains(UInt8(ascii: ":"))
        let text = hasPort ? String(rest) : "\(rest):\(tls.defaultPort)"
        guard let endpoint = Endpoint(parsing: text), endpoint.port > 0 else {
            throw Rejection(description: "has no host, or a host or port that cannot be one")
        }
        self.init(endpoint: endpoint, tls: tls, credentials: credentials)
    }

    private static func takeMode(_ rest: inout Substring) throws(Rejection) -> TLSMode {
        guard let mark = rest.utf8.firstIndex(of: UInt8(ascii: "?")) else { return .starttls }
        let query = rest[rest.utf8.index(after: mark)...]
        rest = rest[..<mark]
        guard query.utf8.starts(with: "tls=".utf8),
            let mode = TLSMode(rawValue: String(query.dropFirst(4)))
        else {
            throw Rejection(description: "may end in ?tls=starttls, ?tls=implicit or ?tls=none")
        }
        return mode
    }

    private static func takeCredentials(
        _ rest: inout Substring
    ) throws(Rejection) -> SMTPCredentials? {
        guard let at = rest.utf8.lastIndex(of: UInt8(ascii: "@")) else { return nil }
        let pair = rest[..<at].split(
            separator: ":", maxSplits: 1, omittingEmptySubsequences: false)
        rest = rest[rest.utf8.index(after: at)...]
        // removingPercentEncoding is nil for what is no UTF-8: not to be taken as it stands.
        guard pair.count == 2,
            let user = String(pair[0]).removingPercentEncoding,
            let password = String(pair[1]).removingPercentEncoding,
            let credentials = SMTPCredentials(user: user, password: password)
        else {
            throw Rejection(
                description: "needs user:password before the @, percent-encoded, neither empty")
        }
        return credentials
    }
}

/// How long each step may take (RFC 5321 §4.5.3.2); shorter ones lose mails that would have gone.
public struct SMTPTimeouts: Sendable, Equatable {
    public var connect = Duration.seconds(30)
    public var greeting = Duration.seconds(300)
    public var hello = Duration.seconds(300)
    public var startTLS = Duration.seconds(120)
    public var handshake = Duration.seconds(30)
    public var authentication = Duration.seconds(120)
    public var mail = Duration.seconds(300)
    public var recipient = Duration.seconds(300)
    public var data = Duration.seconds(120)
    /// For each block of the message.
    public var block = Duration.seconds(180)
    /// The one that must not be short: giving up too early sends the mail twice (RFC 1047).
    public var endOfData = Duration.seconds(600)
    public var quit = Duration.seconds(5)

    public init() {}

    /// The same limit for everything, for tests and for rehearsals.
    public init(all limit: Duration) {
        connect = limit
        greeting = limit
        hello = limit
        startTLS = limit
        handshake = limit
        authentication = limit
        mail = limit
        recipient = limit
        data = limit
        block = limit
        endOfData = limit
        quit = limit
    }

    func limit(of phase: SMTPPhase) -> Duration {
        switch phase {
        case .connect: connect
        case .greeting: greeting
        case .hello: hello
        case .startTLS: startTLS
        case .handshake: handshake
        case .authentication: authentication
        case .reset, .mail: mail
        case .recipient: recipient
        case .data: data
        case .body: block
        case .endOfData: endOfData
        case .quit: quit
        }
    }
}
