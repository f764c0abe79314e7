import Foundation
import Postgres
import TestSupport
import Testing

@testable import TrainingRegistry

/// The world of reports, a quarter of a century ago, with sessions in the first and third event and
/// short words for what happens in it.
struct ReportRoom {
    let database: Database
    let test: TestDatabase

    static let now = ReportTests.now

    static func with(_ body: @escaping @Sendable (ReportRoom) async throws -> Void) async throws {
        try await ReportTests.with { database, test in
            try await test.script(past)
            try await body(ReportRoom(database: database, test: test))
        }
    }

    /// The instant of the latest fact.
    func instant() async throws -> RecordedInstant { try await report(Recipe()).asOf }

    func report(_ recipe: Recipe) async throws -> Report {
        try await database.report(recipe, now: Self.now).get()
    }

    func happen(_ sql: String) async throws { try await test.script(sql) }

    /// Closes every sheet of an event that was held; whoever has no mark was absent.
    func close(_ event: String) async throws {
        try await happen("UPDATE event SET held_at = '2001-12-01Z' WHERE code = '\(event)'")
        let code = try Code(parsing: event)
        for session in try #require(try await database.sheet(of: code)).sessions {
            try await database.seal(
                SealSheet(
                    session.id, of: code, restIsAbsent: true, actor: .command(userID: 7),
                    now: Self.now)
            ).get()
        }
    }

    func finalise(_ period: ReportPeriod) async throws -> Result<FinalPeriod, FinalRefusal> {
        try await database.finalise(
            FinalisePeriod(period, actor: .command(userID: 7), now: Self.now))
    }

    private static let past = """
        UPDATE event SET starts_on = starts_on - interval '25 years',
            ends_on = ends_on - interval '25 years'
        WHERE code ~ '^e[678]$';
        INSERT INTO session (event_id, title, starts_at, ends_at)
        SELECT id, name, starts_on + begins, starts_on + begins + interval '2 hours'
        FROM event, (VALUES ('Morning', time '09:00'), ('Noon', '12:00')) AS s (name, begins)
        WHERE code IN ('e6', 'e8');

        -- The participation of person n in an event.
        CREATE FUNCTION place(n integer, in_event text) RETURNS uuid LANGUAGE sql AS $$
            SELECT p.id FROM participation_now p JOIN event ON event.id = p.event_id
            JOIN person ON person.token = p.person_token
            WHERE event.code = in_event AND person.family_name = 'N' || n ORDER BY p.id LIMIT 1
        $$;
        CREATE FUNCTION become(which uuid, new_status text, new_country text) RETURNS void
        LANGUAGE plpgsql AS $$
        DECLARE
            instant timestamptz := record_instant();
            old participation_fact;
        BEGIN
            UPDATE participation_fact SET superseded_at = instant
            WHERE participation_id = which AND superseded_at IS NULL RETURNING * INTO old;
            IF old.id IS NULL THEN RETURN; END IF;
            INSERT INTO participation_fact (participation_id, person_token, status, role, country,
                sector, actor, occurred_at, recorded_at)
            VALUES (which, old.person_token, coalesce(new_status, old.status), old.role,
                coalesce(new_country, old.country), old.sector, 'command:7', '2026-01-01Z',
                instant);
        END
        $$;
        CREATE FUNCTION mark(which uuid, nth integer, how text) RETURNS void
        LANGUAGE plpgsql AS $$
        DECLARE
            instant timestamptz := record_instant();
            chosen session;
        BEGIN
            SELECT s.* INTO chosen FROM session s JOIN participation p ON p.event_id = s.event_id
            WHERE p.id = which ORDER BY s.starts_at OFFSET nth - 1 LIMIT 1;
            IF chosen.id IS NULL THEN RETURN; END IF;
            UPDATE attendance SET superseded_at = instant
            WHERE session_id = chosen.id AND participation_id = which AND superseded_at IS NULL;
            INSERT INTO attendance (event_id, session_id, participation_id, status, actor, reason,
                occurred_at, recorded_at)
            VALUES (chosen.event_id, chosen.id, which, how, 'command:7', 'as noted', '2026-01-01Z',
                instant);
        END
        $$;
        CREATE FUNCTION enter(n integer, in_event text) RETURNS void LANGUAGE plpgsql AS $$
        DECLARE
            made uuid := gen_random_uuid();
        BEGIN
            IF place(n, in_event) IS NOT NULL THEN RETURN; END IF;
            INSERT INTO participation (id, event_id, created_at)
            SELECT made, id, '2026-01-01Z' FROM event WHERE code = in_event;
            INSERT INTO participation_fact (participation_id, person_token, status, role, country,
                sector, actor, occurred_at, recorded_at)
            SELECT made, token, 'confirmed', 'participant', country, sector, 'command:7',
                   '2026-01-01Z', moment.instant
            FROM person, (SELECT record_instant() AS instant) AS moment
            WHERE family_name = 'N' || n;
        END
        $$;
        CREATE FUNCTION announce(new_code text) RETURNS void LANGUAGE sql AS $$
            INSERT INTO event (code, kind, title, summary, admission, starts_on, ends_on,
                time_zone, is_online, published_at)
            VALUES (new_code, 'training', 'E', 'E', 'open', '2001-09-15', '2001-09-15',
                'Europe/Riga', true, '2001-01-01Z')
        $$;
        CREATE FUNCTION unite(n integer, other integer) RETURNS void LANGUAGE sql AS $$
            SELECT merge_people(a.id, b.id, 'command:7', 'the same', '2026-09-01Z')
            FROM person a, person b
            WHERE a.family_name = 'N' || n AND b.family_name = 'N' || other
        $$;
        CREATE FUNCTION heads(in_event text, nth integer, n integer) RETURNS void
        LANGUAGE plpgsql AS $$
        DECLARE
            instant timestamptz := record_instant();
            chosen session;
        BEGIN
            SELECT s.* INTO chosen FROM session s JOIN event ON event.id = s.event_id
            WHERE event.code = in_event ORDER BY s.starts_at OFFSET nth - 1 LIMIT 1;
            UPDATE head_count SET superseded_at = instant
            WHERE session_id = chosen.id AND age_band = '12-to-14' AND superseded_at IS NULL;
            INSERT INTO head_count (event_id, session_id, age_band, people, actor, occurred_at,
                recorded_at)
            VALUES (chosen.event_id, chosen.id, '12-to-14', n, 'command:7', '2026-01-01Z', instant);
        END
        $$;
        """
}
