import EventLoop

/// Where people find us: what links in mails begin with.
///
/// It never comes from a request: a forged Host field would put a stranger's address into our
/// mails.
struct PublicURL: Sendable, Hashable, CustomStringConvertible {
    /// Scheme, host and, where it is not the usual one, port; no slash at the end.
    let description: String
    let isSecure: Bool
    private let endpoint: Endpoint

    /// The origin under which a service that listens here is reached from here.
    init(listening address: SocketAddress) {
        endpoint = .ip(address)
        description = "http://\(address)"
        isSecure = false
    }

    init(parsing text: String) throws(SettingsReader.Unfit) {
        let unfit = SettingsReader.Unfit(
            "must be an origin without a path, such as https://registry.example.org")
        var rest = Substring(text)
        if rest.utf8.last == UInt8(ascii: "/") { rest = rest.dropLast() }
        isSecure = rest.utf8.starts(with: "https://".utf8)
        guard isSecure || rest.utf8.starts(with: "http://".utf8) else { throw unfit }
        let authority = String(rest.dropFirst(isSecure ? 8 : 7))
        let usual = "\(authority):\(isSecure ? 443 : 80)"
        guard let endpoint = Endpoint(parsing: authority) ?? Endpoint(parsing: usual) else {
            throw unfit
        }
        self.endpoint = endpoint
        description = String(rest)
    }

    /// The name after the `@` of a Message-ID, and in EHLO; nil where there is an address only.
    var mailHost: String? {
        if case .host(let name, _) = endpoint { name } else { nil }
    }

    /// Whether the link would go over the network readable by anybody on the way.
    var isExposed: Bool {
        let local = ["http://127.0.0.1", "http://localhost", "http://[::1]"]
        return !isSecure && !local.contains { description == $0 || description.hasPrefix($0 + ":") }
    }
}
