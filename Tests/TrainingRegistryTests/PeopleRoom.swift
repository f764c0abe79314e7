import Foundation
import Postgres
import TestSupport

@testable import TrainingRegistry

/// A database with two persons who are one, in two events, with seats, links and interests.
struct PeopleRoom {
    let test: TestDatabase
    let database: Database

    static let now = Date(timeIntervalSince1970: 1_796_000_000)
    static let kept = id(1)
    static let absorbed = id(2)
    static let stranger = id(3)

    /// `00000000-0000-4000-8000-00000000000n`.
    static func id(_ number: UInt8) -> UUID {
        UUID(uuid: (0, 0, 0, 0, 0, 0, 0x40, 0, 0x80, 0, 0, 0, 0, 0, 0, number))
    }

    static func with(
        _ body: @escaping @Sendable (PeopleRoom) async throws -> Void
    ) async throws {
        try await DemoDatabase.with { test in
            try await test.script(people)
            try await test.withDatabase { try await body(PeopleRoom(test: test, database: $0)) }
        }
    }

    func merge(
        _ keep: UUID = kept, _ absorb: UUID = absorbed
    ) async throws -> Result<UUID, MergeRefusal> {
        try await database.merge(
            MergePeople(
                keep: keep, absorb: absorb, actor: .command(userID: 0),
                reason: PeopleReason(parsing: "Same person"), now: Self.now,
                mailDomain: "example.org"))
    }

    func undo(_ merge: UUID) async throws -> Result<Void, UndoMergeRefusal> {
        try await database.undo(
            UndoMerge(merge: merge, actor: .command(userID: 0), now: Self.now + 60))
    }

    /// Every row that a merge may touch; of histories, what is in force.
    func dump() async throws -> String { try await database.run(DumpPeople()).first ?? "" }

    /// What a text of SQL answers.
    func ask(_ question: String) async throws -> String {
        try await test.script("CREATE OR REPLACE VIEW answer (text) AS \(question)")
        try await test.script("GRANT SELECT ON answer TO registry_service")
        return try await database.run(ReadAnswer()).first ?? ""
    }

    private static let people = """
        INSERT INTO person (id, token, given_name, family_name, email, email_folded, organisation,
            sector, country, created_at)
        SELECT ('00000000-0000-4000-8000-' || lpad(n, 12, '0'))::uuid,
               ('10000000-0000-4000-8000-' || lpad(n, 12, '0'))::uuid, given, family, mail, mail,
               organisation, sector, 'LV', '2026-01-01'
        FROM (VALUES ('1', 'E.', 'Berzina', 'eb@example.org', 'State Police', 'police'),
                     ('2', 'Ērika', 'Bērziņa', 'erika@example.com', 'State police', 'ngo'),
                     ('3', 'Juris', 'Kalns', 'juris@example.org', NULL, 'police'))
            AS p (n, given, family, mail, organisation, sector);
        INSERT INTO access_token (hash, purpose, person_id, created_at, expires_at)
        SELECT sha256(id::text::bytea), 'my', id, '2026-01-01', '2027-12-31' FROM person;

        INSERT INTO interest (id, event_id, programme_id, person_id, given_name, family_name, email,
            email_folded, sector, country, notice, received_at, confirmed_at)
        SELECT ('20000000-0000-4000-8000-' || lpad(n, 12, '0'))::uuid,
               (SELECT id FROM event WHERE code = target),
               (SELECT id FROM programme WHERE code = target), person.id, given_name, family_name,
               email, email_folded, sector, country, '2026-11', at::timestamptz, at::timestamptz
        FROM (VALUES ('1', 1, 'protect-tallinn-2027', '2026-02-02'),
                     ('2', 2, 'protect-tallinn-2027', '2026-02-01'),
                     ('3', 1, 'audtrain', '2026-02-04'), ('4', 2, 'audtrain', '2026-02-03'),
                     ('5', 1, 'audtrain-riga', '2026-02-06'),
                     ('6', 2, 'audtrain-riga', '2026-02-05'),
                     ('7', 2, 'protect', '2026-02-07')) AS i (n, person, target, at)
        JOIN person ON person.id::text LIKE '%' || i.person;
        INSERT INTO interest_status (interest_id, status, actor, reason, occurred_at, recorded_at)
        SELECT id, CASE right(id::text, 1) WHEN '1' THEN 'accepted' WHEN '2' THEN 'accepted'
                   WHEN '5' THEN 'accepted' WHEN '6' THEN 'offered' ELSE 'received' END,
               'system', 'As tested', received_at, received_at
        FROM interest;

        INSERT INTO participation (id, event_id, interest_id, created_at)
        SELECT ('30000000-0000-4000-8000-' || lpad(n, 12, '0'))::uuid, event.id,
               (SELECT id FROM interest WHERE id::text LIKE '%' || i), '2026-03-01'
        FROM (VALUES ('1', 'protect-tallinn-2027', '1'), ('2', 'protect-tallinn-2027', '2'),
                     ('3', 'protect-tallinn-2016', NULL), ('5', 'audtrain-riga', '5'))
            AS p (n, event, i) JOIN event ON event.code = p.event;
        INSERT INTO participation_fact (participation_id, person_token, status, role, country,
            sector, actor, occurred_at, recorded_at)
        SELECT p.id, person.token, 'confirmed', f.role, 'LV', person.sector, 'system',
               '2026-03-01', clock_timestamp()
        FROM (VALUES ('1', '1', 'participant'), ('2', '2', 'participant'), ('3', '2', 'trainer'),
                     ('5', '1', 'participant')) AS f (n, person, role)
        JOIN participation p ON p.id::text LIKE '%' || f.n
        JOIN person ON person.id::text LIKE '%' || f.person;
        UPDATE fact_clock SET latest = clock_timestamp();

        INSERT INTO event_room (event_id, seats) SELECT id, 3 FROM event
        WHERE code IN ('protect-tallinn-2027', 'audtrain-riga');
        INSERT INTO seat (event_id, number, interest_id, promised_until, participation_id, taken_at,
            country, sector)
        SELECT event.id, number, CASE WHEN p IS NULL THEN
                   (SELECT id FROM interest WHERE id::text LIKE '%' || i) END,
               CASE WHEN i = '6' THEN '2027-01-01'::timestamptz END,
               (SELECT id FROM participation WHERE id::text LIKE '%' || p),
               CASE WHEN p IS NOT NULL THEN '2026-03-02'::timestamptz END,
               (SELECT country FROM interest WHERE id::text LIKE '%' || i),
               (SELECT sector FROM interest WHERE id::text LIKE '%' || i)
        FROM (VALUES ('protect-tallinn-2027', 1, '1', '1'), ('protect-tallinn-2027', 2, '2', '2'),
                     ('protect-tallinn-2027', 3, NULL, NULL), ('audtrain-riga', 1, '5', '5'),
                     ('audtrain-riga', 2, '6', NULL), ('audtrain-riga', 3, NULL, NULL))
            AS s (event, number, i, p) JOIN event ON event.code = s.event;
        INSERT INTO seat_quota (event_id, dimension, value, seats_max)
        SELECT event_id, dimension, value, 2
        FROM event_room, (VALUES ('country', 'LV'), ('sector', 'police'), ('sector', 'ngo'))
            AS q (dimension, value);
        INSERT INTO session_room (session_id, seats)
        SELECT session.id, 5 FROM session JOIN event ON event.id = event_id
        WHERE code = 'protect-tallinn-2027' ORDER BY starts_at LIMIT 1;
        INSERT INTO session_place SELECT session_id, p.id, '2026-03-03'
        FROM session_room, participation p WHERE p.id::text ~ '[12]$';
        """
}

/// Reads everything about people as JSON.
struct DumpPeople: Statement {
    static let sql: StaticString = """
        SELECT jsonb_pretty(jsonb_build_object(
            'person', (SELECT jsonb_agg(to_jsonb(t) ORDER BY id) FROM person t),
            'access_token', (SELECT jsonb_agg(to_jsonb(t) ORDER BY hash) FROM access_token t),
            'interest', (SELECT jsonb_agg(to_jsonb(t) ORDER BY id) FROM interest t),
            'status', (SELECT jsonb_agg(to_jsonb(t) - 'id' - 'recorded_at' ORDER BY interest_id)
                       FROM interest_status t WHERE superseded_at IS NULL),
            'participation', (SELECT jsonb_agg(to_jsonb(t) ORDER BY id) FROM participation t),
            'fact', (SELECT jsonb_agg(to_jsonb(t) - 'id' - 'recorded_at' ORDER BY participation_id)
                     FROM participation_fact t WHERE superseded_at IS NULL),
            'seat', (SELECT jsonb_agg(to_jsonb(t) ORDER BY id) FROM seat t),
            'room', (SELECT jsonb_agg(to_jsonb(t) ORDER BY event_id) FROM event_room t),
            'quota', (SELECT jsonb_agg(to_jsonb(t) ORDER BY t) FROM seat_quota t),
            'session_room', (SELECT jsonb_agg(to_jsonb(t) ORDER BY session_id) FROM session_room t),
            'place', (SELECT jsonb_agg(to_jsonb(t) ORDER BY t) FROM session_place t)))
        """

    func bind(to parameters: inout Parameters) {}

    static func decode(_ row: RowReader) throws(DatabaseError) -> String { try row.text(0) }
}

/// Reads what a view of the test says.
struct ReadAnswer: Statement {
    static let sql: StaticString = "SELECT coalesce(string_agg(text, E'\\n'), '') FROM answer"

    func bind(to parameters: inout Parameters) {}

    static func decode(_ row: RowReader) throws(DatabaseError) -> String { try row.text(0) }
}
