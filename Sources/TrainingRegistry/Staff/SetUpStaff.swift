import EventLoop
public import Foundation
public import Postgres

/// Makes the link with which somebody sets a password and a phone; those before it end.
public struct MakeStaffLink: Sendable {
    /// How long a link works.
    public static let hours = 72

    public var account: UUID
    public var secret: AccessToken
    public var actor: RegistryActor
    public var now: Date
    /// The domain after the `@` of the Message-ID; nil where the link is not mailed.
    public var mailDomain: String?

    public init(
        for account: UUID, secret: AccessToken, actor: RegistryActor, now: Date,
        mailDomain: String? = nil
    ) {
        self.mailDomain = mailDomain
        self.account = account
        self.secret = secret
        self.actor = actor
        self.now = now
    }
}

/// What the link of an account shows.
public struct StaffSetUp: Sendable, Equatable {
    public let account: UUID
    public let email: String
    public let name: String
    /// What the phone is to keep.
    public let codeSecret: OneTimeSecret
}

/// Sets the password and the phone of an account, once.
public struct SetUpStaff: Sendable {
    public var link: AccessToken
    public var password: PasswordHash
    /// The step of the code that showed that the phone has the secret.
    public var codeStep: Int64
    public var now: Date

    public init(link: AccessToken, password: PasswordHash, codeStep: Int64, now: Date) {
        self.link = link
        self.password = password
        self.codeStep = codeStep
        self.now = now
    }
}

extension Database {
    /// False when there is no such account, or it is ended.
    public func make(_ request: MakeStaffLink) async throws(DatabaseError) -> Bool {
        try await !run(InsertStaffLink(request: request)).isEmpty
    }

    /// Nil when the link is not known, used or too old.
    public func staffSetUp(
        _ link: AccessToken, at now: Date
    ) async throws(DatabaseError) -> StaffSetUp? {
        try await run(FindStaffLink(link: link, now: now)).first ?? nil
    }

    /// False when the link does not work any more; all sessions of the account end with it.
    public func setUp(_ request: SetUpStaff) async throws(DatabaseError) -> Bool {
        try await !run(WriteStaffSetUp(request: request)).isEmpty
    }
}

/// Makes a link, ends those before it, and promises the mail that brings it.
struct InsertStaffLink: Statement {
    static let sql: StaticString = """
        WITH account AS (
            SELECT id, email, name FROM staff WHERE id = $1 AND disabled_at IS NULL
        ), gone AS (
            DELETE FROM staff_link USING account
            WHERE staff_link.staff_id = account.id AND used_at IS NULL
        ), noted AS (
            INSERT INTO audit (subject, subject_id, action, actor, occurred_at)
            SELECT 'staff', id, 'make-link', $5, $4 FROM account
        ), promised AS (
            INSERT INTO outbox (message_id, recipient, template, parameters, written_at,
                next_attempt_at)
            SELECT '<' || gen_random_uuid() || '@' || $7::text || '>', email, 'staff-set-up',
                   jsonb_build_object('given_name', name, 'token', $8::text, 'hours', $6::integer),
                   $4, $4
            FROM account WHERE $7::text IS NOT NULL
        )
        INSERT INTO staff_link (hash, staff_id, code_secret, created_at, expires_at)
        SELECT sha256($2::bytea), id, $3, $4, $4 + make_interval(hours => $6) FROM account
        RETURNING staff_id
        """

    var request: MakeStaffLink

    func bind(to parameters: inout Parameters) {
        parameters.add(request.account)
        parameters.add(request.secret.bytes)
        parameters.add(OneTimeSecret().bytes)
        parameters.add(request.now)
        parameters.add(request.actor.description)
        parameters.add(Int32(MakeStaffLink.hours))
        parameters.add(request.mailDomain)
        parameters.add(request.mailDomain == nil ? nil : request.secret.description)
    }

    static func decode(_ row: RowReader) throws(DatabaseError) -> UUID { try row.uuid(0) }
}

/// Finds a link that still works.
struct FindStaffLink: Statement {
    static let sql: StaticString = """
        SELECT staff.id, staff.email, staff.name, link.code_secret
        FROM staff_link link JOIN staff ON staff.id = link.staff_id
        WHERE link.hash = sha256($1::bytea) AND link.used_at IS NULL AND link.expires_at > $2
          AND staff.disabled_at IS NULL
        """

    var link: AccessToken
    var now: Date

    func bind(to parameters: inout Parameters) {
        parameters.add(link.bytes)
        parameters.add(now)
    }

    static func decode(_ row: RowReader) throws(DatabaseError) -> StaffSetUp? {
        guard let secret = OneTimeSecret(bytes: try row.bytes(3)) else { return nil }
        return StaffSetUp(
            account: try row.uuid(0), email: try row.text(1), name: try row.text(2),
            codeSecret: secret)
    }
}

/// Uses the link up, keeps what was set, and ends every session.
struct WriteStaffSetUp: Statement {
    static let sql: StaticString = """
        WITH used AS (
            UPDATE staff_link SET used_at = $2
            WHERE hash = sha256($1::bytea) AND used_at IS NULL AND expires_at > $2
            RETURNING staff_id, code_secret
        ), kept AS (
            UPDATE staff SET password_key = $3, password_salt = $4, scrypt_cost = $5,
                scrypt_block = $6, scrypt_parallel = $7, code_secret = used.code_secret,
                code_step_used = $8, set_up_at = $2
            FROM used WHERE staff.id = used.staff_id AND staff.disabled_at IS NULL
            RETURNING staff.id
        ), ended AS (
            UPDATE staff_session SET ended_at = $2
            FROM kept WHERE staff_session.staff_id = kept.id AND ended_at IS NULL
        ), noted AS (
            INSERT INTO audit (subject, subject_id, action, actor, occurred_at)
            SELECT 'staff', id, 'set-up', 'staff:' || id, $2 FROM kept
        )
        SELECT id FROM kept
        """

    var request: SetUpStaff

    func bind(to parameters: inout Parameters) {
        let hash = request.password
        parameters.add(request.link.bytes)
        parameters.add(request.now)
        parameters.add(hash.key)
        parameters.add(hash.salt)
        parameters.add(Int32(hash.parameters.cost))
        parameters.add(Int32(hash.parameters.blockSize))
        parameters.add(Int32(hash.parameters.parallelism))
        parameters.add(request.codeStep)
    }

    static func decode(_ row: RowReader) throws(DatabaseError) -> UUID { try row.uuid(0) }
}
