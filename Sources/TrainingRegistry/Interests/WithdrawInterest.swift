public import Foundation
public import Postgres

/// Withdraws one interest of the person a link belongs to; it may be expressed again.
public struct WithdrawInterest: Sendable {
    public var token: AccessToken
    public var interest: UUID
    public var now: Date
    public var mailDomain: String

    public init(token: AccessToken, interest: UUID, now: Date, mailDomain: String) {
        self.token = token
        self.interest = interest
        self.now = now
        self.mailDomain = mailDomain
    }
}

extension Database {
    /// Withdrawing twice is withdrawing once.
    public func withdraw(
        _ request: WithdrawInterest
    ) async throws(DatabaseError) -> Result<Void, LinkRefusal> {
        let isTheirs = try await run(WriteWithdrawal(request: request)).first ?? false
        return isTheirs ? .success(()) : .failure(.unknown)
    }
}

/// Ends the interest, appends its status and promises the mail that says so.
///
/// Never before it came: the clocks of two instances may differ by a little.
struct WriteWithdrawal: Statement {
    static let sql: StaticString = """
        WITH theirs AS (
            SELECT interest.id FROM access_token t
            JOIN interest ON interest.person_id = t.person_id AND interest.id = $2
            WHERE t.hash = sha256($1::bytea) AND t.purpose = 'my' AND t.expires_at > $3
        ), withdrawn AS (
            UPDATE interest SET withdrawn_at = greatest($3, received_at)
            FROM theirs WHERE interest.id = theirs.id AND withdrawn_at IS NULL
            RETURNING interest.*
        ), superseded AS (
            UPDATE interest_status SET superseded_at = clock_timestamp()
            FROM withdrawn WHERE interest_id = withdrawn.id AND superseded_at IS NULL
            RETURNING interest_id
        ), appended AS (
            INSERT INTO interest_status (interest_id, status, actor, occurred_at)
            SELECT interest_id, 'withdrawn', 'person', $3 FROM superseded
        ), promised AS (
            INSERT INTO outbox (message_id, recipient, template, language, parameters, interest_id,
                written_at, next_attempt_at)
            SELECT '<' || gen_random_uuid() || '@' || $4::text || '>', w.email,
                   'interest-withdrawn', coalesce(w.language, 'en'),
                   jsonb_build_object('given_name', w.given_name, 'target',
                       coalesce(event.title, programme.title)),
                   w.id, $3, $3
            FROM withdrawn w LEFT JOIN event ON event.id = w.event_id
            LEFT JOIN programme ON programme.id = w.programme_id
        )
        SELECT EXISTS (SELECT FROM theirs)
        """

    var request: WithdrawInterest

    func bind(to parameters: inout Parameters) {
        parameters.add(request.token.bytes)
        parameters.add(request.interest)
        parameters.add(request.now)
        parameters.add(request.mailDomain)
    }

    static func decode(_ row: RowReader) throws(DatabaseError) -> Bool { try row.flag(0) }
}
