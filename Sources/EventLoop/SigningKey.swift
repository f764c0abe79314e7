import COpenSSL

/// A private key that signs, read from PEM: RSA with SHA-256 (RFC 8017 §8.2) or Ed25519 (RFC 8032).
///
/// Both give the same signature for the same bytes every time. Unchecked: OpenSSL counts references
/// to it atomically, and it is not changed once it is made.
public final class SigningKey: @unchecked Sendable {
    /// What a key can be.
    public enum Kind: Sendable, Equatable {
        case rsa(bits: Int)
        case ed25519
    }

    /// Why some bytes are no key for us.
    public enum Rejection: Error, Sendable, Equatable {
        /// Not PEM, not private, damaged, or behind a passphrase.
        case noPrivateKey
        /// Of another algorithm.
        case otherKind
    }

    public let kind: Kind
    private let pointer: OpaquePointer

    public init(pem: [UInt8]) throws(Rejection) {
        defer { ERR_clear_error() }
        // The buffer does not copy: the bytes have to stay where they are until the key is read.
        let key: OpaquePointer? = pem.withUnsafeBytes { bytes in
            guard let source = BIO_new_mem_buf(bytes.baseAddress, Int32(clamping: bytes.count))
            else { return nil }
            defer { BIO_free(source) }
            // A callback, or OpenSSL would ask the terminal for the passphrase.
            return PEM_read_bio_PrivateKey(source, nil, { _, _, _, _ in -1 }, nil)
        }
        guard let key else { throw .noPrivateKey }
        pointer = key
        switch EVP_PKEY_get_base_id(key) {
        case EVP_PKEY_RSA: kind = .rsa(bits: Int(EVP_PKEY_get_bits(key)))
        case EVP_PKEY_ED25519: kind = .ed25519
        default: throw .otherKind
        }
    }

    deinit { EVP_PKEY_free(pointer) }

    /// The signature of a message; nil when OpenSSL cannot make one.
    public func signature(of message: [UInt8]) -> [UInt8]? {
        defer { ERR_clear_error() }
        let context = EVP_MD_CTX_new()
        defer { EVP_MD_CTX_free(context) }
        // Ed25519 hashes for itself.
        let digest = kind == .ed25519 ? nil : EVP_sha256()
        guard EVP_DigestSignInit(context, nil, digest, nil, pointer) == 1 else { return nil }
        var count = 0
        guard EVP_DigestSign(context, nil, &count, message, message.count) == 1 else { return nil }
        var signature = [UInt8](repeating: 0, count: count)
        guard EVP_DigestSign(context, &signature, &count, message, message.count) == 1 else {
            return nil
        }
        return Array(signature.prefix(count))
    }

    /// What others check signatures with: of RSA its SubjectPublicKeyInfo in DER (RFC 5280 §4.1),
    /// of Ed25519 the 32 bytes (RFC 8032 §5.1.5).
    public var publicKey: [UInt8] {
        defer { ERR_clear_error() }
        if kind == .ed25519 {
            var bytes = [UInt8](repeating: 0, count: 32)
            var count = bytes.count
            guard EVP_PKEY_get_raw_public_key(pointer, &bytes, &count) == 1 else { return [] }
            return Array(bytes.prefix(count))
        }
        var start: UnsafeMutablePointer<UInt8>?
        let count = i2d_PUBKEY(pointer, &start)
        guard count > 0, let start else { return [] }
        defer { CRYPTO_free(start, nil, 0) }
        return Array(UnsafeBufferPointer(start: start, count: Int(count)))
    }
}
