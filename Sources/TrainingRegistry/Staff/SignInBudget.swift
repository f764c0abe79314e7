import EventLoop
public import Foundation
import Postgres

/// A browser that somebody signed in with before; its tries are counted by themselves.
///
/// So a stranger who uses up the tries of an account keeps nobody out who was there before. The
/// cookie is signed, and nothing is stored about it.
public struct KnownBrowser: Sendable, Equatable {
    public let account: UUID
    let nonce: [UInt8]
    let signature: [UInt8]

    /// How long a browser is known.
    public static let days = 180

    /// A new one, signed with a key of the service.
    public init(of account: UUID, key: [UInt8]) {
        self.account = account
        nonce = Array(AccessToken().bytes.prefix(16))
        signature = Self.sign(account, nonce, key)
    }

    /// Nil unless it was made by us with this key.
    public init?(parsing text: String, key: [UInt8]) {
        let parts = text.split(separator: ".", omittingEmptySubsequences: false)
        guard parts.count == 3, let account = UUID(uuidString: String(parts[0])),
            let nonce = [UInt8](hexadecimal: parts[1]), nonce.count == 16,
            let signature = [UInt8](hexadecimal: parts[2]),
            Digest.areEqual(signature, Self.sign(account, nonce, key))
        else { return nil }
        self.account = account
        self.nonce = nonce
        self.signature = signature
    }

    public var text: String {
        "\(account.uuidString.lowercased()).\(nonce.hexadecimal).\(signature.hexadecimal)"
    }

    private static func sign(_ account: UUID, _ nonce: [UInt8], _ key: [UInt8]) -> [UInt8] {
        Digest.hmacSHA256(
            key: key, message: Array("browser \(account.uuidString.lowercased()) ".utf8) + nonce)
    }
}

/// Under which keys the tries of one sign-in are counted, and how many each may have.
struct SignInBudget {
    /// What is counted together.
    struct Tries: Sendable {
        var keys: [[UInt8]]
        var most: [Int32]
        var now: Date
        var window: Double
    }

    var account: UUID
    var request: SignIn

    var withRightCode: Tries {
        let id = account.uuidString
        if let browser = request.browser, browser.account == account {
            return tries([("browser \(browser.text)", SignInLimits.perBrowser)])
        }
        return tries([
            ("source \(id) \(request.source)", SignInLimits.perSource),
            ("account \(id)", SignInLimits.perAccount),
        ])
    }

    var afterWrongCode: Tries {
        tries([(codesKey, SignInLimits.wrongCodesPerDay)], window: SignInLimits.day)
    }

    private var codesKey: String { "codes \(account.uuidString)" }
    var codesKeyHash: [UInt8] { Digest.sha256(Array(codesKey.utf8)) }

    private func tries(
        _ limits: [(key: String, most: Int)], window: Double = SignInLimits.window
    ) -> Tries {
        Tries(
            keys: limits.map { Digest.sha256(Array($0.key.utf8)) },
            most: limits.map { Int32($0.most) }, now: request.now, window: window)
    }
}

/// Counts one more try under each key; false when one of them had its share.
struct SpendTries: Statement {
    static let sql: StaticString = """
        SELECT spend_sign_in_tries($1, $2, $3, make_interval(secs => $4))
        """

    var tries: SignInBudget.Tries

    init(_ tries: SignInBudget.Tries) { self.tries = tries }

    func bind(to parameters: inout Parameters) {
        parameters.add(tries.keys)
        parameters.add(tries.most)
        parameters.add(tries.now)
        parameters.add(tries.window)
    }

    static func decode(_ row: RowReader) throws(DatabaseError) -> Bool { try row.flag(0) }
}

/// Whether the wrong codes of the day left room for a right one; always in a known browser.
struct CountWrongCodes: Statement {
    static let sql: StaticString = """
        SELECT $4 OR NOT EXISTS (
            SELECT FROM sign_in_budget
            WHERE key_hash = $1 AND tries >= $2 AND since > $3::timestamptz - interval '1 day')
        """

    var budget: SignInBudget

    func bind(to parameters: inout Parameters) {
        parameters.add(budget.codesKeyHash)
        parameters.add(Int32(SignInLimits.wrongCodesPerDay))
        parameters.add(budget.request.now)
        parameters.add(budget.request.browser?.account == budget.account)
    }

    static func decode(_ row: RowReader) throws(DatabaseError) -> Bool { try row.flag(0) }
}

extension [UInt8] {
    /// Two lower-case digits for each byte.
    var hexadecimal: String {
        let digits = Array("0123456789abcdef".utf8)
        return String(
            decoding: flatMap { [digits[Int($0 >> 4)], digits[Int($0 & 15)]] }, as: UTF8.self)
    }

    init?(hexadecimal text: Substring) {
        let digits = text.utf8.map { digit -> UInt8? in
            switch digit {
            case UInt8(ascii: "0")...UInt8(ascii: "9"): digit - 48
            case UInt8(ascii: "a")...UInt8(ascii: "f"): digit - 87
            default: nil
            }
        }
        let known = digits.compactMap { $0 }
        guard known.count == digits.count, digits.count.isMultiple(of: 2) else { return nil }
        self = stride(from: 0, to: known.count, by: 2).map { known[$0] << 4 | known[$0 + 1] }
    }
}
