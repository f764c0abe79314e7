public import Foundation
public import Postgres

/// Gives a published event other times or another place, and tells everybody concerned, once.
public struct MoveEvent: Sendable {
    public var code: Code
    public var schedule: EventSchedule
    /// What the event counted when it was read: a request that is repeated moves nothing again.
    public var sequence: Int
    public var reason: Title?
    public var actor: RegistryActor
    public var now: Date
    public var mailDomain: String
    /// Whether its mails leave at once.
    public var mails = MailOrder(.send)

    public init(
        code: Code, schedule: EventSchedule, sequence: Int, reason: Title?,
        actor: RegistryActor, now: Date, mailDomain: String
    ) {
        self.code = code
        self.schedule = schedule
        self.sequence = sequence
        self.reason = reason
        self.actor = actor
        self.now = now
        self.mailDomain = mailDomain
    }
}

/// What a change of an event came to.
public struct EventChange: Sendable, Equatable {
    public var event: StaffEvent
    /// How many people were promised a mail.
    public var informed: Int
}

extension Database {
    public func move(
        _ request: MoveEvent
    ) async throws(DatabaseError) -> Result<EventChange, EventRefusal> {
        if let complaint = request.schedule.complaint(ofMovingAt: request.now) {
            let refusal = try await change(of: request.code, by: .move, informed: nil)
            // What is wrong with the event comes before what is wrong with the time.
            if case .failure(.movedOn(_, let sequence)) = refusal, sequence == request.sequence {
                return .failure(.inThePast(complaint))
            }
            return refusal
        }
        let informed: Int?
        do {
            informed = try await run(WriteMove(request: request)).first
        } catch .constraintViolated(let name) where name.contains("session") {
            return .failure(.sessionInUse)
        }
        return try await change(of: request.code, by: .move, informed: informed)
    }

    /// Says why nothing was changed, when nothing was.
    func change(
        of code: Code, by move: EventMove, informed: Int?
    ) async throws(DatabaseError) -> Result<EventChange, EventRefusal> {
        guard let event = try await staffEvent(code) else { return .failure(.unknown) }
        if let informed { return .success(EventChange(event: event, informed: informed)) }
        guard event.state.after(move) != nil else {
            return .failure(.illegalMove(move, event.state))
        }
        return .failure(event.movedOn)
    }
}

/// Writes the new schedule of an event that is still at the sequence it was read at, and promises
/// the mails in the same statement.
///
/// Of two moves of one sequence the second waits for the row, looks at the sequence again and does
/// nothing: so nobody is told twice. The sessions of the mails are those that are given, because
/// the statement does not see its own; those of before it does see. Whoever was not told of the
/// move before reads of the plan that they were told.
struct WriteMove: Statement {
    static let sql: StaticString = """
        WITH given AS MATERIALIZED (
            SELECT * FROM jsonb_to_record($2) AS s (starts_on date, ends_on date,
                date_precision text, time_zone text, venue text, city text, country text,
                is_online boolean, opens_at timestamptz, closes_at timestamptz, sessions jsonb)
        ), moved AS (
            UPDATE event SET sequence = event.sequence + 1,
                moved_at = $4, starts_on = given.starts_on, ends_on = given.ends_on,
                date_precision = given.date_precision, time_zone = given.time_zone,
                venue = given.venue, city = given.city, country = given.country,
                is_online = given.is_online, opens_at = given.opens_at,
                closes_at = given.closes_at
            FROM given, event AS old
            WHERE event.code = $1 AND old.id = event.id AND event.sequence = $3
              AND event.published_at IS NOT NULL AND event.held_at IS NULL
              AND event.cancelled_at IS NULL
            RETURNING event.id, event AS then, event_calendar(old, '') -> 'schedule' AS was
        ), dropped AS (
            DELETE FROM session USING moved, given
            WHERE session.event_id = moved.id AND session.id <> ALL (array(
                SELECT s.id FROM jsonb_to_recordset(given.sessions) AS s (id uuid)
                WHERE s.id IS NOT NULL))
        ), kept AS (
            UPDATE session SET title = s.title, starts_at = s.starts_at, ends_at = s.ends_at
            FROM moved, given, jsonb_to_recordset(given.sessions)
                AS s (id uuid, title text, starts_at timestamptz, ends_at timestamptz)
            WHERE session.event_id = moved.id AND session.id = s.id
        ), seated AS (
            INSERT INTO session (event_id, title, starts_at, ends_at)
            SELECT moved.id, s.title, s.starts_at, s.ends_at
            FROM moved, given, jsonb_to_recordset(given.sessions)
                AS s (id uuid, title text, starts_at timestamptz, ends_at timestamptz)
            WHERE s.id IS NULL
        ), noted AS (
            INSERT INTO audit (subject, subject_id, action, actor, reason, occurred_at)
            SELECT 'event', id, 'move', $5, $6, $4 FROM moved
        ), begun AS MATERIALIZED (
            SELECT begin_mailing($8, 'event-moved', id, $4, $5) AS at FROM moved
        ), promised AS (
            INSERT INTO outbox (message_id, recipient, template, language, parameters,
                interest_id, written_at, next_attempt_at)
            SELECT '<' || gen_random_uuid() || '@' || $7::text || '>', person.email,
                   'event-moved', coalesce(person.language, 'en'),
                   jsonb_set(event_calendar(moved.then, $7), '{schedule,sessions}',
                       given.sessions) || jsonb_build_object('given_name', person.given_name,
                       'has_place', concerned.has_place, 'reason', $6::text,
                       'was', coalesce(schedule_told(moved.id, person), moved.was),
                       'event_sequence', (moved.then).sequence,
                       'sequence', (moved.then).sequence + concerned.calendar_step),
                   concerned.interest_id, begun.at, begun.at
            FROM begun, given, moved, people_concerned(moved.id) AS concerned
            JOIN person ON person.id = concerned.person_id
            RETURNING id
        )
        SELECT end_mailing($8, $9, $4, (SELECT count(*) FROM promised)) FROM moved
        """

    var request: MoveEvent

    func bind(to parameters: inout Parameters) {
        parameters.add(request.code.description)
        parameters.add(json: ScheduleDocument(request.schedule).statementJSON)
        parameters.add(Int32(clamping: request.sequence))
        parameters.add(request.now)
        parameters.add(request.actor.description)
        parameters.add(request.reason?.description)
        parameters.add(request.mailDomain)
        parameters.add(request.mails.id)
        parameters.add(request.mails.choice?.rawValue)
    }

    static func decode(_ row: RowReader) throws(DatabaseError) -> Int { try row.integer(0) }
}
