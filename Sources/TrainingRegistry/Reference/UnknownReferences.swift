public import Postgres

/// What a document says another thing is called, to be looked up before anything is written.
public struct CodeReference: Sendable, Equatable {
    /// The list that the code has to be on.
    public enum Kind: String, Sendable, CaseIterable {
        case country, grant, language, organisation, phase, programme, sector, series, topic
        /// `programme/phase`.
        case phaseOfProgramme = "phase-of-programme"
        /// `event/session`, the session by its id.
        case sessionOfEvent = "session-of-event"
        case timeZone = "time-zone"
    }

    public var kind: Kind
    public var code: String
    /// Where the document says so.
    public var pointer: String

    public init(_ kind: Kind, _ code: String, at pointer: String) {
        self.kind = kind
        self.code = code
        self.pointer = pointer
    }

    /// What is said when there is no such thing.
    public var complaint: Complaint {
        let detail =
            switch kind {
            case .phaseOfProgramme: "This is not a phase of that programme."
            case .sessionOfEvent: "This is not a session of this event."
            case .timeZone: "This is not a time zone that the database knows."
            case .country, .grant, .language, .organisation, .phase, .programme, .sector, .series,
                .topic:
                "This is not a \(kind.rawValue) that we know."
            }
        return Complaint(pointer, "unknown-\(kind.rawValue)", detail)
    }
}

extension Database {
    /// A complaint about every code that nothing has; sectors and topics have to be in use on
    /// `day`.
    public func complaints(
        about references: [CodeReference], on day: CalendarDay?
    ) async throws(DatabaseError) -> [Complaint] {
        guard !references.isEmpty else { return [] }
        return try await run(FindUnknownCodes(references: references, day: day))
            .compactMap { references.indices.contains($0) ? references[$0].complaint : nil }
    }
}

/// Finds the codes that nothing has, by their place among those that were asked for.
struct FindUnknownCodes: Statement {
    static let sql: StaticString = """
        SELECT n - 1 FROM unnest($1::text[], $2::text[]) WITH ORDINALITY AS asked (kind, code, n)
        WHERE NOT CASE kind
            WHEN 'country' THEN EXISTS (SELECT FROM country c WHERE c.code = asked.code)
            WHEN 'grant' THEN EXISTS (SELECT FROM funding_grant g WHERE g.code = asked.code)
            WHEN 'language' THEN EXISTS (SELECT FROM language l WHERE l.tag = asked.code)
            WHEN 'organisation' THEN
                EXISTS (SELECT FROM organisation o WHERE o.code = asked.code)
            WHEN 'phase' THEN EXISTS (SELECT FROM phase p WHERE p.code = asked.code)
            WHEN 'programme' THEN EXISTS (SELECT FROM programme p WHERE p.code = asked.code)
            WHEN 'series' THEN EXISTS (SELECT FROM series s WHERE s.code = asked.code)
            WHEN 'sector' THEN EXISTS (SELECT FROM sector s WHERE s.code = asked.code
                AND ($3::date IS NULL OR s.valid @> $3))
            WHEN 'topic' THEN EXISTS (SELECT FROM topic t WHERE t.code = asked.code
                AND ($3 IS NULL OR t.valid @> $3))
            WHEN 'phase-of-programme' THEN EXISTS (
                SELECT FROM phase JOIN programme ON programme.id = programme_id
                WHERE programme.code || '/' || phase.code = asked.code)
            WHEN 'session-of-event' THEN EXISTS (
                SELECT FROM session JOIN event ON event.id = event_id
                WHERE event.code = split_part(asked.code, '/', 1)
                  AND session.id::text = split_part(asked.code, '/', 2))
            WHEN 'time-zone' THEN EXISTS (SELECT FROM pg_timezone_names z
                WHERE z.name = asked.code)
            ELSE false END
        ORDER BY n
        """

    var references: [CodeReference]
    var day: CalendarDay?

    func bind(to parameters: inout Parameters) {
        parameters.add(references.map(\.kind.rawValue))
        parameters.add(references.map(\.code))
        parameters.add(day)
    }

    static func decode(_ row: RowReader) throws(DatabaseError) -> Int { try row.integer(0) }
}
