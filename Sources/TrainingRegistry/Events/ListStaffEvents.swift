import Foundation
public import Postgres

/// Picks events for coordinators, drafts too, by day and then by code.
public struct ListStaffEvents: Sendable {
    /// Only this one.
    public var code: Code?
    public var state: EventState?
    public var series: Code?
    public var programme: Code?
    public var limit: Int
    /// The day and code after which the list goes on.
    public var after: Cursor?

    public init(
        code: Code? = nil, state: EventState? = nil, series: Code? = nil, programme: Code? = nil,
        after: Cursor? = nil, limit: Int = 1_000
    ) {
        self.code = code
        self.state = state
        self.series = series
        self.programme = programme
        self.after = after
        self.limit = limit
    }

    /// A place in the list; the same text as the public list's.
    public typealias Cursor = ListEvents.Cursor
}

extension Database {
    public func staffEvents(_ list: ListStaffEvents) async throws(DatabaseError) -> [StaffEvent] {
        try await run(ReadStaffEvents(list: list))
    }

    /// One event by its code, whatever its state.
    public func staffEvent(_ code: Code) async throws(DatabaseError) -> StaffEvent? {
        try await run(ReadStaffEvents(list: ListStaffEvents(code: code))).first
    }
}

extension ListEvents.Cursor {
    /// Right after this event.
    public init(after event: StaffEvent) {
        self.init(day: event.schedule.startsOn, code: event.code)
    }
}

/// Reads events with their sessions, each as one JSON document.
struct ReadStaffEvents: Statement {
    static let sql: StaticString = """
        SELECT event.id, jsonb_build_object('code', event.code, 'kind', kind,
            'title', event.title, 'summary', event.summary, 'description', event.description,
            'programme', programme.code, 'phase', phase.code, 'series', series.code,
            'admission', admission, 'languages', languages, 'capacity', capacity,
            'audience', array(SELECT sector FROM event_audience
                              WHERE event_id = event.id ORDER BY sector),
            'topics', array(SELECT topic FROM event_topic WHERE event_id = event.id ORDER BY topic),
            'grants', (SELECT coalesce(jsonb_agg(jsonb_build_object('grant', funding_grant.code,
                                'share', share::text) ORDER BY funding_grant.code), '[]')
                       FROM event_grant JOIN funding_grant ON funding_grant.id = funding_grant_id
                       WHERE event_id = event.id),
            'starts_on', event.starts_on, 'ends_on', event.ends_on,
            'date_precision', date_precision, 'time_zone', time_zone, 'venue', venue,
            'city', city, 'country', event.country, 'is_online', is_online,
            'opens_at', instant_text(opens_at), 'closes_at', instant_text(closes_at),
            'sessions', (SELECT coalesce(jsonb_agg(jsonb_build_object('id', s.id,
                                'title', s.title, 'starts_at', instant_text(s.starts_at),
                                'ends_at', instant_text(s.ends_at))
                            ORDER BY s.starts_at, s.ends_at, s.title COLLATE "C"), '[]')
                         FROM session s WHERE s.event_id = event.id),
            'reach', reach, 'revision', revision, 'sequence', sequence,
            'published_at', instant_text(event.published_at), 'held_at', instant_text(held_at),
            'cancelled_at', instant_text(cancelled_at), 'moved_at', instant_text(moved_at))
        FROM event
        LEFT JOIN programme ON programme.id = programme_id
        LEFT JOIN phase ON phase.id = phase_id
        LEFT JOIN series ON series.id = series_id
        WHERE ($1::text IS NULL OR event.code = $1)
          AND ($2::text IS NULL OR $2 = CASE
              WHEN cancelled_at IS NOT NULL THEN 'cancelled' WHEN held_at IS NOT NULL THEN 'held'
              WHEN event.published_at IS NOT NULL THEN 'published' ELSE 'draft' END)
          AND ($3::text IS NULL OR series.code = $3)
          AND ($4::text IS NULL OR programme.code = $4)
          AND ($5::date IS NULL OR (event.starts_on, event.code COLLATE "C") > ($5, $6::text))
        ORDER BY event.starts_on, event.code COLLATE "C" LIMIT $7
        """

    var list: ListStaffEvents

    func bind(to parameters: inout Parameters) {
        parameters.add(list.code?.description)
        parameters.add(list.state?.rawValue)
        parameters.add(list.series?.description)
        parameters.add(list.programme?.description)
        parameters.add(list.after?.day)
        parameters.add(list.after?.code.description)
        parameters.add(max(0, list.limit))
    }

    static func decode(_ row: RowReader) throws(DatabaseError) -> StaffEvent {
        let id = try row.uuid(0)
        let text = try row.text(1)
        let decoder = JSONDecoder()
        decoder.keyDecodingStrategy = .convertFromSnakeCase
        decoder.dateDecodingStrategy = .iso8601
        guard let columns = try? decoder.decode(Columns.self, from: Data(text.utf8)),
            let event = columns.event(id)
        else { throw .failed(sqlState: "22023", message: "an event cannot be read") }
        return event
    }

    private struct Columns: Decodable {
        let code, kind, title, summary, description, admission, reach: String
        let programme, phase, series: String?
        let languages, audience, topics: [String]
        let capacity: Int?
        let grants: [StaffEvent.Funding]
        let startsOn, endsOn, datePrecision, timeZone, venue, city: String
        let country: String?
        let isOnline: Bool
        let opensAt, closesAt, publishedAt, heldAt, cancelledAt, movedAt: Date?
        let sessions: [Sitting]
        let revision, sequence: Int

        struct Sitting: Decodable {
            let id: UUID
            let title: String
            let startsAt, endsAt: Date
        }

        /// Nil when a word is of no list: the schema's constraints hold the same law.
        func event(_ id: UUID) -> StaffEvent? {
            guard let code = try? Code(parsing: code), let kind = EventKind(rawValue: kind),
                let admission = Admission(rawValue: admission),
                let reach = EventReach(rawValue: reach), let schedule
            else { return nil }
            return StaffEvent(
                id: id, code: code, kind: kind, title: title, summary: summary,
                description: description, programme: programme, phase: phase, series: series,
                admission: admission, languages: languages, capacity: capacity,
                audience: audience, topics: topics, grants: grants, schedule: schedule,
                reach: reach,
                revision: revision, sequence: sequence, publishedAt: publishedAt, heldAt: heldAt,
                cancelledAt: cancelledAt, movedAt: movedAt)
        }

        private var schedule: EventSchedule? {
            guard let startsOn = CalendarDay(parsing: startsOn),
                let endsOn = CalendarDay(parsing: endsOn),
                let precision = DatePrecision(rawValue: datePrecision)
            else { return nil }
            return EventSchedule(
                startsOn: startsOn, endsOn: endsOn, datePrecision: precision, timeZone: timeZone,
                sessions: sessions.map {
                    PlannedSession(
                        id: $0.id, title: $0.title, startsAt: $0.startsAt, endsAt: $0.endsAt)
                }, venue: venue, city: city, country: country, isOnline: isOnline,
                opensAt: opensAt, closesAt: closesAt)
        }
    }
}
