import Foundation

/// The mail server that takes our mail, as `smtp_url` names it.
struct Relay: Sendable, Equatable {
    /// When the connection becomes TLS; each is a demand, and nothing falls back.
    enum Security: String, Sendable, CaseIterable {
        case starttls, implicit, none
    }

    var address: NetworkAddress
    var security: Security
    var login: Login?

    /// Who we say we are (RFC 4954).
    struct Login: Sendable, Equatable {
        var user: String
        var password: Secret
    }

    init(address: NetworkAddress, security: Security, login: Login? = nil) {
        self.address = address
        self.security = security
        self.login = login
    }

    /// `smtp://user:password@host:port?tls=starttls|implicit|none`.
    ///
    /// No reason quotes the text, because it may hold the password.
    init(parsing text: String) throws(SettingsReader.Unfit) {
        let scheme = "smtp://"
        guard text.utf8.starts(with: scheme.utf8) else {
            throw SettingsReader.Unfit("must begin with smtp://")
        }
        var rest = Substring(text.dropFirst(scheme.count))
        security = .starttls
        if let mark = rest.utf8.firstIndex(of: UInt8(ascii: "?")) {
            security = try Self.security(rest[rest.utf8.index(after: mark)...])
            rest = rest[..<mark]
        }
        if rest.utf8.last == UInt8(ascii: "/") { rest = rest.dropLast() }
        if let at = rest.utf8.lastIndex(of: UInt8(ascii: "@")) {
            login = try Self.login(rest[..<at])
            rest = rest[rest.utf8.index(after: at)...]
        }
        // RFC 6409 and RFC 8314 §7.3 give the ports of submission.
        let ports: [Security: UInt16] = [.starttls: 587, .implicit: 465, .none: 25]
        address = try NetworkAddress(parsing: String(rest), port: ports[security])
        if login != nil, security == .none {
            throw SettingsReader.Unfit("must not send a password without TLS: tls=none has no user")
        }
    }

    private static func security(_ query: Substring) throws(SettingsReader.Unfit) -> Security {
        for security in Security.allCases where query == "tls=\(security.rawValue)" {
            return security
        }
        throw SettingsReader.Unfit("may end in ?tls=starttls, ?tls=implicit or ?tls=none only")
    }

    private static func login(_ text: Substring) throws(SettingsReader.Unfit) -> Login {
        guard let colon = text.utf8.firstIndex(of: UInt8(ascii: ":")),
            let user = String(text[..<colon]).removingPercentEncoding, !user.isEmpty,
            let password = String(text[text.utf8.index(after: colon)...]).removingPercentEncoding,
            !password.isEmpty, !(user + password).utf8.contains(0)
        else {
            throw SettingsReader.Unfit(
                "must hold user:password before the @, percent-encoded (RFC 3986 §2.1)")
        }
        return Login(user: user, password: Secret(password))
    }
}
