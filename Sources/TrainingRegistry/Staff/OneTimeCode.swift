import EventLoop
public import Foundation
public import Mailer

/// A secret shared with somebody's phone, from which both tell a code for each half minute.
///
/// Time-based one-time passwords (RFC 6238) with SHA-1, six digits and steps of 30 seconds: what
/// every authenticator program understands.
public struct OneTimeSecret: Sendable, Equatable {
    public let bytes: [UInt8]

    public static let stepSeconds = 30
    static let digits = 6
    /// 160 bits (RFC 4226 §4).
    static let byteCount = 20

    /// A new secret from the system's generator.
    public init() { bytes = Array(AccessToken().bytes.prefix(Self.byteCount)) }

    public init?(bytes: [UInt8]) {
        guard bytes.count >= 16 else { return nil }
        self.bytes = bytes
    }

    /// The secret as it is typed: base32 without padding (RFC 4648 §6).
    public var base32: String {
        let alphabet = Array("ABCDEFGHIJKLMNOPQRSTUVWXYZ234567".utf8)
        var text: [UInt8] = []
        var bits: UInt32 = 0
        var count: UInt32 = 0
        for byte in bytes {
            bits = bits << 8 | UInt32(byte)
            count += 8
            while count >= 5 {
                count -= 5
                text.append(alphabet[Int(bits >> count) & 31])
            }
            bits &= (1 << count) - 1
        }
        if count > 0 { text.append(alphabet[Int(bits << (5 - count)) & 31]) }
        return String(decoding: text, as: UTF8.self)
    }

    /// The address that a phone's authenticator takes, as a picture or a link.
    public func address(issuer: String, account: String) -> String {
        var plain = CharacterSet.alphanumerics
        plain.formIntersection(CharacterSet(charactersIn: "\u{20}"..."\u{7E}"))
        plain.insert(charactersIn: "-._~@")
        func escaped(_ text: String) -> String {
            text.addingPercentEncoding(withAllowedCharacters: plain) ?? ""
        }
        return "otpauth://totp/\(escaped(issuer)):\(escaped(account))?secret=\(base32)"
            + "&issuer=\(escaped(issuer))&algorithm=SHA1&digits=6&period=30"
    }

    /// The step that an instant is in, counted from 1970.
    public static func step(at now: Date) -> Int64 {
        Int64((now.timeIntervalSince1970 / Double(stepSeconds)).rounded(.down))
    }

    /// The code of a step (RFC 4226 §5.3).
    public func code(of step: Int64) -> OneTimeCode {
        let counter = (0..<8).map { UInt8(truncatingIfNeeded: step >> (56 - 8 * $0)) }
        let mac = Digest.hmacSHA1(key: bytes, message: counter)
        let offset = Int(mac[19] & 15)
        let number = mac[offset..<offset + 4].reduce(UInt32(0)) { $0 << 8 | UInt32($1) }
        return OneTimeCode(number: Int(number & 0x7FFF_FFFF) % 1_000_000)
    }

    /// The step that a code is of, now or one step beside it: clocks differ (RFC 6238 §5.2).
    ///
    /// Nil when it is of none of them, or of one that is not after `used`: a code works once.
    public func step(of code: OneTimeCode, at now: Date, after used: Int64?) -> Int64? {
        let current = Self.step(at: now)
        // All three are computed, whichever it is.
        let steps = [current, current - 1, current + 1].filter { step in
            Digest.areEqual(
                Array(self.code(of: step).description.utf8), Array(code.description.utf8))
        }
        return steps.first { $0 > used ?? -1 }
    }
}

/// Six digits that a phone shows.
public struct OneTimeCode: Sendable, Hashable, CustomStringConvertible {
    public let description: String

    /// The text is no such code.
    public struct Rejection: FieldRejection, Equatable {
        public init() {}
        public var code: String { "bad-code" }
        public var detail: String { "The code has six digits." }
    }

    /// Spaces between the digits are taken as phones show them: `123 456`.
    public init(parsing typed: String) throws(Rejection) {
        let digits = typed.utf8.filter { $0 != UInt8(ascii: " ") }
        guard digits.count == OneTimeSecret.digits,
            digits.allSatisfy({ (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0) })
        else { throw Rejection() }
        description = String(decoding: digits, as: UTF8.self)
    }

    init(number: Int) {
        let digits = String(number)
        description =
            String(repeating: "0", count: OneTimeSecret.digits - digits.utf8.count) + digits
    }
}
