public import Foundation
public import Postgres

/// A mail about an event as coordinators see it: never what it says, nor its link.
public struct EventMail: Sendable, Equatable {
    public let id: Int64
    /// Whose page tells more; nil of somebody without an interest that was confirmed.
    public let interest: UUID?
    public let name: String
    public let address: String
    public let template: String
    /// In which its reader wants it (BCP 47).
    public let language: String
    public let state: String
    public let writtenAt: Date
    /// When it is tried again, while it is.
    public let nextAttemptAt: Date
    /// When it was settled.
    public let endedAt: Date?
    /// What the mail server or a trouble said last, without addresses.
    public let lastReply: String?
    /// What a report of a mail server said later, such as 5.1.1 (RFC 3463).
    public let bounceStatus: String?
    public let bouncedAt: Date?
    /// The act for many that promised it; nil of a mail on its own.
    public let act: Act?
    /// The mail that it says again.
    public let againOf: Int64?
    /// Why it was not sent, or would not be now.
    public let obstacle: MailObstacle?
    /// Who took it back, and in their words why.
    public let omittedBy: String?
    public let note: String?
    /// Why its address is on hold now: `bounce`, `complaint` or `by-hand`.
    public let holdCause: String?
    public let attempts: [Attempt]

    /// A mailing, by whom it was written.
    public struct Act: Sendable, Equatable {
        public let mailing: UUID
        public let kind: Mailing.Kind
        public let by: String
    }

    /// One attempt to hand it to the mail server.
    public struct Attempt: Sendable, Equatable, Decodable {
        public let startedAt: Date
        public let endedAt: Date?
        /// Nil while it is running, or nobody knows how it ended.
        public let outcome: String?
        /// How far it came, such as `rcpt`.
        public let phase: String?
        /// Of the reply of the mail server (RFC 5321 §4.2).
        public let replyCode: Int?
        /// What the mail server or a trouble said, without addresses.
        public internal(set) var reply: String?
    }
}

extension EventMail {
    /// Whether a mail server said that nobody is there, when it got the mail or later.
    public var isBounced: Bool { bounceStatus?.hasPrefix("5") ?? false }

    /// Whether it can be promised again at all: nothing of it is on its way.
    public var isSettled: Bool { endedAt != nil }
}

extension Database {
    /// The latest mails of an event to those who wrote to it; failed ones only where that is asked.
    public func mails(
        of event: Code, onlyFailed: Bool = false, now: Date
    ) async throws(DatabaseError) -> [EventMail] {
        try await run(
            ReadEventMails(event: event, interest: nil, onlyFailed: onlyFailed, now: now))
    }
}

/// Reads mails with their attempts, the newest first: of an event, or of the person of an interest
/// in it, by whichever interest or address they belong to them.
struct ReadEventMails: Statement {
    static let sql: StaticString = """
        WITH about AS MATERIALIZED (SELECT id FROM event WHERE code = $1),
        mine AS MATERIALIZED (
            SELECT i.* FROM interest i JOIN about ON about.id = i.event_id WHERE i.id = $2
        ), chosen AS (
            SELECT o.id FROM about JOIN interest i ON i.event_id = about.id
            JOIN outbox o ON o.interest_id = i.id
            WHERE $2::uuid IS NULL AND (NOT $3 OR o.state IN ('failed', 'dead'))
            UNION
            SELECT o.id FROM mine
            JOIN interest own ON own.id = mine.id OR own.person_id = mine.person_id
            JOIN outbox o ON o.interest_id = own.id
            WHERE (event_of_mail(o)).id = mine.event_id
            UNION
            SELECT o.id FROM mine JOIN outbox o
                ON o.interest_id IS NULL AND folded_address(o.recipient) = mine.email_folded
            WHERE (event_of_mail(o)).id = mine.event_id
              AND coalesce(o.parameters ->> 'given_name', mine.given_name) = mine.given_name
        )
        SELECT o.id, CASE WHEN i.confirmed_at IS NOT NULL AND i.event_id = about.id THEN i.id END,
               coalesce(i.given_name || ' ' || i.family_name, o.parameters ->> 'given_name',
                        o.recipient),
               o.recipient, o.template, o.language, o.state, o.written_at, o.next_attempt_at,
               o.ended_at, CASE WHEN o.omitted_for IS NULL THEN o.last_reply END,
               o.bounce_status, o.bounced_at, m.id, m.kind, m.written_by, o.again_of,
               why_not_sent(o, $4), o.omitted_by,
               CASE WHEN o.omitted_for IS NOT NULL THEN o.last_reply END, h.cause,
               (SELECT coalesce(jsonb_agg(jsonb_build_object(
                           'started_at', instant_text(a.started_at),
                           'ended_at', instant_text(a.ended_at), 'outcome', a.outcome,
                           'phase', a.phase, 'reply_code', a.reply_code, 'reply', a.reply)
                       ORDER BY a.number), '[]')
                FROM outbox_attempt a WHERE a.outbox_id = o.id)::text
        FROM about CROSS JOIN chosen JOIN outbox o ON o.id = chosen.id
        LEFT JOIN interest i ON i.id = o.interest_id
        LEFT JOIN mailing m ON m.id = o.mailing_id
        LEFT JOIN address_hold h ON h.address_folded = folded_address(o.recipient)
            AND h.released_at IS NULL
        ORDER BY o.id DESC LIMIT 500
        """

    var event: Code
    /// Nil for everybody of the event.
    var interest: UUID?
    var onlyFailed: Bool
    var now: Date

    func bind(to parameters: inout Parameters) {
        parameters.add(event.description)
        parameters.add(interest)
        parameters.add(onlyFailed)
        parameters.add(now)
    }

    static func decode(_ row: RowReader) throws(DatabaseError) -> EventMail {
        var attempts = try row.objects(21, of: EventMail.Attempt.self)
        // Whoever reads it knows whom the mail was for.
        for index in attempts.indices {
            attempts[index].reply = attempts[index].reply?.withoutAddresses
        }
        let lastReply = try row.textIfAny(10)?.withoutAddresses
        return EventMail(
            id: try row.bigint(0), interest: try row.uuidIfAny(1), name: try row.text(2),
            address: try row.text(3), template: try row.text(4), language: try row.text(5),
            state: try row.text(6), writtenAt: try row.instant(7),
            nextAttemptAt: try row.instant(8), endedAt: try row.instantIfAny(9),
            lastReply: lastReply, bounceStatus: try row.textIfAny(11),
            bouncedAt: try row.instantIfAny(12), act: try act(row),
            againOf: try row.bigintIfAny(16),
            obstacle: try row.textIfAny(17) == nil
                ? nil : try row.word(17, of: MailObstacle.self),
            omittedBy: try row.textIfAny(18), note: try row.textIfAny(19),
            holdCause: try row.textIfAny(20), attempts: attempts)
    }

    private static func act(_ row: RowReader) throws(DatabaseError) -> EventMail.Act? {
        guard let mailing = try row.uuidIfAny(13) else { return nil }
        return EventMail.Act(
            mailing: mailing, kind: try row.word(14, of: Mailing.Kind.self),
            by: try row.text(15))
    }
}

extension RowReader {
    /// A column that holds a JSON array of objects in the way of the API.
    func objects<Item: Decodable>(
        _ column: Int, of type: Item.Type
    ) throws(DatabaseError) -> [Item] {
        let decoder = JSONDecoder()
        decoder.keyDecodingStrategy = .convertFromSnakeCase
        decoder.dateDecodingStrategy = .iso8601
        guard let items = try? decoder.decode([Item].self, from: Data(text(column).utf8)) else {
            throw .failed(sqlState: "22023", message: "not the objects that were asked for")
        }
        return items
    }
}
