public import EventLoop
import Foundation
public import Mailer

/// A password as somebody typed it; it is never written anywhere.
///
/// Long rather than odd, without rules about digits and signs (NIST SP 800-63B §3.1.1.2), and the
/// same whichever keyboard composed it (NFKC, RFC 8265 §4.2).
public struct Password: Sendable, CustomStringConvertible {
    public static let charactersMin = 12
    public static let charactersMax = 200

    let bytes: [UInt8]

    /// Not what it is: a password that is printed by mistake prints nothing.
    public var description: String { "(password)" }

    /// Why a new password is not taken.
    public enum Rejection: FieldRejection, Equatable {
        case tooShort, tooLong, tooSimple

        public var code: String {
            switch self {
            case .tooShort: "too-short"
            case .tooLong: "too-long"
            case .tooSimple: "too-simple"
            }
        }

        public var detail: String {
            switch self {
            case .tooShort:
                "A password has \(Password.charactersMin) characters or more: a sentence is good."
            case .tooLong: "A password has \(Password.charactersMax) characters at most."
            case .tooSimple: "This is easy to guess: take a sentence that nobody else knows."
            }
        }
    }

    /// A new one, that is judged.
    ///
    /// `known` are words about the person, such as the address.
    public init(choosing typed: String, known: [String] = []) throws(Rejection) {
        let characters = typed.unicodeScalars.count
        guard characters >= Self.charactersMin else { throw .tooShort }
        guard characters <= Self.charactersMax else { throw .tooLong }
        self.init(typed: typed)
        let folded = typed.lowercased()
        let rest = known.map { $0.lowercased() }.filter { $0.count > 2 }.reduce(folded) {
            $0.replacingOccurrences(of: $1, with: "")
        }
        let ordered = zip(rest.unicodeScalars, rest.unicodeScalars.dropFirst())
            .filter { $1.value &- $0.value <= 1 || $0.value &- $1.value <= 1 }.count
        guard Set(rest).count >= 5, ordered * 2 < rest.unicodeScalars.count,
            !Self.common.contains(where: { rest == $0 || rest == $0 + $0 })
        else { throw .tooSimple }
    }

    /// One that is compared with what is kept.
    public init(typed: String) {
        bytes = Array(typed.precomposedStringWithCompatibilityMapping.utf8)
    }

    private static let common = [
        "password1234", "passwordpassword", "correcthorsebatterystaple", "letmeinletmein",
        "iloveyou1234", "qwertyuiop12", "qwertyuiopas", "administrator", "trustno1trustno1",
    ]
}

/// What is kept of a password: a key that was derived from it, and how.
public struct PasswordHash: Sendable, Equatable {
    public let key: [UInt8]
    public let salt: [UInt8]
    public let parameters: Scrypt.Parameters

    /// All derivations of a process: two at a time, and a few that wait.
    ///
    /// Each takes 32 MiB: whoever sends a thousand guesses at once gets answers, not our memory.
    private static let workshop = Workshop(threads: 2, queuedMax: 30)

    init(key: [UInt8], salt: [UInt8], parameters: Scrypt.Parameters) {
        self.key = key
        self.salt = salt
        self.parameters = parameters
    }

    /// Of a new password, with a new salt; nil when too many are being derived.
    public init?(
        deriving password: Password, _ parameters: Scrypt.Parameters = .standard
    ) async {
        let salt = Array(AccessToken().bytes.prefix(16))
        guard let key = await Self.derive(password, salt, parameters) else { return nil }
        self.init(key: key, salt: salt, parameters: parameters)
    }

    /// Whether it is the password this was derived from; nil when too many are being derived.
    public func matches(_ password: Password) async -> Bool? {
        guard let other = await Self.derive(password, salt, parameters) else { return nil }
        return Digest.areEqual(key, other)
    }

    private static func derive(
        _ password: Password, _ salt: [UInt8], _ parameters: Scrypt.Parameters
    ) async -> [UInt8]? {
        let bytes = password.bytes
        return await workshop.perform { Scrypt.derive(bytes, salt: salt, parameters) } ?? nil
    }
}
