public import Foundation
public import Postgres

/// Changes what an event says of itself; of a draft also its times and its place.
public struct EditEvent: Sendable {
    public var plan: EventPlan
    /// What the event counted when it was read; another number means that it was changed since.
    public var revision: Int
    public var actor: RegistryActor
    public var now: Date

    public init(plan: EventPlan, revision: Int, actor: RegistryActor, now: Date) {
        self.plan = plan
        self.revision = revision
        self.actor = actor
        self.now = now
    }
}

extension Database {
    /// The event as it is then.
    public func edit(
        _ request: EditEvent
    ) async throws(DatabaseError) -> Result<StaffEvent, EventRefusal> {
        guard let event = try await staffEvent(request.plan.code) else {
            return .failure(.unknown)
        }
        guard event.state.after(.edit) != nil else {
            return .failure(.illegalMove(.edit, event.state))
        }
        guard event.revision == request.revision else { return .failure(event.movedOn) }
        if event.state != .draft, !event.schedule.isSame(as: request.plan.schedule) {
            return .failure(.scheduleIsAnnounced)
        }
        let losses = event.losses(by: request.plan, at: request.now)
        guard losses.isEmpty else { return .failure(.notReady(losses)) }
        do {
            let isDone = try await !run(
                UpdateEvent(request: request, withSchedule: event.state == .draft)
            ).isEmpty
            guard let latest = try await staffEvent(request.plan.code) else {
                return .failure(.unknown)
            }
            return isDone ? .success(latest) : .failure(latest.movedOn)
        } catch .constraintViolated(name: "event_room_is_never_oversold") {
            return .failure(.seatsTaken)
        } catch .constraintViolated(name: "event_held_by_our_trainers_is_of_a_programme") {
            return .failure(.reachNeedsProgramme)
        } catch .constraintViolated(name: "event_indirect_is_held_by_a_trainer") {
            return .failure(.needsTrainer)
        } catch .constraintViolated(let name) where name.contains("session") {
            return .failure(.sessionInUse)
        }
    }
}

extension StaffEvent {
    /// What a published event would miss after an edit and has now.
    ///
    /// Closing it early is no loss, and what it never had is not asked for now.
    func losses(by plan: EventPlan, at now: Date) -> [Complaint] {
        guard state == .published else { return [] }
        var changed = self
        changed.summary = plan.summary
        changed.languages = plan.languages.map(\.description)
        changed.capacity = plan.capacity
        changed.admission = plan.admission
        let missed = missingToPublish(at: now).map(\.pointer) + ["/closes_at"]
        return changed.missingToPublish(at: now).filter { !missed.contains($0.pointer) }
    }
}

/// Writes a plan over an event that is still at the revision it was read at.
///
/// The condition on the revision is looked at again under the row's lock, so two edits of one
/// revision never mix: the second changes nothing at all.
struct UpdateEvent: Statement {
    static let sql: StaticString = """
        WITH given AS MATERIALIZED (
            SELECT p.*, s.* FROM jsonb_to_record($1) AS p (code text, kind text, title text,
                summary text, description text, admission text, programme text, phase text,
                series text, languages text[], audience text[], topics text[], capacity integer,
                grants jsonb, schedule jsonb, reach text),
            jsonb_to_record(p.schedule) AS s (starts_on date, ends_on date, date_precision text,
                time_zone text, venue text, city text, country text, is_online boolean,
                opens_at timestamptz, closes_at timestamptz, sessions jsonb)
        ), changed AS (
            UPDATE event SET kind = given.kind, title = given.title,
                summary = given.summary, description = given.description,
                programme_id = coalesce(
                    (SELECT programme_id FROM phase WHERE phase.code = given.phase),
                    (SELECT id FROM programme WHERE programme.code = given.programme)),
                phase_id = (SELECT id FROM phase WHERE phase.code = given.phase),
                series_id = (SELECT id FROM series WHERE series.code = given.series),
                admission = given.admission, languages = given.languages,
                capacity = given.capacity, starts_on = given.starts_on, ends_on = given.ends_on,
                date_precision = given.date_precision, time_zone = given.time_zone,
                venue = given.venue, city = given.city, country = given.country,
                is_online = given.is_online, opens_at = given.opens_at, closes_at = given.closes_at,
                reach = coalesce(given.reach, 'direct')
            FROM given
            WHERE event.code = given.code AND event.revision = $4 AND cancelled_at IS NULL
            RETURNING event.id
        ), dropped AS (
            DELETE FROM session USING changed, given
            WHERE $5::boolean AND session.event_id = changed.id AND session.id <> ALL (array(
                SELECT s.id FROM jsonb_to_recordset(given.sessions) AS s (id uuid)
                WHERE s.id IS NOT NULL))
        ), kept AS (
            UPDATE session SET title = s.title, starts_at = s.starts_at, ends_at = s.ends_at
            FROM changed, given, jsonb_to_recordset(given.sessions)
                AS s (id uuid, title text, starts_at timestamptz, ends_at timestamptz)
            WHERE $5 AND session.event_id = changed.id AND session.id = s.id
        ), seated AS (
            INSERT INTO session (event_id, title, starts_at, ends_at)
            SELECT changed.id, s.title, s.starts_at, s.ends_at
            FROM changed, given, jsonb_to_recordset(given.sessions)
                AS s (id uuid, title text, starts_at timestamptz, ends_at timestamptz)
            WHERE $5 AND s.id IS NULL
        ), unmeant AS (
            DELETE FROM event_audience USING changed, given
            WHERE event_id = changed.id AND sector <> ALL (given.audience)
        ), meant AS (
            INSERT INTO event_audience (event_id, sector)
            SELECT DISTINCT changed.id, sector FROM changed, given, unnest(given.audience) AS sector
            ON CONFLICT DO NOTHING
        ), not_about AS (
            DELETE FROM event_topic USING changed, given
            WHERE event_id = changed.id AND topic <> ALL (given.topics)
        ), about AS (
            INSERT INTO event_topic (event_id, topic)
            SELECT DISTINCT changed.id, topic FROM changed, given, unnest(given.topics) AS topic
            ON CONFLICT DO NOTHING
        ), funding AS MATERIALIZED (
            SELECT funding_grant.id, g.share
            FROM given, jsonb_to_recordset(given.grants) AS g ("grant" text, share numeric)
            JOIN funding_grant ON funding_grant.code = g."grant"
        ), unfunded AS (
            DELETE FROM event_grant USING changed
            WHERE event_id = changed.id AND funding_grant_id NOT IN (SELECT id FROM funding)
        ), funded AS (
            INSERT INTO event_grant (event_id, funding_grant_id, share)
            SELECT changed.id, funding.id, funding.share FROM changed, funding
            ON CONFLICT (event_id, funding_grant_id) DO UPDATE SET share = excluded.share
        ), noted AS (
            INSERT INTO audit (subject, subject_id, action, actor, occurred_at)
            SELECT 'event', id, 'edit', $3, $2 FROM changed
        )
        SELECT id FROM changed
        """

    var request: EditEvent
    /// Whether sessions may change too.
    var withSchedule: Bool

    func bind(to parameters: inout Parameters) {
        parameters.add(json: PlanDocument(request.plan).statementJSON)
        parameters.add(request.now)
        parameters.add(request.actor.description)
        parameters.add(Int32(clamping: request.revision))
        parameters.add(withSchedule)
    }

    static func decode(_ row: RowReader) throws(DatabaseError) -> UUID { try row.uuid(0) }
}
