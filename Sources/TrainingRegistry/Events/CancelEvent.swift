public import Foundation
public import Postgres

/// Ends a published event that will not take place, and tells everybody concerned, once.
public struct CancelEvent: Sendable {
    public var code: Code
    /// What the event counted when it was read.
    public var sequence: Int
    public var reason: Title?
    public var actor: RegistryActor
    public var now: Date
    public var mailDomain: String
    /// Whether its mails leave at once.
    public var mails = MailOrder(.send)

    public init(
        code: Code, sequence: Int, reason: Title?, actor: RegistryActor, now: Date,
        mailDomain: String
    ) {
        self.code = code
        self.sequence = sequence
        self.reason = reason
        self.actor = actor
        self.now = now
        self.mailDomain = mailDomain
    }
}

extension Database {
    public func cancel(
        _ request: CancelEvent
    ) async throws(DatabaseError) -> Result<EventChange, EventRefusal> {
        let informed = try await run(WriteCancellation(request: request)).first
        return try await change(of: request.code, by: .cancel, informed: informed)
    }
}

/// Cancels an event that is still at the sequence it was read at, and promises the mails in the
/// same statement.
struct WriteCancellation: Statement {
    static let sql: StaticString = """
        WITH cancelled AS (
            UPDATE event SET sequence = sequence + 1, cancelled_at = $3
            WHERE code = $1 AND sequence = $2 AND published_at IS NOT NULL AND held_at IS NULL
              AND cancelled_at IS NULL
            RETURNING id, event AS then
        ), noted AS (
            INSERT INTO audit (subject, subject_id, action, actor, reason, occurred_at)
            SELECT 'event', id, 'cancel', $4, $5, $3 FROM cancelled
        ), begun AS MATERIALIZED (
            SELECT begin_mailing($7, 'event-cancelled', id, $3, $4) AS at FROM cancelled
        ), promised AS (
            INSERT INTO outbox (message_id, recipient, template, language, parameters,
                interest_id, written_at, next_attempt_at)
            SELECT '<' || gen_random_uuid() || '@' || $6::text || '>', person.email,
                   'event-cancelled', coalesce(person.language, 'en'),
                   event_calendar(cancelled.then, $6) || jsonb_build_object('given_name',
                       person.given_name, 'has_place', concerned.has_place, 'reason', $5::text,
                       'event_sequence', (cancelled.then).sequence,
                       'sequence', (cancelled.then).sequence + concerned.calendar_step),
                   concerned.interest_id, begun.at, begun.at
            FROM begun, cancelled, people_concerned(cancelled.id) AS concerned
            JOIN person ON person.id = concerned.person_id
            RETURNING id
        )
        SELECT end_mailing($7, $8, $3, (SELECT count(*) FROM promised)) FROM cancelled
        """

    var request: CancelEvent

    func bind(to parameters: inout Parameters) {
        parameters.add(request.code.description)
        parameters.add(Int32(clamping: request.sequence))
        parameters.add(request.now)
        parameters.add(request.actor.description)
        parameters.add(request.reason?.description)
        parameters.add(request.mailDomain)
        parameters.add(request.mails.id)
        parameters.add(request.mails.choice?.rawValue)
    }

    static func decode(_ row: RowReader) throws(DatabaseError) -> Int { try row.integer(0) }
}
