import Foundation

/// A user name and a password, neither of which can be printed by mistake.
public struct SMTPCredentials: Sendable, Equatable, CustomStringConvertible, CustomReflectable {
    private let user: String
    private let password: String

    /// Nil when one of them is empty or has a NUL, which AUTH PLAIN could not tell from its own
    /// (RFC 4616 §2).
    public init?(user: String, password: String) {
        guard !user.isEmpty, !password.isEmpty, !user.utf8.contains(0), !password.utf8.contains(0)
        else { return nil }
        self.user = user
        self.password = password
    }

    public var description: String { "(secret)" }
    public var customMirror: Mirror { Mirror(self, children: []) }

    /// The initial response of AUTH PLAIN (RFC 4616 §2).
    func revealForPlain() -> [UInt8] {
        Self.base64([0] + Array(user.utf8) + [0] + Array(password.utf8))
    }

    /// The two answers of AUTH LOGIN.
    func revealForLogin() -> (user: [UInt8], password: [UInt8]) {
        (Self.base64(Array(user.utf8)), Self.base64(Array(password.utf8)))
    }

    private static func base64(_ bytes: [UInt8]) -> [UInt8] {
        Array(Data(bytes).base64EncodedString().utf8)
    }
}
