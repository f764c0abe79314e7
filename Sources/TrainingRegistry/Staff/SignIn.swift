import EventLoop
public import Foundation
public import Mailer
public import Postgres

/// A try to sign in.
public struct SignIn: Sendable {
    public var email: EmailAddress
    public var password: Password
    public var code: OneTimeCode
    /// Where the try comes from, as tries are counted: an address, or a part of one.
    public var source: String
    /// The account that this browser signed in to before, and which browser it is.
    public var browser: KnownBrowser?
    /// The secret of the session that begins.
    public var secret: AccessToken
    public var now: Date
    /// When the session ends, however busy it is.
    public var lifetime: TimeInterval
    public var mailDomain: String

    public init(
        email: EmailAddress, password: Password, code: OneTimeCode, source: String,
        browser: KnownBrowser?, secret: AccessToken, now: Date, lifetime: TimeInterval,
        mailDomain: String
    ) {
        self.email = email
        self.password = password
        self.code = code
        self.source = source
        self.browser = browser
        self.secret = secret
        self.now = now
        self.lifetime = lifetime
        self.mailDomain = mailDomain
    }
}

/// Why a try did not succeed; nobody is told more than the first.
public enum SignInRefusal: Error, Sendable, Equatable {
    case refused
    /// Too many passwords are being derived at the moment.
    case busy
}

/// How many tries are answered by looking (docs/decisions/0008).
public enum SignInLimits {
    /// In a quarter of an hour, with a right code, for one account from one source.
    public static let perSource = 10
    /// In a quarter of an hour, with a right code, for one account from anywhere.
    public static let perAccount = 30
    /// In a quarter of an hour, with a right code, from a browser that signed in before.
    public static let perBrowser = 10
    /// In a day, with a wrong code, for one account: 3 in a million each.
    public static let wrongCodesPerDay = 3_000
    static let window: Double = 15 * 60
    static let day: Double = 24 * 60 * 60
}

extension Database {
    /// Looks at the code first, which costs nothing, and derives a key only where it is right.
    ///
    /// So that whoever guesses without the phone reaches the derivation once in some hundred
    /// thousand tries, and does not keep the right person out (docs/decisions/0008).
    public func signIn(
        _ request: SignIn
    ) async throws(DatabaseError) -> Result<UUID, SignInRefusal> {
        guard let known = try await run(FindSignIn(email: request.email.folded)).first ?? nil else {
            return .failure(.refused)
        }
        let budget = SignInBudget(account: known.id, request: request)
        guard
            let step = known.codeSecret.step(
                of: request.code, at: request.now, after: known.codeStepUsed)
        else {
            _ = try await run(SpendTries(budget.afterWrongCode))
            return .failure(.refused)
        }
        guard try await run(SpendTries(budget.withRightCode)).first == true,
            // Nobody learns here that the codes of the day are used up.
            try await run(CountWrongCodes(budget: budget)).first ?? false
        else { return .failure(.refused) }
        guard let matches = await known.password.matches(request.password) else {
            return .failure(.busy)
        }
        guard matches else {
            _ = try await run(NoteRefusedSignIn(account: known.id, now: request.now))
            return .failure(.refused)
        }
        let opened = try await run(OpenSession(request: request, account: known.id, step: step))
        return opened.isEmpty ? .failure(.refused) : .success(known.id)
    }
}

/// Reads what a sign-in is compared with.
struct FindSignIn: Statement {
    /// What is kept of somebody who may sign in.
    struct Known: Sendable {
        var id: UUID
        var password: PasswordHash
        var codeSecret: OneTimeSecret
        var codeStepUsed: Int64?
    }

    static let sql: StaticString = """
        SELECT id, password_key, password_salt, scrypt_cost, scrypt_block, scrypt_parallel,
               code_secret, code_step_used
        FROM staff WHERE email_folded = $1 AND set_up_at IS NOT NULL AND disabled_at IS NULL
        """

    var email: String

    func bind(to parameters: inout Parameters) { parameters.add(email) }

    static func decode(_ row: RowReader) throws(DatabaseError) -> Known? {
        guard let secret = OneTimeSecret(bytes: try row.bytes(6)) else { return nil }
        return Known(
            id: try row.uuid(0),
            password: PasswordHash(
                key: try row.bytes(1), salt: try row.bytes(2),
                parameters: .init(
                    cost: try row.integer(3), blockSize: try row.integer(4),
                    parallelism: try row.integer(5))),
            codeSecret: secret, codeStepUsed: try row.bigintIfAny(7))
    }
}

/// Begins a session when the code was not used before, notes that it did, and tells the person when
/// the browser did not sign in to this account before.
struct OpenSession: Statement {
    static let sql: StaticString = """
        WITH used AS (
            UPDATE staff SET code_step_used = $3
            WHERE id = $1 AND coalesce(code_step_used, -1) < $3 AND disabled_at IS NULL
            RETURNING id, email, name
        ), noted AS (
            INSERT INTO audit (subject, subject_id, action, actor, occurred_at)
            SELECT 'staff', id, 'sign-in', 'staff:' || id, $4 FROM used
        ), told AS (
            INSERT INTO outbox (message_id, recipient, template, parameters, written_at,
                next_attempt_at)
            SELECT '<' || gen_random_uuid() || '@' || $7::text || '>', email, 'staff-signed-in',
                   jsonb_build_object('given_name', name, 'time',
                       to_char($4::timestamptz AT TIME ZONE 'UTC', 'FMDD FMMonth YYYY, HH24:MI')
                       || ' (UTC)'), $4, $4
            FROM used WHERE NOT $6
        )
        INSERT INTO staff_session (hash, staff_id, created_at, seen_at, expires_at)
        SELECT sha256($2::bytea), id, $4, $4, $5 FROM used
        RETURNING staff_id
        """

    var request: SignIn
    var account: UUID
    var step: Int64

    func bind(to parameters: inout Parameters) {
        parameters.add(account)
        parameters.add(request.secret.bytes)
        parameters.add(step)
        parameters.add(request.now)
        parameters.add(request.now + request.lifetime)
        parameters.add(request.browser?.account == account)
        parameters.add(request.mailDomain)
    }

    static func decode(_ row: RowReader) throws(DatabaseError) -> UUID { try row.uuid(0) }
}

/// Notes a try with a right code and a wrong password: as many as are looked at, no more.
struct NoteRefusedSignIn: Statement {
    static let sql: StaticString = """
        INSERT INTO audit (subject, subject_id, action, actor, occurred_at)
        VALUES ('staff', $1, 'sign-in-refused', 'system', $2)
        RETURNING id
        """

    var account: UUID
    var now: Date

    func bind(to parameters: inout Parameters) {
        parameters.add(account)
        parameters.add(now)
    }

    static func decode(_ row: RowReader) throws(DatabaseError) -> Int64 { try row.bigint(0) }
}
