public import Foundation
public import Postgres

/// Makes a draft of an event, which nobody but coordinators sees.
public struct CreateEvent: Sendable {
    public var plan: EventPlan
    public var actor: RegistryActor
    public var now: Date

    public init(plan: EventPlan, actor: RegistryActor, now: Date) {
        self.plan = plan
        self.actor = actor
        self.now = now
    }
}

extension Database {
    /// The event as it was kept.
    public func create(
        _ request: CreateEvent
    ) async throws(DatabaseError) -> Result<StaffEvent, EventRefusal> {
        do {
            _ = try await run(InsertEvent(request: request))
        } catch .constraintViolated(name: "event_code_is_unique") {
            return .failure(.codeTaken)
        } catch .constraintViolated(name: "event_held_by_our_trainers_is_of_a_programme") {
            return .failure(.reachNeedsProgramme)
        }
        guard let event = try await staffEvent(request.plan.code) else {
            return .failure(.unknown)
        }
        return .success(event)
    }
}

/// Writes a draft with its sessions, audience, topics and grants.
///
/// Codes are known: the form has asked for all of them at once. One that is gone since violates a
/// constraint or is left out.
struct InsertEvent: Statement {
    static let sql: StaticString = """
        WITH given AS MATERIALIZED (
            SELECT p.*, s.* FROM jsonb_to_record($1) AS p (code text, kind text, title text,
                summary text, description text, admission text, programme text, phase text,
                series text, languages text[], audience text[], topics text[], capacity integer,
                grants jsonb, schedule jsonb, reach text),
            jsonb_to_record(p.schedule) AS s (starts_on date, ends_on date, date_precision text,
                time_zone text, venue text, city text, country text, is_online boolean,
                opens_at timestamptz, closes_at timestamptz, sessions jsonb)
        ), made AS (
            INSERT INTO event (code, kind, title, summary, description, programme_id, phase_id,
                series_id, admission, languages, capacity, starts_on, ends_on, date_precision,
                time_zone, venue, city, country, is_online, opens_at, closes_at, created_at, reach)
            SELECT given.code, kind, given.title, given.summary, given.description,
                   coalesce(phase.programme_id, programme.id), phase.id, series.id, admission,
                   languages, capacity, given.starts_on, given.ends_on, date_precision, time_zone,
                   venue, city, country, is_online, opens_at, closes_at, $2,
                   coalesce(reach, 'direct')
            FROM given LEFT JOIN programme ON programme.code = given.programme
            LEFT JOIN phase ON phase.code = given.phase
            LEFT JOIN series ON series.code = given.series
            RETURNING id
        ), seated AS (
            INSERT INTO session (event_id, title, starts_at, ends_at)
            SELECT made.id, s.title, s.starts_at, s.ends_at
            FROM made, given, jsonb_to_recordset(given.sessions)
                AS s (title text, starts_at timestamptz, ends_at timestamptz)
        ), meant AS (
            INSERT INTO event_audience (event_id, sector)
            SELECT DISTINCT made.id, sector FROM made, given, unnest(given.audience) AS sector
        ), about AS (
            INSERT INTO event_topic (event_id, topic)
            SELECT DISTINCT made.id, topic FROM made, given, unnest(given.topics) AS topic
        ), funded AS (
            INSERT INTO event_grant (event_id, funding_grant_id, share)
            SELECT made.id, funding_grant.id, g.share
            FROM made, given, jsonb_to_recordset(given.grants) AS g ("grant" text, share numeric)
            JOIN funding_grant ON funding_grant.code = g."grant"
        ), noted AS (
            INSERT INTO audit (subject, subject_id, action, actor, occurred_at)
            SELECT 'event', id, 'create', $3, $2 FROM made
        )
        SELECT id FROM made
        """

    var request: CreateEvent

    func bind(to parameters: inout Parameters) {
        parameters.add(json: PlanDocument(request.plan).statementJSON)
        parameters.add(request.now)
        parameters.add(request.actor.description)
    }

    static func decode(_ row: RowReader) throws(DatabaseError) -> UUID { try row.uuid(0) }
}
