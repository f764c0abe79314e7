/// Where people find us: what links in mails begin with.
///
/// It never comes from a request: a forged Host field would put a stranger's address into our
/// mails.
struct PublicURL: Sendable, Hashable, CustomStringConvertible {
    /// Scheme, host and, where it is not the usual one, port; no slash at the end.
    let description: String
    let isSecure: Bool

    /// The origin under which a service that listens here is reached from here.
    init(listening address: NetworkAddress) {
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
        do {
            _ = try NetworkAddress(parsing: authority, port: isSecure ? 443 : 80)
        } catch { throw unfit }
        description = String(rest)
    }

    /// Whether the link would go over the network readable by anybody on the way.
    var isExposed: Bool {
        let local = ["http://127.0.0.1", "http://localhost", "http://[::1]"]
        return !isSecure && !local.contains { description == $0 || description.hasPrefix($0 + ":") }
    }
}
