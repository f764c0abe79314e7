public import Foundation
public import Postgres

/// A mail about an interest as coordinators see it: never what it says, nor its link.
public struct EventMail: Sendable, Equatable {
    public let id: Int64
    public let interest: UUID
    public let name: String
    public let template: String
    public let state: String
    public let writtenAt: Date
    /// When it is tried again, while it is.
    public let nextAttemptAt: Date
    public let lastReply: String?
    /// What a report of a mail server said later, such as 5.1.1 (RFC 3463).
    public let bounceStatus: String?
    public let attempts: [Attempt]

    /// One attempt to hand it to the mail server.
    public struct Attempt: Sendable, Equatable, Decodable {
        public let startedAt: Date
        public let outcome: String?
        public let reply: String?
    }
}

extension Database {
    /// The latest mails of an event, of those who wrote to it or of one interest; failed ones only
    /// where that is asked.
    public func mails(
        of event: Code, interest: UUID? = nil, onlyFailed: Bool = false
    ) async throws(DatabaseError) -> [EventMail] {
        try await run(ReadEventMails(event: event, interest: interest, onlyFailed: onlyFailed))
    }
}

/// Reads mails with their attempts.
struct ReadEventMails: Statement {
    static let sql: StaticString = """
        SELECT o.id, i.id, i.given_name || ' ' || i.family_name, o.template, o.state,
               o.written_at, o.next_attempt_at, o.last_reply, o.bounce_status,
               (SELECT coalesce(jsonb_agg(jsonb_build_object('started_at',
                           instant_text(a.started_at), 'outcome', a.outcome, 'reply', a.reply)
                       ORDER BY a.number), '[]')
                FROM outbox_attempt a WHERE a.outbox_id = o.id)::text
        FROM outbox o JOIN interest i ON i.id = o.interest_id JOIN event ON event.id = i.event_id
        WHERE event.code = $1 AND ($2::uuid IS NULL OR i.id = $2)
          AND (NOT $3 OR o.state IN ('failed', 'dead'))
        ORDER BY o.id DESC LIMIT 500
        """

    var event: Code
    var interest: UUID?
    var onlyFailed: Bool

    func bind(to parameters: inout Parameters) {
        parameters.add(event.description)
        parameters.add(interest)
        parameters.add(onlyFailed)
    }

    static func decode(_ row: RowReader) throws(DatabaseError) -> EventMail {
        let decoder = JSONDecoder()
        decoder.keyDecodingStrategy = .convertFromSnakeCase
        decoder.dateDecodingStrategy = .iso8601
        let text = try row.text(9)
        let attempts = try? decoder.decode([EventMail.Attempt].self, from: Data(text.utf8))
        return EventMail(
            id: try row.bigint(0), interest: try row.uuid(1), name: try row.text(2),
            template: try row.text(3), state: try row.text(4), writtenAt: try row.instant(5),
            nextAttemptAt: try row.instant(6), lastReply: try row.textIfAny(7),
            bounceStatus: try row.textIfAny(8), attempts: attempts ?? [])
    }
}
