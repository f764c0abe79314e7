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

    public init() {}

    public mutating func add(_ other: Swept) {
        interests += other.interests
        links += other.links
        idempotencyKeys += other.idempotencyKeys
        budgets += other.budgets
    }
}

extension Database {
    /// Deletes in small statements until nothing old is left; several instances may do so at once.
    public func sweep(_ sweep: Sweep) async throws(DatabaseError) -> Swept {
        var swept = Swept()
        swept.interests = try await repeated(SweepInterests(sweep: sweep), sweep)
        swept.links = try await repeated(SweepLinks(sweep: sweep), sweep)
        swept.idempotencyKeys = try await repeated(SweepIdempotencyKeys(sweep: sweep), sweep)
        swept.budgets = try await repeated(SweepBudgets(sweep: sweep), sweep)
        return swept
    }

    private func repeated<S: Statement>(
        _ statement: S, _ sweep: Sweep
    ) async throws(DatabaseError) -> Int where S.Row == Int {
        var total = 0
        while true {
            let count = try await run(statement).first ?? 0
            total += count
            if count < sweep.rowsMax { return total }
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

    static func decode(_ row: RowReader) throws(DatabaseError) -> Int { try row.integer(0) }
}

/// Deletes links a month after they expired: until then their page says that they did.
struct SweepLinks: Statement {
    static let sql: StaticString = """
        WITH old AS MATERIALIZED (
            SELECT hash FROM access_token
            WHERE expires_at <= $1::timestamptz - interval '30 days'
            LIMIT $2 FOR UPDATE SKIP LOCKED
        ), gone AS (
            DELETE FROM access_token USING old WHERE access_token.hash = old.hash
            RETURNING access_token.hash
        )
        SELECT count(*) FROM gone
        """

    var sweep: Sweep

    func bind(to parameters: inout Parameters) {
        parameters.add(sweep.now)
        parameters.add(sweep.rowsMax)
    }

    static func decode(_ row: RowReader) throws(DatabaseError) -> Int { try row.integer(0) }
}

/// Forgets idempotency keys after a day.
struct SweepIdempotencyKeys: Statement {
    static let sql: StaticString = """
        WITH old AS MATERIALIZED (
            SELECT key_hash FROM idempotency_key
            WHERE created_at <= $1::timestamptz - interval '1 day'
            LIMIT $2 FOR UPDATE SKIP LOCKED
        ), gone AS (
            DELETE FROM idempotency_key k USING old WHERE k.key_hash = old.key_hash
            RETURNING k.key_hash
        )
        SELECT count(*) FROM gone
        """

    var sweep: Sweep

    func bind(to parameters: inout Parameters) {
        parameters.add(sweep.now)
        parameters.add(sweep.rowsMax)
    }

    static func decode(_ row: RowReader) throws(DatabaseError) -> Int { try row.integer(0) }
}

/// Forgets how many mails an address was promised, once the hour they count for is over.
struct SweepBudgets: Statement {
    static let sql: StaticString = """
        WITH old AS MATERIALIZED (
            SELECT address_hash FROM intake_budget
            WHERE since <= $1::timestamptz - interval '1 hour'
            LIMIT $2 FOR UPDATE SKIP LOCKED
        ), gone AS (
            DELETE FROM intake_budget b USING old WHERE b.address_hash = old.address_hash
            RETURNING b.address_hash
        )
        SELECT count(*) FROM gone
        """

    var sweep: Sweep

    func bind(to parameters: inout Parameters) {
        parameters.add(sweep.now)
        parameters.add(sweep.rowsMax)
    }

    static func decode(_ row: RowReader) throws(DatabaseError) -> Int { try row.integer(0) }
}
