import EventLoop
import Foundation
import Postgres
import TestSupport

@testable import TrainingRegistry

/// What one writer did, and when at the latest it began and at the earliest it was over.
struct Deed: Sendable {
    let name: String
    let begun: Instant
    let ended: Instant
    let isDone: Bool

    init(_ writer: Int, _ turn: Int, _ event: String, _ database: SharedDatabase) async {
        name = "\(event) \(writer) \(turn)"
        var dice = SeededGenerator(state: UInt64(writer * 1_000 + turn))
        func roll(_ sides: Int) -> Int { .random(in: 1...sides, using: &dice) }
        let place = "place(\(roll(9)), '\(event)')"
        let sql =
            switch roll(10) {
            case 1: "SELECT tally('\(event)', \(roll(2)), \(roll(50)), '\(name)')"
            case 2: "SELECT correct(\(place), '\(name)')"
            default:
                "SELECT note(\(place), \(roll(2)), '\(name)')"
            }
        begun = .now()
        // Who lost against another writer is refused, and wrote nothing.
        isDone = (try? await database.run(Act(sql: sql))) != nil
        ended = .now()
    }
}

extension Deed {
    /// An event with its people and what may be done in it; whoever loses a race does nothing.
    ///
    /// What is recorded is written down in the transaction that makes a period final.
    static let world = """
        CREATE VIEW recorded AS
        SELECT reason, recorded_at FROM attendance
        UNION ALL SELECT reason, recorded_at FROM head_count
        UNION ALL SELECT reason, recorded_at FROM participation_fact;
        CREATE TABLE frozen (reason text);
        GRANT SELECT ON recorded, frozen TO registry_service;
        CREATE FUNCTION freeze() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER AS $$
        BEGIN
            DELETE FROM frozen;
            INSERT INTO frozen SELECT reason FROM recorded;
            RETURN NULL;
        END
        $$;
        CREATE TRIGGER freezes AFTER INSERT ON final_period EXECUTE FUNCTION freeze();
        CREATE FUNCTION prepare(new_code text, day date) RETURNS void LANGUAGE plpgsql AS $$
        BEGIN
            PERFORM announce(new_code);
            UPDATE event SET starts_on = day, ends_on = day WHERE code = new_code;
            INSERT INTO session (event_id, title, starts_at, ends_at)
            SELECT id, name, day + begins, day + begins + interval '2 hours'
            FROM event, (VALUES ('Morning', time '09:00'), ('Noon', '12:00')) AS s (name, begins)
            WHERE code = new_code;
            PERFORM enter(n, new_code) FROM generate_series(1, 9) AS n;
        END
        $$;
        CREATE FUNCTION act(words text) RETURNS void LANGUAGE plpgsql AS $$
        BEGIN
            EXECUTE words;
        END
        $$;
        CREATE FUNCTION note(which uuid, nth integer, why text) RETURNS void
        LANGUAGE plpgsql AS $$
        DECLARE
            chosen session;
            old attendance;
        BEGIN
            SELECT s.* INTO chosen FROM session s JOIN participation p ON p.event_id = s.event_id
            WHERE p.id = which ORDER BY s.starts_at OFFSET nth - 1 LIMIT 1;
            SELECT * INTO old FROM attendance
            WHERE session_id = chosen.id AND participation_id = which AND superseded_at IS NULL;
            IF 'marked' <> ALL (SELECT outcome FROM mark_attendance(chosen.event_id,
                ARRAY[chosen.id], ARRAY[which],
                ARRAY[CASE WHEN old.status IN ('present', 'partly') THEN 'absent'
                      ELSE 'present' END],
                ARRAY[NULL::timestamptz], ARRAY[coalesce(old.id, 0)],
                '2026-01-01Z', 'command:7', why))
            THEN RAISE EXCEPTION 'not marked'; END IF;
        END
        $$;
        CREATE FUNCTION tally(in_event text, nth integer, people integer, why text) RETURNS void
        LANGUAGE plpgsql AS $$
        DECLARE
            chosen session;
        BEGIN
            SELECT s.* INTO chosen FROM session s JOIN event ON event.id = s.event_id
            WHERE code = in_event ORDER BY s.starts_at OFFSET nth - 1 LIMIT 1;
            IF 'marked' <> count_heads(chosen.event_id, chosen.id, '12-to-14', people,
                coalesce((SELECT id FROM head_count WHERE session_id = chosen.id
                    AND superseded_at IS NULL), 0),
                '2026-01-01Z', 'command:7', why)
            THEN RAISE EXCEPTION 'not counted'; END IF;
        END
        $$;
        CREATE FUNCTION correct(which uuid, why text) RETURNS void LANGUAGE sql AS $$
            SELECT append_participation_fact(id,
                CASE status WHEN 'confirmed' THEN 'withdrawn' ELSE 'confirmed' END,
                '2026-01-01Z', 'command:7', why)
            FROM participation_now WHERE id = which
        $$;
        """
}

/// Does what a text of SQL says, in a transaction of its own.
struct Act: Statement {
    static let sql: StaticString = "SELECT act($1)"

    var sql: String

    func bind(to parameters: inout Parameters) { parameters.add(sql) }

    static func decode(_ row: RowReader) throws(DatabaseError) {}
}

/// What was recorded in an event by its reason, and when.
struct ReadRecorded: Statement {
    static let sql: StaticString = """
        SELECT reason, recorded_at FROM recorded WHERE starts_with(reason, $1 || ' ')
        """

    var event: String

    func bind(to parameters: inout Parameters) { parameters.add(event) }

    static func decode(_ row: RowReader) throws(DatabaseError) -> (String, RecordedInstant) {
        (try row.text(0), RecordedInstant(try row.instant(1)))
    }
}

/// What was recorded in an event when the latest period became final.
struct ReadFrozen: Statement {
    static let sql: StaticString = """
        SELECT reason FROM frozen WHERE starts_with(reason, $1 || ' ')
        """

    var event: String

    func bind(to parameters: inout Parameters) { parameters.add(event) }

    static func decode(_ row: RowReader) throws(DatabaseError) -> String { try row.text(0) }
}

/// Who came by country and sector, and the heads, from the bare ledger.
struct ReadLedger: Statement {
    static let sql: StaticString = """
        SELECT f.country, f.sector, count(DISTINCT f.person_token)::integer
        FROM participation_fact f JOIN participation p ON p.id = f.participation_id
        JOIN event ON event.id = p.event_id AND event.code = $1
        WHERE f.status = 'confirmed' AND f.recorded_at <= $2
          AND (f.superseded_at IS NULL OR f.superseded_at > $2)
          AND EXISTS (SELECT FROM attendance a WHERE a.participation_id = p.id
                      AND a.status IN ('present', 'partly') AND a.recorded_at <= $2
                      AND (a.superseded_at IS NULL OR a.superseded_at > $2))
        GROUP BY 1, 2
        UNION ALL
        SELECT 'heads', '', max(h.people) FROM head_count h
        JOIN event ON event.id = h.event_id AND event.code = $1
        WHERE h.recorded_at <= $2 AND (h.superseded_at IS NULL OR h.superseded_at > $2)
        HAVING count(*) > 0
        """

    var event: String
    var asOf: Date

    func bind(to parameters: inout Parameters) {
        parameters.add(event)
        parameters.add(asOf)
    }

    static func decode(_ row: RowReader) throws(DatabaseError) -> Report.Figure {
        Report.Figure(keys: [try row.text(0), try row.text(1)], value: try row.integer(2))
    }
}
