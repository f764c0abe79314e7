public import Foundation
public import Postgres

/// The mails that one act promised to people, and what became of them as a whole.
public struct Mailing: Sendable, Equatable {
    /// The act.
    public enum Kind: String, Sendable, CaseIterable {
        case eventMoved = "event-moved"
        case eventCancelled = "event-cancelled"
        case moves
        case invitations
        case nominations
        case poolOffers = "pool-offers"
        case certificates
    }

    public enum State: String, Sendable, CaseIterable {
        case waiting
        case released
        case discarded
    }

    public let id: UUID
    public let kind: Kind
    public let event: String
    public let title: String
    public let writtenAt: Date
    public let writtenBy: String
    public let state: State
    /// When it was released or discarded.
    public let endedAt: Date?
    public let endedBy: String?
    /// How many were promised a mail.
    public let recipients: Int
    /// How many mails still wait in it.
    public let drafts: Int
    /// The soonest time at which something in it that waits runs out, past or to come.
    public let runsOutAt: Date?
}

/// Mailings of an event, or of all; the newest first.
public struct ListMailings: Sendable {
    public var event: Code?
    public var onlyWaiting: Bool
    public var limit: Int

    public init(event: Code? = nil, onlyWaiting: Bool = false, limit: Int = 100) {
        self.event = event
        self.onlyWaiting = onlyWaiting
        self.limit = limit
    }
}

extension Database {
    /// The mailings that were asked for.
    public func mailings(_ list: ListMailings) async throws(DatabaseError) -> [Mailing] {
        try await run(ReadMailings(list: list))
    }

    /// The mailing that an order made, while it waits; nil when the mails left, or there were none.
    public func waiting(_ order: MailOrder) async throws(DatabaseError) -> Mailing? {
        let list = ListMailings(onlyWaiting: true, limit: 1)
        return try await run(ReadMailings(list: list, id: order.id)).first
    }
}

/// Reads mailings with their numbers.
struct ReadMailings: Statement {
    static let sql: StaticString = """
        SELECT m.id, m.kind, event.code, event.title, m.written_at, m.written_by,
               coalesce(m.outcome,
                   CASE WHEN mails.drafts = 0 THEN 'discarded' ELSE 'waiting' END),
               m.ended_at, m.ended_by, mails.recipients, mails.drafts, mails.runs_out_at
        FROM mailing m JOIN event ON event.id = m.event_id
        CROSS JOIN LATERAL (
            SELECT count(*) AS recipients, count(*) FILTER (WHERE o.state = 'draft') AS drafts,
                   min(mail_runs_out_at(o)) FILTER (WHERE o.state = 'draft') AS runs_out_at
            FROM outbox o WHERE o.mailing_id = m.id
        ) AS mails
        WHERE ($1::text IS NULL OR event.code = $1)
          AND (NOT $2 OR m.outcome IS NULL AND mails.drafts > 0)
          AND ($4::uuid IS NULL OR m.id = $4) AND mails.recipients > 0
        ORDER BY m.written_at DESC, m.id LIMIT $3
        """

    var list: ListMailings
    var id: UUID?

    func bind(to parameters: inout Parameters) {
        parameters.add(list.event?.description)
        parameters.add(list.onlyWaiting)
        parameters.add(list.limit)
        parameters.add(id)
    }

    static func decode(_ row: RowReader) throws(DatabaseError) -> Mailing {
        Mailing(
            id: try row.uuid(0), kind: try row.word(1, of: Mailing.Kind.self),
            event: try row.text(2), title: try row.text(3), writtenAt: try row.instant(4),
            writtenBy: try row.text(5), state: try row.word(6, of: Mailing.State.self),
            endedAt: try row.instantIfAny(7), endedBy: try row.textIfAny(8),
            recipients: try row.integer(9), drafts: try row.integer(10),
            runsOutAt: try row.instantIfAny(11))
    }
}
