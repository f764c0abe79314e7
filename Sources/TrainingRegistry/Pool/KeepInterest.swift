public import Foundation
public import Postgres

/// Keeps an interest in the pool for another while, by the person's own link.
public struct KeepInterest: Sendable {
    public var token: AccessToken
    public var interest: UUID
    public var now: Date

    public init(token: AccessToken, interest: UUID, now: Date) {
        self.token = token
        self.interest = interest
        self.now = now
    }
}

/// Changes what somebody in the pool would like, by their own link.
public struct ChangeWishes: Sendable {
    public var token: AccessToken
    public var interest: UUID
    public var wishes: PoolWishes
    public var now: Date

    public init(token: AccessToken, interest: UUID, wishes: PoolWishes, now: Date) {
        self.token = token
        self.interest = interest
        self.wishes = wishes
        self.now = now
    }
}

extension Database {
    /// Keeping it twice is keeping it once; `lapsed` when it is too late.
    public func keep(
        _ request: KeepInterest
    ) async throws(DatabaseError) -> Result<Void, PoolRefusal> {
        let word = try await run(WriteKeptInterest(request: request)).first ?? ""
        switch word {
        case "kept": return .success(())
        case "lapsed": return .failure(.lapsed)
        default: return .failure(.unknown)
        }
    }

    /// Whether it is an interest of theirs in the pool that has not ended.
    public func change(_ request: ChangeWishes) async throws(DatabaseError) -> Bool {
        try await run(WriteWishes(request: request)).first ?? false
    }
}

/// Writes that an interest stands, or that it has lapsed by now.
struct WriteKeptInterest: Statement {
    static let sql: StaticString = "SELECT keep_pool_interest($1, $2, $3)"

    var request: KeepInterest

    func bind(to parameters: inout Parameters) {
        parameters.add(request.token.bytes)
        parameters.add(request.interest)
        parameters.add(request.now)
    }

    static func decode(_ row: RowReader) throws(DatabaseError) -> String { try row.text(0) }
}

/// Writes other wishes over those of an interest.
struct WriteWishes: Statement {
    static let sql: StaticString = """
        UPDATE interest SET topics = $4, languages = $5
        FROM access_token t
        WHERE interest.id = $2 AND interest.person_id = t.person_id
          AND programme_id IS NOT NULL AND withdrawn_at IS NULL
          AND t.hash = sha256($1::bytea) AND t.purpose = 'my' AND t.expires_at > $3
        RETURNING true
        """

    var request: ChangeWishes

    func bind(to parameters: inout Parameters) {
        parameters.add(request.token.bytes)
        parameters.add(request.interest)
        parameters.add(request.now)
        parameters.add(request.wishes.topics.map(\.description))
        parameters.add(request.wishes.languages.map(\.description))
    }

    static func decode(_ row: RowReader) throws(DatabaseError) -> Bool { try row.flag(0) }
}
