public import Foundation
public import Postgres

/// What a coordinator looks at first: the events to come and those that still want something.
public struct ReadDashboard: Sendable {
    public var reach: Principal.Reach
    public var now: Date
    /// Nil for what a coordinator looks at first.
    public var filter: Filter?

    public init(_ reach: Principal.Reach, now: Date, filter: Filter? = nil) {
        self.reach = reach
        self.now = now
        self.filter = filter
    }

    /// Picks among all events, however long ago.
    public struct Filter: Sendable, Equatable {
        public var state: EventState?
        /// Of a programme by its code.
        public var programme: Code?
        public var kind: EventKind?
        /// A part of the title, the code or the place.
        public var text: String?
        /// Only the event of this code.
        public var code: Code?

        public init(
            state: EventState? = nil, programme: Code? = nil, kind: EventKind? = nil,
            text: String? = nil, code: Code? = nil
        ) {
            self.state = state
            self.programme = programme
            self.kind = kind
            self.text = text
            self.code = code
        }
    }
}

/// One event with its numbers and what it wants.
public struct DashboardEvent: Sendable, Equatable {
    public var id: UUID
    public var code: String
    public var title: String
    public var kind: EventKind
    public var state: EventState
    public var programme: String?
    public var startsOn: CalendarDay
    public var endsOn: CalendarDay
    public var place: String
    public var isOver: Bool
    public var counts: EventCounts
    public var quotas: [QuotaBar]
    /// Mails about it that were given up or failed at least once and are not sent.
    public var mailsFailed: Int
    /// Sessions that are over and whose sheet is open.
    public var sheetsOpen: Int
    /// Mailings that wait for somebody to look at them.
    public var mailingsWaiting: Int

    /// Somebody has to decide: people wait for an answer, or seats are free while people wait.
    public var wantsDecision: Bool {
        !isOver && (counts.pending > 0 || counts.waiting > 0 && (counts.seatsLeft ?? 0) > 0)
    }
}

/// The numbers of one event, from the view `event_counts`.
public struct EventCounts: Sendable, Equatable {
    public var interested: Int
    public var pending: Int
    public var offered: Int
    public var waiting: Int
    public var confirmed: Int
    /// Nil where there is no limit.
    public var seats: Int?
    public var seatsLeft: Int?
}

/// How far a quota is used.
public struct QuotaBar: Sendable, Equatable {
    public var name: String
    public var taken: Int
    public var seatsMax: Int
}

extension Database {
    /// Events that are not over, those that ended within a month, and any with a sheet still open;
    /// the earliest first.
    public func dashboard(
        _ request: ReadDashboard
    ) async throws(DatabaseError) -> [DashboardEvent] {
        try await run(ReadDashboardEvents(request: request))
    }

    /// One event with its numbers; nil when there is none of that code.
    public func numbers(of event: Code, now: Date) async throws(DatabaseError) -> DashboardEvent? {
        let filter = ReadDashboard.Filter(code: event)
        return try await dashboard(ReadDashboard(.everything, now: now, filter: filter)).first
    }
}

/// Reads events with their numbers in one statement.
struct ReadDashboardEvents: Statement {
    static let sql: StaticString = """
        SELECT event.id, event.code, event.title, event.kind, life.state,
               programme.title, event.starts_on, event.ends_on,
               CASE WHEN event.is_online THEN 'online' ELSE event.city END,
               event_over_at(event) <= $4, counts.interested, counts.pending, counts.offered,
               counts.waiting, counts.confirmed, counts.seats, counts.seats_left,
               (SELECT count(*) FROM outbox JOIN interest ON interest.id = outbox.interest_id
                WHERE interest.event_id = event.id AND outbox.state IN ('failed', 'dead')),
               open.sheets,
               ARRAY(SELECT q.dimension || ' ' || CASE q.dimension
                         WHEN 'organisation' THEN coalesce((
                             SELECT n.name FROM organisation_name n
                             WHERE n.organisation_id::text = q.value
                             ORDER BY upper_inf(n.valid) DESC LIMIT 1), q.value)
                         ELSE q.value END
                     FROM seat_quota q WHERE q.event_id = event.id ORDER BY q.dimension, q.value),
               ARRAY(SELECT q.taken FROM seat_quota q
                     WHERE q.event_id = event.id ORDER BY q.dimension, q.value),
               ARRAY(SELECT q.seats_max FROM seat_quota q
                     WHERE q.event_id = event.id ORDER BY q.dimension, q.value),
               (SELECT count(*) FROM mailing
                WHERE mailing.event_id = event.id AND outcome IS NULL AND EXISTS (
                    SELECT FROM outbox o WHERE o.mailing_id = mailing.id AND o.state = 'draft'))
        FROM event JOIN event_counts counts ON counts.event_id = event.id
        LEFT JOIN programme ON programme.id = event.programme_id
        CROSS JOIN LATERAL (
            SELECT count(*) AS sheets FROM session s
            WHERE s.event_id = event.id AND s.ends_at <= $4 AND counts.confirmed > 0
              AND NOT EXISTS (SELECT FROM attendance_seal WHERE session_id = s.id)
        ) AS open
        CROSS JOIN LATERAL (
            SELECT CASE WHEN event.cancelled_at IS NOT NULL THEN 'cancelled'
                        WHEN event.held_at IS NOT NULL THEN 'held'
                        WHEN event.published_at IS NOT NULL THEN 'published'
                        ELSE 'draft' END AS state
        ) AS life
        WHERE ($1 OR event.programme_id = ANY ($2) OR event.id = ANY ($3))
          AND ($5 OR event.ends_on >= ($4::timestamptz - interval '31 days')::date
               OR open.sheets > 0 AND event.cancelled_at IS NULL)
          AND ($6::text IS NULL OR life.state = $6)
          AND ($7::text IS NULL OR programme.code = $7)
          AND ($8::text IS NULL OR event.kind = $8)
          AND ($9::text IS NULL OR strpos(lower(event.title || ' ' || event.code || ' '
                                                || event.city), lower($9)) > 0)
          AND ($10::text IS NULL OR event.code = $10)
        ORDER BY CASE WHEN $5 THEN event.starts_on END DESC, event.starts_on, event.code
        LIMIT 500
        """

    var request: ReadDashboard

    func bind(to parameters: inout Parameters) {
        parameters.add(request.reach.isEverything)
        parameters.add(request.reach.programmes)
        parameters.add(request.reach.events)
        parameters.add(request.now)
        parameters.add(request.filter != nil)
        parameters.add(request.filter?.state?.rawValue)
        parameters.add(request.filter?.programme?.description)
        parameters.add(request.filter?.kind?.rawValue)
        parameters.add(request.filter?.text)
        parameters.add(request.filter?.code?.description)
    }

    static func decode(_ row: RowReader) throws(DatabaseError) -> DashboardEvent {
        guard let kind = EventKind(rawValue: try row.text(3)),
            let state = EventState(rawValue: try row.text(4))
        else { throw .failed(sqlState: "XX000", message: "a kind that nobody knows") }
        let names = try row.texts(19)
        let taken = try row.integers(20)
        let most = try row.integers(21)
        return DashboardEvent(
            id: try row.uuid(0), code: try row.text(1), title: try row.text(2), kind: kind,
            state: state, programme: try row.textIfAny(5), startsOn: try row.day(6),
            endsOn: try row.day(7), place: try row.text(8), isOver: try row.flag(9),
            counts: EventCounts(
                interested: try row.integer(10), pending: try row.integer(11),
                offered: try row.integer(12), waiting: try row.integer(13),
                confirmed: try row.integer(14), seats: try row.integerIfAny(15),
                seatsLeft: try row.integerIfAny(16)),
            quotas: zip(names, zip(taken, most)).map {
                QuotaBar(name: $0, taken: Int($1.0), seatsMax: Int($1.1))
            },
            mailsFailed: try row.integer(17), sheetsOpen: try row.integer(18),
            mailingsWaiting: try row.integer(22))
    }
}
