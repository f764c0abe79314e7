public import Foundation
import Postgres

/// Where the person of an interest stands in an event: all that decides which mails they get.
public struct MailStanding: Sendable, Equatable {
    public var interest: UUID
    public var name: String
    /// The address that mails to them go to now.
    public var address: String
    public var receivedAt: Date
    public var confirmedAt: Date?
    public var withdrawnAt: Date?
    /// Nil while they have not confirmed.
    public var status: InterestStatus?
    public var since: Date?
    /// Whether they gave themselves that status.
    public var isOwnDoing: Bool
    public var shortlistedAt: Date?
    /// Since when they take part; nil of somebody without a seat.
    public var seatedAt: Date?
    /// Whether they were there, or partly; nil where nobody of the event was marked.
    public var wasThere: Bool?
    public var merit: Merit
    public var event: Circumstances
    public var reminders: [Reminder]

    /// What stands between somebody and a certificate.
    public enum Merit: String, Sendable, CaseIterable {
        case given
        case noSessions = "no-sessions"
        case sheetsOpen = "sheets-open"
        case incomplete
        case notGivenYet = "not-given-yet"
    }

    /// What mails depend on of the event.
    public struct Circumstances: Sendable, Equatable {
        /// Whether everybody who confirms gets a seat, while there is one.
        public var isOpen: Bool
        public var tellsShortlisted: Bool
        public var isOver: Bool
        public var movedAt: Date?
        public var cancelledAt: Date?

        public init(
            isOpen: Bool = false, tellsShortlisted: Bool = false, isOver: Bool = false,
            movedAt: Date? = nil, cancelledAt: Date? = nil
        ) {
            self.isOpen = isOpen
            self.tellsShortlisted = tellsShortlisted
            self.isOver = isOver
            self.movedAt = movedAt
            self.cancelledAt = cancelledAt
        }
    }

    /// A mail that is planned for everybody who takes part, and whether they were promised it.
    public struct Reminder: Sendable, Hashable, Decodable {
        public var kind: MailPlan.Reminder.Kind
        public var days: Int
        public var state: EventReminder.State
        /// Nil of an event of which no day is known.
        public var dueAt: Date?
        public var leftAt: Date?
        public var isPromised: Bool

        public init(
            kind: MailPlan.Reminder.Kind, days: Int, state: EventReminder.State,
            dueAt: Date? = nil, leftAt: Date? = nil, isPromised: Bool = false
        ) {
            self.kind = kind
            self.days = days
            self.state = state
            self.dueAt = dueAt
            self.leftAt = leftAt
            self.isPromised = isPromised
        }
    }

    /// As one who is no recipient of a mailing, for the rule of mailings.
    var bystander: MailingBystander {
        MailingBystander(
            interest: interest, name: name, status: status, since: since,
            isConfirmed: confirmedAt != nil, withdrawnAt: withdrawnAt)
    }
}

/// Reads where the person of an interest stands; no row without such an interest in the event.
struct ReadMailStanding: Statement {
    static let sql: StaticString = """
        SELECT i.id, i.given_name || ' ' || i.family_name, coalesce(person.email, i.email),
               i.received_at, i.confirmed_at, i.withdrawn_at, s.status, s.occurred_at,
               coalesce(s.actor = 'person', false),
               (SELECT max(occurred_at) FROM interest_status
                WHERE interest_id = i.id AND status = 'shortlisted'),
               p.occurred_at,
               CASE WHEN EXISTS (SELECT FROM attendance_now WHERE event_id = e.id)
                    THEN EXISTS (SELECT FROM attendance_counted a WHERE a.participation_id = p.id
                                 AND a.status IN ('present', 'partly')) END,
               CASE WHEN EXISTS (SELECT FROM certificate WHERE participation_id = p.id
                                 AND revoked_at IS NULL) THEN 'given'
                    ELSE coalesce(certificates_wait_for(e), (
                        SELECT 'not-given-yet' FROM attended a
                        WHERE a.participation_id = p.id AND a.meets_rule), 'incomplete') END,
               e.admission = 'open', coalesce(plan.tells_shortlisted, false),
               coalesce(event_over_at(e) <= $3, false), e.moved_at, e.cancelled_at,
               (SELECT coalesce(jsonb_agg(jsonb_build_object('kind', r.kind, 'days', r.days,
                           'state', reminder_state(r, e, $3),
                           'due_at', instant_text(reminder_due_at(r, e)),
                           'left_at', instant_text(r.left_at), 'is_promised', EXISTS (
                               SELECT FROM reminder_mail told
                               JOIN participation_now n ON n.id = told.participation_id
                               WHERE told.reminder_id = r.id AND n.person_token = person.token))
                       ORDER BY coalesce(r.left_at, reminder_due_at(r, e)), r.kind, r.id), '[]')
                FROM event_reminder r WHERE r.event_id = e.id)::text
        FROM interest i JOIN event e ON e.id = i.event_id
        LEFT JOIN person ON person.id = i.person_id
        LEFT JOIN interest_status s ON s.interest_id = i.id AND s.superseded_at IS NULL
        LEFT JOIN event_mail_plan plan ON plan.event_id = e.id
        LEFT JOIN LATERAL (
            SELECT id, occurred_at FROM participation_now
            WHERE event_id = e.id AND person_token = person.token AND status = 'confirmed'
            ORDER BY occurred_at, id LIMIT 1
        ) AS p ON true
        WHERE e.code = $1 AND i.id = $2
        """

    var event: Code
    var interest: UUID
    var now: Date

    func bind(to parameters: inout Parameters) {
        parameters.add(event.description)
        parameters.add(interest)
        parameters.add(now)
    }

    static func decode(_ row: RowReader) throws(DatabaseError) -> MailStanding {
        MailStanding(
            interest: try row.uuid(0), name: try row.text(1), address: try row.text(2),
            receivedAt: try row.instant(3), confirmedAt: try row.instantIfAny(4),
            withdrawnAt: try row.instantIfAny(5),
            status: try row.textIfAny(6) == nil
                ? nil : try row.word(6, of: InterestStatus.self),
            since: try row.instantIfAny(7), isOwnDoing: try row.flag(8),
            shortlistedAt: try row.instantIfAny(9), seatedAt: try row.instantIfAny(10),
            wasThere: try row.flagIfAny(11),
            merit: try row.word(12, of: MailStanding.Merit.self),
            event: MailStanding.Circumstances(
                isOpen: try row.flag(13), tellsShortlisted: try row.flag(14),
                isOver: try row.flag(15), movedAt: try row.instantIfAny(16),
                cancelledAt: try row.instantIfAny(17)),
            reminders: try row.objects(18, of: MailStanding.Reminder.self))
    }
}
