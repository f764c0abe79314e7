public import Foundation
public import Postgres

/// A mailing with everybody who gets something, everybody connected who does not, and why.
public struct MailingDetail: Sendable {
    public let mailing: Mailing
    /// In the order in which they were written.
    public let recipients: [MailingRecipient]
    /// Everybody else who has to do with the event, by name.
    public let bystanders: [MailingBystander]

    /// Who gets it, or got it.
    public var getting: [MailingRecipient] { recipients.filter { $0.obstacle == nil } }

    /// Who was promised it and does not get it.
    public var missing: [MailingRecipient] { recipients.filter { $0.obstacle != nil } }

    /// Everybody who gets the text that one of them gets, in the same language.
    public func getting(like one: MailingRecipient) -> [MailingRecipient] {
        getting.filter {
            ($0.template, $0.language, $0.hasPlace) == (one.template, one.language, one.hasPlace)
        }
    }
}

/// One mail of a mailing, and whether it leaves.
public struct MailingRecipient: Sendable, Equatable {
    /// Of the mail, in the outbox.
    public let id: Int64
    public let interest: UUID?
    public let name: String
    public let address: String
    public let template: String
    /// In which its reader wants it (BCP 47).
    public let language: String
    public let state: String
    /// Why it does not leave, or did not; nil where it does.
    public let obstacle: MailObstacle?
    /// Since when that is so, where it is known.
    public let obstacleSince: Date?
    /// Who took it back, and in their words why.
    public let omittedBy: String?
    public let note: String?
    /// Why the address is on hold: `bounce`, `complaint` or `by-hand`.
    public let holdCause: String?
    /// When what it asks for cannot be done any more.
    public let runsOutAt: Date?
    /// JSON as the renderer takes it, without secrets, of the first who gets each text in each
    /// language.
    public let parameters: String?
    /// Of a move: whether they have a place, which makes another text of it.
    public let hasPlace: Bool?
}

extension Database {
    /// Nil when the event has no such mailing.
    public func mailing(
        _ id: UUID, of event: Code, now: Date
    ) async throws(DatabaseError) -> MailingDetail? {
        let list = ListMailings(event: event, limit: 1)
        guard let mailing = try await run(ReadMailings(list: list, id: id)).first else {
            return nil
        }
        let recipients = try await run(ReadMailingRecipients(mailing: id, now: now))
        return MailingDetail(
            mailing: mailing, recipients: recipients,
            bystanders: try await run(ReadMailingBystanders(mailing: id)))
    }
}

/// Reads the mails of a mailing with why one does not leave.
struct ReadMailingRecipients: Statement {
    static let sql: StaticString = """
        SELECT o.id, o.interest_id, coalesce(i.given_name || ' ' || i.family_name,
                   nullif(concat_ws(' ', v.given_name, v.family_name), ''),
                   o.parameters ->> 'given_name', o.recipient),
               o.recipient, o.template, o.language, o.state,
               why.word,
               CASE WHEN h.id IS NOT NULL THEN h.held_at
                    WHEN o.omitted_for IS NOT NULL THEN coalesce(i.withdrawn_at, o.ended_at)
                    ELSE i.withdrawn_at END,
               o.omitted_by, CASE WHEN o.omitted_for IS NOT NULL THEN o.last_reply END,
               h.cause, mail_runs_out_at(o),
               CASE WHEN why.word IS NULL
                         AND 1 = row_number() OVER (
                             PARTITION BY o.template, o.language, has_place, why.word IS NULL
                             ORDER BY o.parameters = '{}', o.id)
                    THEN says.it || '{"token": "only-in-the-mail-itself"}'
                        || CASE WHEN o.parameters ? 'check_in_code'
                           THEN '{"check_in_code": "AAAAAAAAAA"}' ELSE '{}' END::jsonb END::text,
               has_place
        FROM outbox o CROSS JOIN LATERAL (SELECT why_not_sent(o, $2) AS word) AS why
        CROSS JOIN LATERAL (SELECT CASE WHEN o.ended_at IS NULL THEN mail_as_of_now(o)
                                        ELSE o.parameters END AS it OFFSET 0) AS says
        CROSS JOIN LATERAL (SELECT CASE o.template WHEN 'event-moved'
                                THEN (says.it ->> 'has_place')::boolean END AS has_place) AS text
        LEFT JOIN interest i ON i.id = o.interest_id
        LEFT JOIN invitation v ON v.id = (o.parameters ->> 'invitation')::uuid
        LEFT JOIN address_hold h ON h.address_folded = folded_address(o.recipient)
            AND h.released_at IS NULL AND o.state IN ('draft', 'held')
        WHERE o.mailing_id = $1
        ORDER BY o.id LIMIT 2000
        """

    var mailing: UUID
    var now: Date

    func bind(to parameters: inout Parameters) {
        parameters.add(mailing)
        parameters.add(now)
    }

    static func decode(_ row: RowReader) throws(DatabaseError) -> MailingRecipient {
        let obstacle = try row.textIfAny(7)
        return MailingRecipient(
            id: try row.bigint(0), interest: try row.uuidIfAny(1), name: try row.text(2),
            address: try row.text(3), template: try row.text(4), language: try row.text(5),
            state: try row.text(6),
            obstacle: obstacle == nil ? nil : try row.word(7, of: MailObstacle.self),
            obstacleSince: obstacle == nil ? nil : try row.instantIfAny(8),
            omittedBy: try row.textIfAny(9), note: try row.textIfAny(10),
            holdCause: try row.textIfAny(11), runsOutAt: try row.instantIfAny(12),
            parameters: try row.textIfAny(13), hasPlace: try row.flagIfAny(14))
    }
}

/// Reads who has to do with the event of a mailing and has no mail in it.
struct ReadMailingBystanders: Statement {
    static let sql: StaticString = """
        WITH about AS (SELECT event_id FROM mailing WHERE id = $1),
        told AS MATERIALIZED (
            SELECT o.interest_id, folded_address(o.recipient) AS address,
                   (SELECT person_id FROM interest WHERE id = o.interest_id) AS person_id
            FROM outbox o WHERE o.mailing_id = $1
        )
        SELECT i.id, i.given_name || ' ' || i.family_name AS name, s.status, s.occurred_at,
               i.confirmed_at IS NOT NULL, i.withdrawn_at
        FROM about JOIN interest i USING (event_id)
        LEFT JOIN interest_status s ON s.interest_id = i.id AND s.superseded_at IS NULL
        WHERE NOT EXISTS (SELECT FROM told WHERE told.interest_id = i.id
            OR told.person_id = i.person_id
            OR told.interest_id IS NULL AND told.address = i.email_folded)
        UNION ALL
        SELECT NULL, n.given_name || ' ' || n.family_name, NULL, n.created_at, false, NULL
        FROM about JOIN nomination n USING (event_id)
        WHERE n.interest_id IS NULL AND n.ended_at IS NULL AND n.given_name IS NOT NULL
          AND NOT EXISTS (SELECT FROM told WHERE told.address = n.email_folded)
        ORDER BY name LIMIT 2000
        """

    var mailing: UUID

    func bind(to parameters: inout Parameters) { parameters.add(mailing) }

    static func decode(_ row: RowReader) throws(DatabaseError) -> MailingBystander {
        let hasStatus = try row.textIfAny(2) != nil
        return MailingBystander(
            interest: try row.uuidIfAny(0), name: try row.text(1),
            status: hasStatus ? try row.word(2, of: InterestStatus.self) : nil,
            since: try row.instantIfAny(3), isConfirmed: try row.flag(4),
            withdrawnAt: try row.instantIfAny(5))
    }
}
