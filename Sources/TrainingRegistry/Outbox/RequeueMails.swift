public import Foundation
public import Postgres

/// Has mails that were given up tried once more; their attempts count on.
public struct RequeueMails: Sendable {
    /// Nil for every mail that was given up.
    public var ids: [Int64]?
    public var actor: RegistryActor
    public var reason: PeopleReason
    public var now: Date

    /// How long a mail that was given up keeps what it says.
    public static let days = 30

    public init(ids: [Int64]?, actor: RegistryActor, reason: PeopleReason, now: Date) {
        self.ids = ids
        self.actor = actor
        self.reason = reason
        self.now = now
    }
}

/// What a list of mails to be tried again came to.
public struct RequeuedMails: Sendable, Equatable {
    public let requeued: [Int64]
    /// Those that say nothing any more: given up too long ago, or of somebody who was erased.
    public let forgotten: [Int64]
}

extension Database {
    /// Whatever else was named is not given up, and stays as it is.
    public func requeue(_ request: RequeueMails) async throws(DatabaseError) -> RequeuedMails {
        let mails = try await run(WriteRequeued(request: request))
        return RequeuedMails(
            requeued: mails.filter(\.isRequeued).map(\.id),
            forgotten: mails.filter { !$0.isRequeued }.map(\.id))
    }
}

/// Makes dead mails due that still have what they say; a row for each dead one that was meant.
struct WriteRequeued: Statement {
    static let sql: StaticString = """
        WITH meant AS (
            SELECT id, ended_at > $2::timestamptz - make_interval(days => $5)
                       AND parameters <> '{}' AS is_whole
            FROM outbox WHERE state = 'dead' AND ($6 OR id = ANY ($1))
            FOR UPDATE
        ), requeued AS (
            UPDATE outbox SET state = 'pending', next_attempt_at = $2, ended_at = NULL
            FROM meant WHERE outbox.id = meant.id AND is_whole
            RETURNING outbox.id
        ), noted AS (
            INSERT INTO audit (subject, action, actor, reason, occurred_at)
            SELECT 'outbox', 'requeue', $3, $4, $2 WHERE EXISTS (SELECT FROM requeued)
        ), woken AS MATERIALIZED (
            SELECT pg_notify('outbox', '') WHERE EXISTS (SELECT FROM requeued)
        )
        SELECT id, is_whole, (SELECT count(*) FROM woken) FROM meant ORDER BY id
        """

    var request: RequeueMails

    func bind(to parameters: inout Parameters) {
        parameters.add(request.ids ?? [])
        parameters.add(request.now)
        parameters.add(request.actor.description)
        parameters.add(request.reason.description)
        parameters.add(Int32(RequeueMails.days))
        parameters.add(request.ids == nil)
    }

    static func decode(
        _ row: RowReader
    ) throws(DatabaseError) -> (id: Int64, isRequeued: Bool) {
        (try row.bigint(0), try row.flag(1))
    }
}
