public import Foundation
public import Postgres

/// A key of the coordinators' API as an operator sees it; the secret is shown once, when it is
/// made.
public struct StaffToken: Sendable, Equatable {
    public let id: UUID
    public let label: String
    public let role: StaffRole
    public let createdAt: Date
    public let expiresAt: Date
    public let revokedAt: Date?
}

extension Database {
    /// Makes a key; its secret is kept nowhere.
    public func createStaffToken(
        _ label: TokenLabel, role: StaffRole = .coordinator, secret: AccessToken, now: Date,
        days: Int
    ) async throws(DatabaseError) -> StaffToken {
        let statement = InsertStaffToken(
            label: label, role: role, secret: secret, now: now, expiresAt: now + Double(days) * 86_400)
        guard let token = try await run(statement).first else {
            throw .failed(sqlState: "XX000", message: "no token was made")
        }
        return token
    }

    /// All keys, the latest first.
    public func staffTokens() async throws(DatabaseError) -> [StaffToken] {
        try await run(ListStaffTokens())
    }

    /// Ends a key now; false when there is none of that id that was not ended before.
    public func revokeStaffToken(_ id: UUID, now: Date) async throws(DatabaseError) -> Bool {
        try await !run(RevokeStaffToken(id: id, now: now)).isEmpty
    }

    /// Who has the secret, if it is good now.
    public func actor(of secret: AccessToken, now: Date) async throws(DatabaseError)
        -> RegistryActor?
    {
        try await run(FindStaffToken(secret: secret, now: now)).first.map(RegistryActor.token)
    }
}

/// Keeps the hash of a new key.
struct InsertStaffToken: Statement {
    static let sql: StaticString = """
        INSERT INTO staff_token (label, hash, created_at, expires_at, role)
        VALUES ($1, sha256($2::bytea), $3, $4, $5)
        RETURNING id, label, created_at, expires_at, revoked_at, role
        """

    var label: TokenLabel
    var role: StaffRole
    var secret: AccessToken
    var now: Date
    var expiresAt: Date

    func bind(to parameters: inout Parameters) {
        parameters.add(label.description)
        parameters.add(secret.bytes)
        parameters.add(now)
        parameters.add(expiresAt)
        parameters.add(role.rawValue)
    }

    static func decode(_ row: RowReader) throws(DatabaseError) -> StaffToken {
        try StaffToken(row)
    }
}

/// Reads all keys without their hashes.
struct ListStaffTokens: Statement {
    static let sql: StaticString = """
        SELECT id, label, created_at, expires_at, revoked_at, role FROM staff_token
        ORDER BY created_at DESC, id
        """

    func bind(to parameters: inout Parameters) {}

    static func decode(_ row: RowReader) throws(DatabaseError) -> StaffToken {
        try StaffToken(row)
    }
}

/// Ends a key.
struct RevokeStaffToken: Statement {
    static let sql: StaticString = """
        UPDATE staff_token SET revoked_at = $2 WHERE id = $1 AND revoked_at IS NULL RETURNING id
        """

    var id: UUID
    var now: Date

    func bind(to parameters: inout Parameters) {
        parameters.add(id)
        parameters.add(now)
    }

    static func decode(_ row: RowReader) throws(DatabaseError) -> UUID { try row.uuid(0) }
}

/// Finds a key that is good now by its secret.
struct FindStaffToken: Statement {
    static let sql: StaticString = """
        SELECT id FROM staff_token
        WHERE hash = sha256($1::bytea) AND revoked_at IS NULL AND expires_at > $2
        """

    var secret: AccessToken
    var now: Date

    func bind(to parameters: inout Parameters) {
        parameters.add(secret.bytes)
        parameters.add(now)
    }

    static func decode(_ row: RowReader) throws(DatabaseError) -> UUID { try row.uuid(0) }
}

extension StaffToken {
    fileprivate init(_ row: RowReader) throws(DatabaseError) {
        id = try row.uuid(0)
        label = try row.text(1)
        createdAt = try row.instant(2)
        expiresAt = try row.instant(3)
        revokedAt = try row.instantIfAny(4)
        guard let role = StaffRole(rawValue: try row.text(5)) else {
            throw .failed(sqlState: "XX000", message: "a role that nobody knows")
        }
        self.role = role
    }
}
