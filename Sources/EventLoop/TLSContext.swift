import COpenSSL

/// What could not be loaded for TLS.
public struct TLSError: Error, Sendable, Equatable, CustomStringConvertible {
    public let reason: String

    public init(reason: String) { self.reason = reason }

    public var description: String { "TLS: \(reason)" }
}

/// The settings that sessions are made from.
///
/// Unchecked: OpenSSL counts references to it atomically, and it is not changed once it is made.
final class TLSContext: @unchecked Sendable {
    let pointer: OpaquePointer

    init(_ method: OpaquePointer?) throws(TLSError) {
        ERR_clear_error()
        guard let pointer = SSL_CTX_new(method) else { throw TLSError.latest() }
        self.pointer = pointer
        guard tls_set_minimum_version(pointer) == 1 else { throw TLSError.latest() }
        tls_set_modes(pointer)
        tls_disable_resumption(pointer)
    }

    deinit { SSL_CTX_free(pointer) }
}

extension TLSError {
    /// The first error of this thread's queue, which is left empty.
    static func latest() -> TLSError {
        let code = ERR_get_error()
        ERR_clear_error()
        guard let text = ERR_reason_error_string(code) else {
            return TLSError(reason: code == 0 ? "unknown reason" : "error \(code)")
        }
        return TLSError(reason: String(cString: text))
    }
}
