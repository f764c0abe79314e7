public import Foundation
public import Postgres

/// Deletes what is kept only for a while: interests nobody confirmed, old links, keys and counts.
///
/// With an interest go its links, its statuses and its messages, sent or not: the mail that asked
/// to confirm promised that nothing is kept.
public struct Sweep: Sendable {
    public var now: Date
    public var unconfirmedDays: Int
    /// How many rows one statement deletes at most, so that none holds many locks for long.
    var rowsMax = 2000

    public init(now: Date, unconfirmedDays: Int) {
        self.now = now
        self.unconfirmedDays = unconfirmedDays
    }
}

/// How many rows a sweep deleted.
public struct Swept: Sendable, Equatable {
    public var interests = 0
    public var links = 0
    public var idempotencyKeys = 0
    public var budgets = 0
    /// Mails that were given up, and say nothing any more.
    public var mails = 0

    public init() {}

    public mutating func add(_ other: Swept) {
        interests += other.interests
        links += other.links
        idempotencyKeys += other.idempotencyKeys
        budgets += other.budgets
        mails += other.mails
    }

    /// Of the kind that most was deleted of.
    fileprivate var largest: Int { max(interests, links, idempotencyKeys, budgets, mails) }
}

extension Database {
    /// Deletes in small statements until nothing old is left; several instances may do so at once.
    public func sweep(_ sweep: Sweep) async throws(DatabaseError) -> Swept {
        var swept = try await repeated(SweepInterests(sweep: sweep), sweep)
        swept.add(try await repeated(SweepExpired(sweep: sweep), sweep))
        return swept
    }

    private func repeated<S: Statement>(
        _ statement: S, _ sweep: Sweep
    ) async throws(DatabaseError) -> Swept where S.Row == Swept {
        var total = Swept()
        while true {
            let swept = try await run(statement).first ?? Swept()
            total.add(swept)
            if swept.largest < sweep.rowsMax { return total }
        }
    }
}

/// Deletes interests that nobody confirmed in time, with all that hangs on them.
///
/// Who asked again got a younger link, and keeps the interest until that has expired. An interest
/// whose mail is being sent at this moment waits for the next sweep.
struct SweepInterests: Statement {
    static let sql: StaticString = """
        WITH old AS MATERIALIZED (
            SELECT id FROM interest
            WHERE confirmed_at IS NULL
              AND received_at <= $1::timestamptz - make_interval(days => $2)
              AND NOT EXISTS (SELECT FROM access_token t WHERE t.interest_id = interest.id
                              AND t.used_at IS NULL AND t.expires_at > $1)
              AND NOT EXISTS (SELECT FROM outbox WHERE outbox.interest_id = interest.id
                              AND state = 'sending' AND lease_until > $1)
            ORDER BY received_at LIMIT $3
            FOR UPDATE SKIP LOCKED
        ), gone AS (
            DELETE FROM interest USING old
            WHERE interest.id = old.id AND NOT interest_has_open_link(old.id, $1)
            RETURNING interest.id
        )
        SELECT count(*) FROM gone
        """

    var sweep: Sweep

    func bind(to parameters: inout Parameters) {
        parameters.add(sweep.now)
        parameters.add(Int32(clamping: sweep.unconfirmedDays))
        parameters.add(sweep.rowsMax)
    }

    static func decode(_ row: RowReader) throws(DatabaseError) -> Swept {
        var swept = Swept()
        swept.interests = try row.integer(0)
        return swept
    }
}

/// Deletes links, keys and counts whose time is over, some of each.
///
/// Links go a month after they expired: until then their page says that they did. Idempotency keys
/// go after a day; how many mails an address was promised, once the hour that it counts for is
/// over; what a mail says that did not arrive, after a month.
struct SweepExpired: Statement {
    static let sql: StaticString = """
        WITH old_link AS MATERIALIZED (
            SELECT hash FROM access_token WHERE expires_at <= $1::timestamptz - interval '30 days'
            LIMIT $2 FOR UPDATE SKIP LOCKED
        ), link AS (
            DELETE FROM access_token t USING old_link WHERE t.hash = old_link.hash
            RETURNING t.hash
        ), old_key AS MATERIALIZED (
            SELECT key_hash FROM idempotency_key WHERE created_at <= $1 - interval '1 day'
            LIMIT $2 FOR UPDATE SKIP LOCKED
        ), key AS (
            DELETE FROM idempotency_key k USING old_key WHERE k.key_hash = old_key.key_hash
            RETURNING k.key_hash
        ), old_budget AS MATERIALIZED (
            SELECT address_hash FROM intake_budget WHERE since <= $1 - interval '1 hour'
            LIMIT $2 FOR UPDATE SKIP LOCKED
        ), budget AS (
            DELETE FROM intake_budget b USING old_budget
            WHERE b.address_hash = old_budget.address_hash RETURNING b.address_hash
        ), old_mail AS MATERIALIZED (
            SELECT id FROM outbox
            WHERE state IN ('failed', 'dead') AND ended_at <= $1 - make_interval(days => $3)
              AND (parameters ? 'token' OR content IS NOT NULL)
            LIMIT $2 FOR UPDATE SKIP LOCKED
        ), mail AS (
            UPDATE outbox SET parameters = parameters - 'token', content = NULL FROM old_mail
            WHERE outbox.id = old_mail.id RETURNING outbox.id
        )
        SELECT (SELECT count(*) FROM link), (SELECT count(*) FROM key),
               (SELECT count(*) FROM budget), (SELECT count(*) FROM mail)
        """

    var sweep: Sweep

    func bind(to parameters: inout Parameters) {
        parameters.add(sweep.now)
        parameters.add(sweep.rowsMax)
        parameters.add(Int32(RequeueMails.days))
    }

    static func decode(_ row: RowReader) throws(DatabaseError) -> Swept {
        var swept = Swept()
        swept.links = try row.integer(0)
        swept.idempotencyKeys = try row.integer(1)
        swept.budgets = try row.integer(2)
        swept.mails = try row.integer(3)
        return swept
    }
}
