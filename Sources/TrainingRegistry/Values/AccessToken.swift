import EventLoop

/// The secret of a mailed link: 256 random bits, of which only a hash is stored.
///
/// It is written in base64url without padding (RFC 4648 §5), always 43 characters.
public struct AccessToken: Sendable, Equatable, CustomStringConvertible {
    public let bytes: [UInt8]

    /// How long the link of a person's own page works; the mails that bring it say so.
    public static let ownPageDays = 30

    /// A new secret from the system's generator.
    public init() {
        var generator = SystemRandomNumberGenerator()
        bytes = (0..<4).flatMap { _ in
            withUnsafeBytes(of: generator.next()) { Array($0) }
        }
    }

    /// The secret for leaving the series of a mail, out of the secret of the link in the mail.
    ///
    /// That one does not follow from it.
    public var toLeavePool: AccessToken {
        AccessToken(bytes: Digest.sha256(Array("leave-pool".utf8) + bytes))
    }

    private init(bytes: [UInt8]) { self.bytes = bytes }

    /// Nil unless `text` is exactly what `description` writes.
    public init?(parsing text: String) {
        let digits = Array(text.utf8)
        guard digits.count == 43 else { return nil }
        var decoded: [UInt8] = []
        decoded.reserveCapacity(33)
        var bits: UInt32 = 0
        var count = 0
        for digit in digits {
            guard let value = Self.alphabet.firstIndex(of: digit) else { return nil }
            bits = bits << 6 | UInt32(value)
            count += 6
            if count >= 8 {
                count -= 8
                decoded.append(UInt8(truncatingIfNeeded: bits >> UInt32(count)))
                bits &= (1 << UInt32(count)) - 1
            }
        }
        // Two spare bits must be zero: one secret has one spelling.
        guard bits == 0, decoded.count == 32 else { return nil }
        bytes = decoded
    }

    public var description: String {
        var text: [UInt8] = []
        var bits: UInt32 = 0
        var count = 0
        for byte in bytes {
            bits = bits << 8 | UInt32(byte)
            count += 8
            while count >= 6 {
                count -= 6
                text.append(Self.alphabet[Int(bits >> UInt32(count)) & 63])
            }
            bits &= (1 << UInt32(count)) - 1
        }
        if count > 0 { text.append(Self.alphabet[Int(bits << UInt32(6 - count)) & 63]) }
        return String(decoding: text, as: UTF8.self)
    }

    private static let alphabet = Array(
        "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_".utf8)
}
