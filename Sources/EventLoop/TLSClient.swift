import COpenSSL

/// Whose certificates a client believes.
public enum TLSAuthorities: Sendable, Equatable {
    case system
    /// A PEM file with one or more certificates.
    case file(String)
}

/// The side of TLS that connects and checks whom it has reached.
///
/// The chain and the name have to be right, the name by the subject's alternative names alone:
/// the common name is not looked at (RFC 9525 §6.3). TLS 1.2 at least (RFC 8996).
public final class TLSClient: Sendable {
    private let context: TLSContext

    public init(authorities: TLSAuthorities) throws(TLSError) {
        context = try TLSContext(TLS_client_method())
        ERR_clear_error()
        let isLoaded =
            switch authorities {
            case .system: SSL_CTX_set_default_verify_paths(context.pointer)
            case .file(let path): SSL_CTX_load_verify_locations(context.pointer, path, nil)
            }
        guard isLoaded == 1 else { throw TLSError.latest() }
        SSL_CTX_set_verify(context.pointer, SSL_VERIFY_PEER, nil)
    }

    /// A session that accepts nobody but `serverName`, a host name or an IP address.
    func session(serverName: String) throws(TLSError) -> TLSSession {
        // An absolute name is written with a dot at its end, a certificate's is not.
        let name = serverName.hasSuffix(".") ? String(serverName.dropLast()) : serverName
        guard !name.isEmpty, !name.utf8.contains(0) else {
            throw TLSError(reason: "no server name")
        }
        let session = try TLSSession(context)
        ERR_clear_error()
        SSL_set_connect_state(session.pointer)
        let parameters = SSL_get0_param(session.pointer)
        X509_VERIFY_PARAM_set_hostflags(
            parameters,
            UInt32(X509_CHECK_FLAG_NEVER_CHECK_SUBJECT | X509_CHECK_FLAG_NO_PARTIAL_WILDCARDS))
        let isSet: Bool
        if SocketAddress(name, port: 0) != nil {
            isSet = X509_VERIFY_PARAM_set1_ip_asc(parameters, name) == 1
        } else {
            isSet =
                X509_VERIFY_PARAM_set1_host(parameters, name, name.utf8.count) == 1
                && tls_set_server_name(session.pointer, name) == 1
        }
        // Without the name any certificate of the authority would do.
        guard isSet else { throw TLSError(reason: "no server name") }
        return session
    }
}
