public import Postgres

extension Database {
    /// Reads every event that is published, whatever became of it, with its sessions.
    public func publishedEvents() async throws(DatabaseError) -> [Event] {
        var events = try await run(ListPublishedEvents())
        var sessions: [Code: [Session]] = [:]
        for row in try await run(ListPublishedSessions()) {
            sessions[row.event, default: []].append(row.session)
        }
        for index in events.indices {
            events[index].sessions = sessions[events[index].code] ?? []
        }
        return events
    }
}

/// Reads the published events by day, with the programme and the sectors each is meant for.
struct ListPublishedEvents: Statement {
    static let sql: StaticString = """
        SELECT event.code, event.kind, event.title, event.summary, event.description,
               programme.code, programme.title, admission, starts_on, ends_on, date_precision,
               time_zone, venue, city, event.country, country.name, is_online, languages,
               capacity,
               array(SELECT sector.title FROM event_audience
                     JOIN sector ON sector.code = event_audience.sector
                     WHERE event_id = event.id ORDER BY sector.title COLLATE "und-x-icu"),
               opens_at, closes_at, cancelled_at, held_at, event_over_at(event),
               moved_at, series.code, chair.member, chair.name, chair.reason,
               event.published_at, event.sequence
        FROM event
        LEFT JOIN chair_of_event chair ON chair.event_id = event.id
        LEFT JOIN series ON series.id = series_id
        LEFT JOIN programme ON programme.id = programme_id AND programme.published_at <= now()
        LEFT JOIN country ON country.code = event.country
        WHERE event.published_at <= now()
        ORDER BY starts_on, event.code COLLATE "C"
        """

    func bind(to parameters: inout Parameters) {}

    static func decode(_ row: RowReader) throws(DatabaseError) -> Event {
        Event(
            code: try row.code(0), kind: try row.word(1, of: EventKind.self),
            title: try row.text(2), summary: try row.text(3), description: try row.text(4),
            programme: try programme(row), admission: try row.word(7, of: Admission.self),
            startsOn: try row.day(8), endsOn: try row.day(9), timeZone: try row.text(11),
            venue: try row.text(12), city: try row.text(13), country: try row.textIfAny(14),
            countryName: try row.textIfAny(15), isOnline: try row.flag(16),
            languages: try row.texts(17), capacity: try row.integerIfAny(18),
            audience: try row.texts(19), opensAt: try row.instantIfAny(20),
            closesAt: try row.instantIfAny(21), cancelledAt: try row.instantIfAny(22),
            heldAt: try row.instantIfAny(23), sessions: [],
            datePrecision: try row.word(10, of: DatePrecision.self), overAt: try row.instant(24),
            movedAt: try row.instantIfAny(25),
            series: try row.textIfAny(26) == nil ? nil : try row.code(26),
            chair: try chair(row), publishedAt: try row.instant(30),
            sequence: try row.integer(31))
    }

    private static func chair(_ row: RowReader) throws(DatabaseError) -> EventChair? {
        guard let member = try row.textIfAny(27) else { return nil }
        return EventChair(member: member, name: try row.text(28), reason: try row.textIfAny(29))
    }

    private static func programme(
        _ row: RowReader
    ) throws(DatabaseError) -> ProgrammeReference? {
        guard let title = try row.textIfAny(6) else { return nil }
        return ProgrammeReference(code: try row.code(5), title: title)
    }
}

/// Reads the sessions of the published events in their order.
struct ListPublishedSessions: Statement {
    static let sql: StaticString = """
        SELECT event.code, session.title, starts_at, ends_at, session.id
        FROM session JOIN event ON event.id = event_id
        WHERE published_at <= now()
        ORDER BY event_id, starts_at, ends_at, session.title COLLATE "C"
        """

    func bind(to parameters: inout Parameters) {}

    /// A session with the event it is of.
    struct Row: Sendable {
        let event: Code
        let session: Session
    }

    static func decode(_ row: RowReader) throws(DatabaseError) -> Row {
        Row(
            event: try row.code(0),
            session: Session(
                title: try row.text(1), startsAt: try row.instant(2), endsAt: try row.instant(3),
                id: try row.uuid(4)))
    }
}
