import Foundation
import Postgres
import TestSupport
import Testing

@testable import TrainingRegistry

@Suite struct ErasureRuleTests {
    @Test("Every column that could hold somebody's data has an entry, and every entry its column")
    func registry() async throws {
        // Not information_schema, which hides tables that the service may not read.
        let undeclared = """
            SELECT c.relname || '.' || a.attname
            FROM pg_attribute a JOIN pg_class c ON c.oid = a.attrelid
            JOIN pg_type t ON t.oid = a.atttypid
            WHERE c.relnamespace = 'public'::regnamespace AND c.relkind IN ('r', 'p')
              AND a.attnum > 0 AND NOT a.attisdropped
              AND t.typname NOT IN ('bool', 'int2', 'int4', 'int8', '_int8', 'float8', 'numeric',
                                    'timestamptz', 'daterange', 'int4range')
              AND NOT EXISTS (SELECT FROM personal_column p WHERE p.relation = c.relname
                              AND p.column_name = a.attname)
            UNION ALL
            SELECT 'no such column: ' || p.relation || '.' || p.column_name FROM personal_column p
            WHERE NOT EXISTS (SELECT FROM pg_attribute a
                WHERE a.attrelid = to_regclass('public.' || p.relation)
                  AND a.attname = p.column_name AND NOT a.attisdropped)
            """
        try await PeopleRoom.with { room in
            // Say in a migration of yours what the column holds: see docs/erasure.md.
            #expect(try await room.ask("SELECT * FROM (\(undeclared)) AS u (name)") == "")

            try await room.test.script(
                """
                ALTER TABLE person ADD COLUMN phone text;
                ALTER TABLE event ADD COLUMN hosts jsonb;
                CREATE TABLE dish (person_id uuid REFERENCES person (id), likes text[], n integer);
                """)
            let found = Set(
                try await room.ask("SELECT * FROM (\(undeclared)) AS u (name)")
                    .split(separator: "\n").map(String.init))
            #expect(found == ["person.phone", "event.hosts", "dish.person_id", "dish.likes"])
        }
    }

    /// What stands in the way, and what takes it away.
    static let obstacles: [(refusal: ErasureRefusal, put: String, mended: String)] = [
        (
            .staffAccount,
            """
            INSERT INTO staff (email, email_folded, name, created_at, created_by)
            VALUES ('eb@example.org', 'eb@example.org', 'Somebody Else', '2020-01-01', 'system')
            """,
            "UPDATE staff SET disabled_at = '2026-11-01'"
        ),
        (
            .focalPoint,
            """
            INSERT INTO focal_point (member, name, email, email_folded, valid)
            VALUES ('LV', 'E. Berzina', 'eb@example.org', 'eb@example.org', '[2026-01-01,)')
            """,
            "UPDATE focal_point SET valid = '[2026-01-01,2026-11-01)'"
        ),
    ]

    @Test("Who has an office still keeps it until it is ended", arguments: 0..<obstacles.count)
    func office(number: Int) async throws {
        let obstacle = Self.obstacles[number]
        try await PeopleRoom.with { room in
            try await room.test.script(obstacle.put)
            let before = try await room.dump()

            #expect(try await room.erase() == .failure(obstacle.refusal))
            #expect(try await room.dump() == before)
            try await room.test.script(obstacle.mended)
            _ = try await room.erase().get()
            let left = try await room.ask(
                "SELECT email FROM staff UNION SELECT email FROM focal_point")
            #expect(!left.contains("eb@example"))
        }
    }

    @Test("Who is nobody, was merged or is gone is not erased, and no name comes into the log")
    func refusals() async throws {
        try await PeopleRoom.with { room in
            #expect(try await room.erase(PeopleRoom.id(7)) == .failure(.unknownPerson))
            for reason in ["E. BERZINA asked", "Mail of EB@example.org", "The Berzina case"] {
                let outcome = try await room.erase(reason: reason)
                #expect(outcome == .failure(.reasonNamesThem))
            }
            _ = try await room.merge().get()
            #expect(
                try await room.erase(PeopleRoom.absorbed)
                    == .failure(.mergedPerson(carriesOn: PeopleRoom.kept)))
            _ = try await room.erase().get()
            for person in [PeopleRoom.kept, PeopleRoom.absorbed] {
                let outcome = try await room.erase(person)
                #expect(outcome == .failure(.erasedAlready))
            }
            #expect(
                try await room.ask(
                    """
                    SELECT concat_ws(' ', subject, right(subject_id::text, 1), action, actor, reason)
                    FROM audit
                    """) == "person 1 erase command:0 Asked by letter")
        }
    }

    @Test("A colleague with the same address keeps everything")
    func colleague() async throws {
        try await PeopleRoom.with { room in
            try await room.test.script(
                """
                UPDATE person SET email = 'desk@example.org', email_folded = 'desk@example.org'
                WHERE id IN ('\(PeopleRoom.kept)', '\(PeopleRoom.stranger)');
                INSERT INTO outbox (message_id, recipient, template, parameters, written_at, state,
                    next_attempt_at)
                SELECT '<' || name || '@example.org>', 'desk@example.org', 'trainer-invited',
                       jsonb_build_object('given_name', name), '2026-11-01', 'pending', '2026-11-01'
                FROM unnest('{E.,Juris}'::text[]) AS name;
                INSERT INTO invitation (event_id, email, email_folded, given_name, family_name,
                    hash, invited_at, sent_at)
                SELECT id, 'desk@example.org', 'desk@example.org', 'Juris', 'Kalns', sha256('j'),
                       '2026-11-01', '2026-11-01' FROM event WHERE code = 'study-visit-oslo';
                """)
            _ = try await room.erase().get()

            #expect(
                try await room.ask(
                    """
                    SELECT family_name || ' ' || email FROM person WHERE id = '\(PeopleRoom.stranger)'
                    UNION ALL SELECT family_name || ' ' || email FROM invitation
                    UNION ALL SELECT message_id || ' ' || recipient || ' ' || state FROM outbox
                    ORDER BY 1
                    """) == """
                        <E.@example.org> erased@invalid cancelled
                        <Juris@example.org> desk@example.org pending
                        Kalns desk@example.org
                        Kalns desk@example.org
                        """)
        }
    }

    @Test("After an older backup was restored, whoever is listed is erased again, once")
    func again() async throws {
        try await PeopleRoom.withTraces { room in
            // The backup is of before the merge: both are people of their own in it.
            let listed = [PeopleRoom.absorbed, PeopleRoom.kept, PeopleRoom.id(7)]
            let request = EraseAgain(
                listed: listed, actor: .command(userID: 0), now: PeopleRoom.now,
                mailDomain: "example.org")
            let done = try await room.database.eraseAgain(request)

            #expect(done.erased == [PeopleRoom.kept, PeopleRoom.absorbed])
            #expect(done.refused.isEmpty)
            #expect(try await room.marked() == [])
            #expect(
                try await room.database.erasedPeople().map(\.id)
                    == listed.sorted {
                        $0.uuidString < $1.uuidString
                    })
            #expect(try await room.database.eraseAgain(request).erased == [])
        }
        try await PeopleRoom.with { room in
            _ = try await room.merge(PeopleRoom.stranger, PeopleRoom.absorbed).get()
            let done = try await room.database.eraseAgain(
                EraseAgain(
                    listed: [PeopleRoom.absorbed], actor: .system, now: PeopleRoom.now,
                    mailDomain: "example.org"))
            #expect(done.erased == [])
            #expect(
                done.refused.map(\.refusal) == [.mergedPerson(carriesOn: PeopleRoom.stranger)])
        }
    }

    @Test("Of many who erase the same person at once one does, and the others are told")
    func race() async throws {
        try await PeopleRoom.withTraces { room in
            var settings = room.test.service
            settings.connections = 4
            settings.requestTimeout = .seconds(60)
            let database = SharedDatabase(settings, on: room.test.loop)
            let erasure = WriteErasure(
                request: ErasePerson(
                    person: PeopleRoom.absorbed, actor: .system,
                    reason: try PeopleReason(parsing: "Asked"), now: PeopleRoom.now,
                    mailDomain: "example.org"))
            let refusals = try await withThrowingTaskGroup(of: ErasureRefusal?.self) { group in
                for _ in 0..<4 {
                    group.addTask { try await database.run(erasure).first?.refusal }
                }
                return try await group.reduce(into: []) { $0.append($1) }
            }
            await database.close()

            #expect(refusals.compactMap { $0 } == [.erasedAlready, .erasedAlready, .erasedAlready])
            // A mail to the other of the two quotes the address, and is not theirs.
            #expect(
                try await room.marked("erika@example")
                    == ["outbox.last_reply", "outbox_attempt.reply"])
        }
    }

    @Test("The service may erase, and write no fact otherwise")
    func rights() async throws {
        try await PeopleRoom.with { room in
            let rights = try await room.ask(
                """
                SELECT concat_ws(' ',
                    has_table_privilege('registry_service', 'participation_fact', 'DELETE'),
                    has_column_privilege('registry_service', 'participation_fact', 'reason',
                                         'UPDATE'),
                    has_table_privilege('registry_service', 'personal_column', 'UPDATE'),
                    has_function_privilege('registry_service',
                        'erase_person(uuid, text, text, timestamptz, text)', 'EXECUTE'))
                """)
            #expect(rights == "f f f t")
        }
    }
}
