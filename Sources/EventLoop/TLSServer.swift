/// The side of TLS that has a certificate.
public final class TLSServer: Sendable {
    public init(certificateFile: String, keyFile: String) throws(TLSError) {}
}
