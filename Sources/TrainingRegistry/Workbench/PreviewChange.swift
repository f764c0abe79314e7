import Foundation
public import Postgres

/// Whom a move or a cancellation of an event would inform, and of what.
public struct PreviewChange: Sendable {
    public var event: Code
    public var reason: Title?
    /// The new times and place; nil of a cancellation.
    public var schedule: EventSchedule?

    public init(_ event: Code, reason: Title?, schedule: EventSchedule? = nil) {
        self.event = event
        self.reason = reason
        self.schedule = schedule
    }
}

extension Database {
    /// One mail for each person concerned, by name.
    public func preview(
        _ request: PreviewChange
    ) async throws(DatabaseError) -> [PlannedMail] {
        try await run(ReadPeopleConcerned(request: request))
    }
}

/// Reads the people concerned with what their mail would be made of.
struct ReadPeopleConcerned: Statement {
    static let sql: StaticString = """
        SELECT concerned.interest_id, person.given_name || ' ' || person.family_name,
               (CASE WHEN $3::jsonb IS NULL THEN now.calendar
                     ELSE jsonb_set(now.calendar, '{schedule}', $3 || jsonb_build_object(
                         'country_name', (SELECT name FROM country WHERE code = $3 ->> 'country')))
                END || jsonb_build_object('given_name', person.given_name,
                    'has_place', concerned.has_place, 'reason', $2::text)
                || CASE WHEN $3 IS NULL THEN '{}'
                        ELSE jsonb_build_object('was', coalesce(
                            schedule_told(event.id, person), now.calendar -> 'schedule'))
                   END)::text,
               coalesce(person.language, 'en')
        FROM event
        CROSS JOIN LATERAL (SELECT event_calendar(event, 'preview.invalid') AS calendar) AS now
        CROSS JOIN LATERAL people_concerned(event.id) AS concerned
        JOIN person ON person.id = concerned.person_id
        WHERE event.code = $1
        ORDER BY person.family_name, person.given_name, person.id
        """

    var request: PreviewChange

    func bind(to parameters: inout Parameters) {
        parameters.add(request.event.description)
        parameters.add(request.reason?.description)
        parameters.add(json: request.schedule.map { ScheduleDocument($0).statementJSON })
    }

    static func decode(_ row: RowReader) throws(DatabaseError) -> PlannedMail {
        PlannedMail(
            template: "", language: try row.text(3), name: try row.text(1),
            interest: try row.uuidIfAny(0), parameters: try row.text(2))
    }
}
