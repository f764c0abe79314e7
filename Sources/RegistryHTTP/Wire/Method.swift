/// The methods we know, by their exact token (RFC 9110 §9.1: the token is case-sensitive).
///
/// CONNECT is not among them: it is for proxies (RFC 9110 §9.3.6) and is answered 501.
public enum Method: String, Sendable, Hashable, CaseIterable {
    case get = "GET"
    case head = "HEAD"
    case post = "POST"
    case put = "PUT"
    case patch = "PATCH"
    case delete = "DELETE"
    case options = "OPTIONS"
    case trace = "TRACE"

    /// Nil for a token that is none of ours.
    init?(_ token: ArraySlice<UInt8>) {
        guard let method = Self.allCases.first(where: { $0.rawValue.utf8.elementsEqual(token) })
        else { return nil }
        self = method
    }

    /// Whether it asks for nothing but an answer (RFC 9110 §9.2.1).
    var isSafe: Bool { self == .get || self == .head || self == .options || self == .trace }
}
