/// What could not be loaded for TLS.
public struct TLSError: Error, Sendable, Equatable {
    public let reason: String

    public init(reason: String) { self.reason = reason }
}

/// Whose certificates a client believes.
public enum TLSAuthorities: Sendable, Equatable {
    case system
    /// A PEM file with one or more certificates.
    case file(String)
}

/// The side of TLS that connects and checks whom it has reached.
public final class TLSClient: Sendable {
    public init(authorities: TLSAuthorities) throws(TLSError) {}
}
