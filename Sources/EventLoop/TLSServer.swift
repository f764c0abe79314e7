import COpenSSL

/// The side of TLS that has a certificate.
public final class TLSServer: Sendable {
    private let context: TLSContext

    /// Takes PEM files: the certificate with its chain, and a key without a passphrase.
    public init(certificateFile: String, keyFile: String) throws(TLSError) {
        context = try TLSContext(TLS_server_method())
        ERR_clear_error()
        // Otherwise OpenSSL would ask on the terminal.
        SSL_CTX_set_default_passwd_cb(context.pointer) { _, _, _, _ in 0 }
        guard SSL_CTX_use_certificate_chain_file(context.pointer, certificateFile) == 1,
            SSL_CTX_use_PrivateKey_file(context.pointer, keyFile, SSL_FILETYPE_PEM) == 1,
            SSL_CTX_check_private_key(context.pointer) == 1
        else { throw TLSError.latest() }
    }

    func session() throws(TLSError) -> TLSSession {
        let session = try TLSSession(context)
        SSL_set_accept_state(session.pointer)
        return session
    }
}
