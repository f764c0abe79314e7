import FoundationEssentials
import Postgres

/// Claims up to `limit` messages that are due, until `leaseEnd`, and begins an attempt of each.
///
/// Others pass over them (SKIP LOCKED), and so does whoever may send nothing more to their domain
/// for the moment. Whoever dies keeps nothing: while a message is being sent
/// it is due again when its lease ends, and the attempt that nobody ended becomes `unknown`. The
/// number of an attempt is not counted from `attempts`, because a released one is given back. What
/// is due to an address on hold becomes `held` here, at the last moment: no other way is free of
/// races between a hold and a promise.
struct ClaimMail: Statement {
    static let sql: StaticString = """
        WITH due AS MATERIALIZED (
            SELECT * FROM due_mails($1, $2, $3::integer, $6::integer, $7::integer, $8, $9)
        ), held AS (
            UPDATE outbox SET state = 'held', lease_until = NULL, lease_holder = NULL
            FROM due WHERE outbox.id = due.id AND is_held
        ), lapsed AS (
            UPDATE outbox_attempt SET ended_at = $1, outcome = 'unknown'
            FROM due WHERE outbox_id = due.id AND outcome IS NULL
            RETURNING outbox_id
        ), claimed AS (
            UPDATE outbox
            SET state = 'sending', lease_until = $4, next_attempt_at = $4, lease_holder = $5,
                attempts = attempts + 1
            FROM due WHERE outbox.id = due.id AND NOT is_held
            RETURNING outbox.id, attempts, message_id, recipient, template, language, parameters,
                      content, written_at, due_at
        ), attempt AS (
            INSERT INTO outbox_attempt (outbox_id, number, instance, started_at)
            SELECT id, 1 + coalesce((SELECT max(number) FROM outbox_attempt
                                     WHERE outbox_id = claimed.id), 0), $5, $1
            FROM claimed
            RETURNING outbox_id, number
        )
        SELECT id, number, attempts,
               (SELECT count(*) FROM outbox_attempt AS earlier
                WHERE earlier.outbox_id = id AND earlier.outcome IN ('deferred', 'unknown'))
               + (SELECT count(*) FROM lapsed WHERE lapsed.outbox_id = id),
               message_id, recipient, template, language, parameters::text, content, written_at
        FROM claimed JOIN attempt ON outbox_id = id
        ORDER BY due_at, id
        """

    var now: Date
    /// What is due later than this is left alone.
    var dueBy: Date
    var limit: Int
    var leaseEnd: Date
    var instance: UUID
    var pace = MailPace()

    func bind(to parameters: inout Parameters) {
        parameters.add(now)
        parameters.add(dueBy)
        parameters.add(limit)
        parameters.add(leaseEnd)
        parameters.add(instance)
        parameters.add(pace.perMinute)
        parameters.add(pace.perDomainAndMinute)
        let domains = pace.ofDomains.keys.sorted()
        parameters.add(domains)
        parameters.add(domains.map { Int32(clamping: pace.ofDomains[$0] ?? 0) })
    }

    static func decode(_ row: RowReader) throws(DatabaseError) -> ClaimedMail {
        ClaimedMail(
            id: try row.bigint(0), number: try row.integer(1), attempts: try row.integer(2),
            ownTroubles: try row.integer(3), messageID: try row.text(4),
            recipient: try row.text(5), template: try row.text(6), language: try row.text(7),
            parameters: try row.text(8), content: try row.bytesIfAny(9),
            writtenAt: try row.instant(10))
    }
}
