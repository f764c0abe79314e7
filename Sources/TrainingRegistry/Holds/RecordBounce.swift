public import Foundation
public import Mailer
public import Postgres

/// What a mail server reported of a mail of ours, which may come from anybody.
public struct RecordBounce: Sendable {
    public var report: DeliveryReport
    public var actor: RegistryActor
    public var now: Date

    public init(report: DeliveryReport, actor: RegistryActor, now: Date) {
        self.report = report
        self.actor = actor
        self.now = now
    }

    /// What followed.
    public enum Verdict: String, Sendable, CaseIterable {
        /// The address is on hold, since now or before.
        case held
        /// It is written beside the mail; the address may be good.
        case noted
        /// It says that the mail arrived, or went on.
        case delivered
        /// No mail of ours has this Message-ID.
        case unknown
    }
}

extension Database {
    /// Notes a report; only an address that the mail itself has is put on hold.
    public func record(
        _ bounce: RecordBounce
    ) async throws(DatabaseError) -> RecordBounce.Verdict {
        // The worst that it says: of one mail, which has one recipient of ours.
        let bad = bounce.report.recipients.filter { $0.action == .failed && $0.status.kind == 5 }
        let slow = bounce.report.recipients.filter {
            $0.action == .failed && $0.status.kind == 4 || $0.action == .delayed
        }
        let gone = bad.filter(\.status.isAddressGone)
        guard let worst = gone.first ?? bad.first ?? slow.first, worst.status.kind != 2 else {
            return .delivered
        }
        let statement = WriteBounce(
            messageID: bounce.report.messageID, status: worst.status.description,
            gone: gone.flatMap(\.addresses), actor: bounce.actor, now: bounce.now)
        return try await run(statement).first.map { $0 ? .held : .noted } ?? .unknown
    }
}

/// Notes a status beside the mail, and holds its recipient when the report names them as gone.
///
/// One mail puts its address on hold once, whatever else is reported of it: a hold that was
/// released stays so. A row where there is such a mail, which says whether its recipient is on
/// hold.
struct WriteBounce: Statement {
    static let sql: StaticString = """
        WITH mail AS (
            SELECT id, recipient, bounce_status IS DISTINCT FROM $2 AS is_news,
                   folded_address(recipient) = ANY (
                       SELECT folded_address(name) FROM unnest($3::text[]) AS name) AS is_gone
            FROM outbox
            WHERE message_id IN ($1, '<' || $1 || '>') AND attempts > 0
              AND recipient <> 'erased@invalid'
            FOR UPDATE
        ), written AS (
            UPDATE outbox SET bounce_status = $2, bounced_at = $5
            FROM mail
            WHERE outbox.id = mail.id AND is_news
              AND (bounce_status IS NULL OR bounce_status LIKE '4%' OR $2 LIKE '5%')
        ), held AS (
            INSERT INTO address_hold (address, cause, status_code, outbox_id, held_at, held_by)
            SELECT recipient, 'bounce', $2, id, $5, $4 FROM mail
            WHERE is_gone AND is_news
              AND NOT EXISTS (SELECT FROM address_hold WHERE outbox_id = mail.id)
            ON CONFLICT (address_folded) WHERE released_at IS NULL DO NOTHING
            RETURNING id
        ), noted AS (
            INSERT INTO audit (subject, subject_id, action, actor, reason, occurred_at)
            SELECT 'address_hold', id, 'hold', $4, $2, $5 FROM held
        )
        SELECT EXISTS (SELECT FROM held) OR is_on_hold(recipient) FROM mail
        """

    var messageID: String
    var status: String
    /// Whom the report calls gone.
    var gone: [String]
    var actor: RegistryActor
    var now: Date

    func bind(to parameters: inout Parameters) {
        parameters.add(messageID)
        parameters.add(status)
        parameters.add(gone)
        parameters.add(actor.description)
        parameters.add(now)
    }

    static func decode(_ row: RowReader) throws(DatabaseError) -> Bool { try row.flag(0) }
}
