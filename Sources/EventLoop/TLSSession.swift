import COpenSSL

/// One TLS connection as a state machine: records in and out of memory, no socket.
final class TLSSession {
    enum Outcome: Equatable {
        case done(Int)
        case wantsInput
        /// The peer has said that it ends (RFC 8446 §6.1).
        case ended
        case failed(String)
    }

    let pointer: OpaquePointer
    private let input: OpaquePointer
    private let output: OpaquePointer
    private(set) var isEstablished = false
    /// OpenSSL forbids any further call, the closing alert too.
    private var hasFailed = false

    init(_ context: TLSContext) throws(TLSError) {
        ERR_clear_error()
        guard let pointer = SSL_new(context.pointer) else { throw TLSError.latest() }
        guard let input = BIO_new(BIO_s_mem()), let output = BIO_new(BIO_s_mem()) else {
            SSL_free(pointer)
            throw TLSError(reason: "out of memory")
        }
        SSL_set_bio(pointer, input, output)
        self.pointer = pointer
        self.input = input
        self.output = output
    }

    deinit { SSL_free(pointer) }

    func handshake() -> Outcome {
        guard !hasFailed else { return .failed("the handshake has failed") }
        ERR_clear_error()
        let result = SSL_do_handshake(pointer)
        isEstablished = result == 1
        return result == 1 ? .done(0) : outcome(of: result)
    }

    func read(into buffer: UnsafeMutableRawBufferPointer) -> Outcome {
        guard !hasFailed else { return .failed("the session has failed") }
        ERR_clear_error()
        var count = 0
        let result = SSL_read_ex(pointer, buffer.baseAddress, buffer.count, &count)
        return result == 1 ? .done(count) : outcome(of: result)
    }

    /// Takes all of it, memory being all there is to fill.
    func write(_ bytes: UnsafeRawBufferPointer) -> Outcome {
        guard !hasFailed else { return .failed("the session has failed") }
        ERR_clear_error()
        var count = 0
        let result = SSL_write_ex(pointer, bytes.baseAddress, bytes.count, &count)
        return result == 1 ? .done(count) : outcome(of: result)
    }

    /// Says that we end, once.
    func end() {
        guard isEstablished, !hasFailed else { return }
        ERR_clear_error()
        _ = SSL_shutdown(pointer)
        ERR_clear_error()
    }

    /// Hands over what came from the peer.
    func feed(_ bytes: UnsafeRawBufferPointer) {
        BIO_write(input, bytes.baseAddress, Int32(clamping: bytes.count))
    }

    /// What is to be sent to the peer; good until the next call.
    var pendingOutput: UnsafeRawBufferPointer {
        var bytes: UnsafeMutablePointer<CChar>?
        let count = tls_pending_output(output, &bytes)
        return UnsafeRawBufferPointer(start: bytes, count: max(count, 0))
    }

    /// Drops what has been sent.
    func drop(_ count: Int) {
        withUnsafeTemporaryAllocation(byteCount: min(count, 16_384), alignment: 1) { waste in
            var left = count
            while left > 0 {
                let read = BIO_read(
                    output, waste.baseAddress, Int32(clamping: min(left, waste.count)))
                guard read > 0 else { return }
                left -= Int(read)
            }
        }
    }

    private func outcome(of result: Int32) -> Outcome {
        switch SSL_get_error(pointer, result) {
        case SSL_ERROR_WANT_READ, SSL_ERROR_WANT_WRITE:
            return .wantsInput
        case SSL_ERROR_ZERO_RETURN:
            return .ended
        default:
            hasFailed = true
            let verdict = SSL_get_verify_result(pointer)
            if !isEstablished, verdict != Int(X509_V_OK) {
                ERR_clear_error()
                return .failed(String(cString: X509_verify_cert_error_string(verdict)))
            }
            return .failed(TLSError.latest().reason)
        }
    }
}
