import Foundation
import Postgres
import TestSupport

@testable import TrainingRegistry

/// The two persons who are one of `PeopleRoom`, who went through everything, and what is left.
extension PeopleRoom {
    /// Matches whatever of them is in a text: names in every form, addresses, what they wrote.
    static let marks =
        #"b[eē]r[zž]i[nņ]|[eē]rika|eb@example|unlisted union|so many boats|20009999"#

    /// Lends a room in which they left traces in every table, before they are merged.
    static func withTraces(
        _ body: @escaping @Sendable (PeopleRoom) async throws -> Void
    ) async throws {
        try await with { room in
            try await room.test.script(events + traces + offices)
            try await body(room)
        }
    }

    func erase(
        _ person: UUID = kept, reason: String = "Asked by letter", now: Date = now
    ) async throws -> Result<[ErasureLine], ErasureRefusal> {
        try await database.erase(
            ErasePerson(
                person: person, actor: .command(userID: 0), reason: PeopleReason(parsing: reason),
                now: now, mailDomain: "example.org"))
    }

    /// Every column of every table that holds one of the marks, as `table.column`.
    func marked(_ marks: String = marks) async throws -> Set<String> {
        Set(try await ask("SELECT traces('\(marks)')").split(separator: "\n").map(String.init))
    }

    /// What is counted of every event, country and sector: now of those that were held, and as of
    /// each instant before now of all.
    func counts() async throws -> String {
        try await ask(
            """
            SELECT concat_ws(' ', 'as of', t.at, e.code, f.country, f.sector, f.role, f.status,
                             count(*), count(DISTINCT f.person_token))
            FROM (SELECT DISTINCT recorded_at AS at FROM participation_fact
                  WHERE recorded_at <= (SELECT latest FROM frozen)) AS t
            JOIN participation_fact f ON f.recorded_at <= t.at
                AND (f.superseded_at IS NULL OR f.superseded_at > t.at)
            JOIN participation p ON p.id = f.participation_id JOIN event e ON e.id = p.event_id
            GROUP BY t.at, e.code, f.country, f.sector, f.role, f.status
            UNION ALL
            SELECT concat_ws(' ', 'now', e.code, n.country, n.sector, n.role, n.status, count(*),
                             count(DISTINCT n.person_token))
            FROM participation_now n JOIN event e ON e.id = n.event_id
            WHERE e.held_at IS NOT NULL
            GROUP BY e.code, n.country, n.sector, n.role, n.status
            UNION ALL
            SELECT concat_ws(' ', rule, 'as of', t.at, c.code, c.country, c.sector, c.role,
                             count(*), count(DISTINCT c.person_token))
            FROM (SELECT DISTINCT recorded_at AS at FROM participation_fact
                  WHERE recorded_at <= (SELECT latest FROM frozen)) AS t,
                 unnest('{confirmed,came,completed}'::text[]) AS rule, counted(t.at, rule, 50, 50) c
            GROUP BY rule, t.at, c.code, c.country, c.sector, c.role
            UNION ALL
            SELECT (to_jsonb(a) - 'reason')::text FROM attendance a
            UNION ALL SELECT (to_jsonb(c) - 'reason')::text FROM completion_step c
            UNION ALL SELECT to_jsonb(a)::text FROM attended a JOIN event e ON e.id = a.event_id
            WHERE e.held_at IS NOT NULL
            UNION ALL SELECT to_jsonb(c)::text FROM completion c JOIN event e ON e.id = c.event_id
            WHERE e.held_at IS NOT NULL
            UNION ALL SELECT to_jsonb(r)::text FROM event_reached r
            ORDER BY 1
            """)
    }

    /// An event that was held with both of them in it, and how to look for marks.
    private static let events = """
        UPDATE event SET starts_on = '2027-05-11', ends_on = '2027-05-12'
        WHERE code = 'protect-tallinn-2027';
        UPDATE session SET starts_at = '2027-05-11 09:00Z', ends_at = '2027-05-11 12:00Z'
        WHERE event_id = (SELECT id FROM event WHERE code = 'protect-tallinn-2027');
        INSERT INTO session (id, event_id, title, starts_at, ends_at)
        SELECT '40000000-0000-4000-8000-000000000001', id, 'First contact', '2016-04-28 09:00Z',
               '2016-04-28 12:00Z' FROM event WHERE code = 'protect-tallinn-2016';
        INSERT INTO participation (id, event_id, created_at)
        SELECT '30000000-0000-4000-8000-000000000006', id, '2016-04-01' FROM event
        WHERE code = 'audtrain-zagreb-2016';
        INSERT INTO participation_fact (participation_id, person_token, status, role, country,
            sector, actor, reason, occurred_at, recorded_at)
        SELECT '30000000-0000-4000-8000-000000000006', token, 'confirmed', 'participant', 'LV',
               'police', 'system', 'Instead of E. Berzina', '2016-04-01', record_instant()
        FROM person WHERE id = '\(stranger)';
        UPDATE participation_fact SET reason = 'Ērika Bērziņa asked for it'
        WHERE participation_id = '30000000-0000-4000-8000-000000000003';
        INSERT INTO attendance (event_id, session_id, participation_id, status, actor, reason,
            occurred_at, recorded_at)
        SELECT p.event_id, '40000000-0000-4000-8000-000000000001', p.id, 'partly', 'system',
               'Ms Bērziņa was ill', '2016-04-28', record_instant()
        FROM participation p WHERE p.id = '30000000-0000-4000-8000-000000000003';
        INSERT INTO completion_step (participation_id, step, outcome, actor, reason, occurred_at,
            recorded_at)
        VALUES ('30000000-0000-4000-8000-000000000003', 'assignment', 'excused', 'system',
                'Ērika is away', '2016-05-01', record_instant());
        INSERT INTO trainer_standing (programme_id, person_token, standing, actor, reason,
            occurred_at, recorded_at)
        SELECT programme.id, token, 'trainer', 'system', 'Ērika is good', '2016-06-01',
               record_instant()
        FROM programme, person WHERE programme.code = 'protect' AND person.id = '\(absorbed)';
        INSERT INTO certificate (participation_id, name, issued_at, issued_by, revoked_at,
            revoked_by, revoked_reason)
        VALUES ('30000000-0000-4000-8000-000000000003', 'Ērika Bērziņa', '2016-05-01', 'system',
                '2016-05-02', 'system', 'Her name is Bērziņa'),
               ('30000000-0000-4000-8000-000000000003', 'Ērika Bērziņa', '2016-05-02', 'system',
                NULL, NULL, NULL);

        CREATE FUNCTION traces(marks text) RETURNS SETOF text LANGUAGE plpgsql SECURITY DEFINER
        AS $$
        DECLARE
            c record;
            is_there boolean;
        BEGIN
            FOR c IN SELECT table_name, column_name, udt_name FROM information_schema.columns
                JOIN information_schema.tables USING (table_schema, table_name)
                WHERE table_schema = 'public' AND table_type = 'BASE TABLE' ORDER BY 1, 2
            LOOP
                EXECUTE format('SELECT EXISTS (SELECT FROM %I WHERE lower(%s '
                        'COLLATE "und-x-icu") ~ $1)', c.table_name,
                    CASE c.udt_name WHEN 'bytea' THEN format('encode(%I, ''escape'')',
                        c.column_name) ELSE format('%I::text', c.column_name) END)
                INTO is_there USING marks;
                IF is_there THEN RETURN NEXT c.table_name || '.' || c.column_name; END IF;
            END LOOP;
        END
        $$;
        CREATE TABLE frozen (latest timestamptz);
        GRANT SELECT ON frozen TO registry_service;
        """

    /// What they wrote and were written, and what was noted about them.
    private static let traces = """
        UPDATE person SET organisation = 'Unlisted Union'
        WHERE id IN ('\(kept)', '\(absorbed)');
        UPDATE interest SET organisation = 'Unlisted Union',
            motivation = 'So many boats. Call +371 20009999'
        WHERE person_id IN ('\(kept)', '\(absorbed)');
        UPDATE interest_status SET reason = 'Bērziņa knows the harbour';
        INSERT INTO interest (id, event_id, given_name, family_name, email, email_folded,
            organisation, sector, country, motivation, notice, received_at)
        SELECT '20000000-0000-4000-8000-000000000009', id, 'Erika', 'Berzinya',
               'erika@example.com', 'erika@example.com', 'Unlisted Union', 'ngo', 'LV',
               'So many boats', '2026-11', '2026-11-28'
        FROM event WHERE code = 'study-visit-oslo';
        INSERT INTO access_token (hash, purpose, interest_id, created_at, expires_at)
        VALUES (sha256('confirm'), 'confirm', '20000000-0000-4000-8000-000000000009',
                '2026-11-28', '2026-12-05');
        INSERT INTO intake_budget (address_hash, since, keys, is_fresh)
        VALUES (sha256('erika@example.com'), '2026-11-28', '{1}', true);
        INSERT INTO pool_offer (event_id, interest_id, actor, reason, offered_at)
        SELECT event.id, interest.id, 'system', 'Ērika waits for it', '2026-11-01'
        FROM event, interest WHERE event.code = 'audtrain-riga'
            AND interest.id = '20000000-0000-4000-8000-000000000004';
        INSERT INTO invitation (event_id, email, email_folded, given_name, family_name, hash,
            invited_at, sent_at)
        SELECT id, 'EB@example.org', 'eb@example.org', 'Erika', 'Berzina', sha256('invited'),
               '2026-11-01', '2026-11-01' FROM event WHERE code = 'study-visit-oslo';
        INSERT INTO address_hold (address, cause, held_at, held_by)
        VALUES ('EB@example.org', 'complaint', '2026-11-01', 'system');
        INSERT INTO nomination_round (event_id, deadline, opened_at)
        SELECT id, '2027-01-31', '2026-11-01' FROM event WHERE code = 'protect-tallinn-2027';
        INSERT INTO nomination (id, event_id, member, rank, given_name, family_name, email,
            email_folded, organisation, sector, country, status, created_at)
        SELECT '50000000-0000-4000-8000-000000000001', event_id, 'LV', 1, 'Ērika', 'Bērziņa',
               'erika@example.com', 'erika@example.com', 'Unlisted Union', 'ngo', 'LV',
               'proposed', '2026-11-02' FROM nomination_round;
        INSERT INTO nomination_status (nomination_id, status, actor, reason, occurred_at)
        VALUES ('50000000-0000-4000-8000-000000000001', 'proposed', 'system', 'Bērziņa first',
                '2026-11-02');
        INSERT INTO nomination_link (hash, event_id, member, nomination_id, created_at)
        SELECT sha256('nominee'), event_id, member, id, created_at FROM nomination;
        INSERT INTO person_distinct (one, other, actor, dismissed_at)
        VALUES ('\(absorbed)', '\(stranger)', 'system', '2026-11-01');

        INSERT INTO outbox (message_id, recipient, template, parameters, interest_id, content,
            written_at, state, attempts, next_attempt_at, lease_until, lease_holder, ended_at,
            last_reply)
        SELECT '<' || n || '@example.org>', recipient, 'seat-taken',
               '{"given_name": "Ērika", "target": "A training"}', interest::uuid,
               CASE WHEN ended IS NULL THEN 'To: erika@example.com'::bytea END, '2026-11-01', state,
               1, '2026-11-01', lease, CASE WHEN lease IS NOT NULL THEN '\(id(9))'::uuid END, ended,
               '550 <erika@example.com> is unknown'
        FROM (VALUES
            (1, 'Erika@Example.com', 'sent', NULL, NULL::timestamptz, '2026-11-01'::timestamptz),
            (2, 'eb@example.org', 'failed', '20000000-0000-4000-8000-000000000001', NULL,
             '2026-11-01'),
            (3, 'erika@example.com', 'pending', '20000000-0000-4000-8000-000000000002', NULL, NULL),
            (4, 'erika@example.com', 'sending', NULL, '2026-12-01', NULL))
            AS m (n, recipient, state, interest, lease, ended);
        INSERT INTO outbox_attempt (outbox_id, number, instance, started_at, ended_at, outcome,
            reply)
        SELECT id, 1, '\(id(9))', '2026-11-01', CASE WHEN state <> 'sending' THEN written_at END,
               CASE WHEN state <> 'sending' THEN 'deferred' END,
               CASE WHEN state <> 'sending' THEN '451 <erika@example.com> try later' END
        FROM outbox;
        """

    /// What was said of several, and who they were in an office and in the secretariat.
    private static let offices = """
        INSERT INTO selection_decision (event_id, words, actor, decided_at)
        SELECT id, 'Kalns before E. BERZINA', 'system', '2026-11-01' FROM event
        WHERE code = 'audtrain-riga';
        INSERT INTO room_change (event_id, change, detail, actor, reason, occurred_at)
        SELECT event_id, 'seats', '{}', 'system', 'For Bērziņa, Ērika', '2026-11-01'
        FROM event_room LIMIT 1;
        INSERT INTO event_chair (event_id, member, reason, actor, occurred_at)
        SELECT id, 'LV', 'As Ērika Bērziņa proposed', 'system', '2026-11-01' FROM event
        WHERE code = 'expert-group-reykjavik';
        INSERT INTO head_count (event_id, session_id, age_band, people, actor, reason, occurred_at,
            recorded_at)
        SELECT event_id, id, '15-to-17', 3, 'system', 'Counted by Bērziņa', '2016-04-28',
               record_instant() FROM session WHERE id = '40000000-0000-4000-8000-000000000001';
        INSERT INTO indirect_count (event_id, country, sector, people, source, actor, reason,
            occurred_at, recorded_at)
        SELECT id, 'LV', 'ngo', 3, 'eb@example.org', 'system', 'Ērika Bērziņa told us',
               '2026-11-01', record_instant() FROM event WHERE code = 'audtrain-riga';
        UPDATE baseline_figure SET value = 1001, reason = 'Bērziņa counted again',
            title = 'Trained by Ērika Bērziņa', quote = 'Ērika Bērziņa: over 1000',
            place = 'Mail of eb@example.org'
        WHERE code = 'professionals-trained';
        INSERT INTO kept_report (title, body, digest, as_of, kept_by, kept_at)
        VALUES ('Asked for by Ērika Bērziņa', 'a', sha256('a'), '2026-11-01', 'system',
                '2026-11-01');
        INSERT INTO focal_point (member, name, email, email_folded, valid)
        VALUES ('LV', 'Ērika Bērziņa', 'erika@example.com', 'erika@example.com',
                '[2015-01-01,2016-01-01)');
        INSERT INTO staff (id, email, email_folded, name, password_key, password_salt, scrypt_cost,
            scrypt_block, scrypt_parallel, code_secret, created_at, created_by, set_up_at,
            disabled_at)
        VALUES ('\(id(8))', 'eb@example.org', 'eb@example.org', 'E. Berzina', sha256('a'),
                sha256('b'), 2, 1, 1, sha256('c'), '2020-01-01', 'system', '2020-01-02',
                '2021-01-01');
        INSERT INTO staff_session (hash, staff_id, created_at, seen_at, expires_at)
        VALUES (sha256('s'), '\(id(8))', '2020-01-02', '2020-01-02', '2020-01-03');
        INSERT INTO staff_link (hash, staff_id, code_secret, created_at, expires_at)
        VALUES (sha256('l'), '\(id(8))', sha256('c'), '2020-01-01', '2020-01-03');
        INSERT INTO frozen SELECT latest FROM fact_clock;
        """
}
