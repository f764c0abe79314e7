import EventLoop
import Foundation

/// Shows that a form was made by us not long ago, without keeping anything about it.
///
/// The token is the second it was made in and its HMAC, so any core of any instance can check it.
struct FormToken {
    let key: [UInt8]

    static let lifetimeSeconds = 24 * 3600
    /// Clocks of instances may differ by so much.
    private static let skewSeconds = 300

    func issue(at now: Date) -> String {
        let second = Int(now.timeIntervalSince1970)
        return "\(second).\(Self.hexadecimal(signature(of: second)))"
    }

    func accepts(_ token: String, at now: Date) -> Bool {
        let parts = token.utf8.split(separator: UInt8(ascii: "."), omittingEmptySubsequences: false)
        guard parts.count == 2, (1...12).contains(parts[0].count),
            let second = ASCII.number(Array(parts[0])[...])
        else { return false }
        let age = Int(now.timeIntervalSince1970) - second
        guard (-Self.skewSeconds...Self.lifetimeSeconds).contains(age) else { return false }
        let expected = Array(Self.hexadecimal(signature(of: second)).utf8)
        return Digest.areEqual(expected, Array(parts[1]))
    }

    private func signature(of second: Int) -> [UInt8] {
        Digest.hmacSHA256(key: key, message: Array("form \(second)".utf8))
    }

    /// Two lower-case digits for each byte.
    static func hexadecimal(_ bytes: [UInt8]) -> String {
        let digits = Array("0123456789abcdef".utf8)
        let text = bytes.flatMap { [digits[Int($0 >> 4)], digits[Int($0 & 15)]] }
        return String(decoding: text, as: UTF8.self)
    }
}
