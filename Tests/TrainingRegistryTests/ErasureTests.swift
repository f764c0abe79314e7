import Foundation
import Postgres
import TestSupport
import Testing

@testable import TrainingRegistry

@Suite struct ErasureTests {
    /// Columns that go, and hold ids, hashes and codes in which no mark can be.
    static let wordless: Set<String> = [
        "id", "one", "other", "kept", "absorbed", "token", "merged_into", "hash", "address_hash",
        "check_in_code", "password_key", "password_salt", "code_secret", "sector", "country",
        "language", "languages", "topics", "notice", "purpose", "status", "answer", "relation",
        "actor", "undone_by", "member", "cause", "status_code", "held_by", "released_by",
    ]

    @Test("Nothing of a person who went through everything is left, in any column of any table")
    func nothingLeft() async throws {
        try await PeopleRoom.withTraces { room in
            _ = try await room.merge().get()
            try await room.test.script("UPDATE person_merge SET reason = 'E. Berzina is Ērika'")
            let going = try await room.ask(
                """
                SELECT relation || '.' || column_name FROM personal_column
                WHERE (on_erasure <> 'kept' OR is_searched)
                  AND column_name NOT LIKE '%\\_id' AND relation NOT IN ('frozen')
                """)
            let expected = Set(going.split(separator: "\n").map(String.init)).filter {
                !Self.wordless.contains(String($0.split(separator: ".")[1]))
            }
            // Every column that goes had something in it: the test can fail in each of them.
            #expect(try await room.marked() == expected)

            _ = try await room.erase().get()

            #expect(try await room.marked() == [])
            let ids = "0000000(1|2)$"
            #expect(
                try await room.marked("^00000000-0000-4000-8000-0000\(ids)")
                    == ["audit.subject_id", "erased_person.person_id"])
            #expect(
                try await room.marked("^10000000-0000-4000-8000-0000\(ids)")
                    == ["participation_fact.person_token", "trainer_standing.person_token"])
        }
    }

    @Test("What is counted is the same before and after, now and as of every instant before")
    func countsStay() async throws {
        try await PeopleRoom.withTraces { room in
            _ = try await room.merge().get()
            try await room.test.script("UPDATE frozen SET latest = (SELECT latest FROM fact_clock)")
            let before = try await room.counts()
            #expect(before.contains("protect-tallinn-2016 LV ngo trainer confirmed 1 1"))
            #expect(before.contains("as of"))

            _ = try await room.erase().get()

            #expect(try await room.counts() == before)
            try await room.test.script(
                "DELETE FROM attendance WHERE reason = 'erased'")
            #expect(try await room.counts() != before)
        }
    }

    @Test("In an event that has not begun the person does not come, and the next who waits is told")
    func coming() async throws {
        try await PeopleRoom.withTraces { room in
            try await room.test.script(
                """
                DELETE FROM nomination_link; DELETE FROM nomination_status;
                DELETE FROM nomination; DELETE FROM nomination_round;
                DELETE FROM seat WHERE participation_id IS NULL AND promised_until IS NULL
                    AND event_id = (SELECT id FROM event WHERE code = 'protect-tallinn-2027');
                INSERT INTO interest (id, event_id, person_id, given_name, family_name, email,
                    email_folded, sector, country, notice, received_at, confirmed_at)
                SELECT '20000000-0000-4000-8000-000000000008', event.id, person.id, given_name,
                       family_name, email, email_folded, 'police', 'LV', '2026-11', '2026-11-01',
                       '2026-11-01'
                FROM event, person WHERE event.code = 'protect-tallinn-2027'
                    AND person.id = '\(PeopleRoom.stranger)';
                INSERT INTO interest_status (interest_id, status, actor, occurred_at)
                VALUES ('20000000-0000-4000-8000-000000000008', 'waiting', 'system', '2026-11-01');
                """)
            _ = try await room.erase(PeopleRoom.absorbed).get()

            #expect(
                try await room.ask(
                    """
                    SELECT right(n.id::text, 1) || ' ' || status FROM participation_now n
                    WHERE person_token = '10000000-0000-4000-8000-000000000002'
                    UNION SELECT 'seat ' || number || ' for ' || coalesce(right(
                        coalesce(participation_id, interest_id)::text, 1), 'nobody')
                    FROM seat s JOIN event e ON e.id = s.event_id
                    WHERE e.code = 'protect-tallinn-2027'
                    UNION SELECT 'mail ' || template || ' to ' || recipient FROM outbox
                    WHERE template = 'seat-offered'
                    UNION SELECT 'places ' || taken FROM session_room ORDER BY 1
                    """) == """
                        2 withdrawn
                        3 confirmed
                        mail seat-offered to juris@example.org
                        places 1
                        seat 1 for 1
                        seat 2 for 8
                        """)
        }
    }

    @Test("A mail on its way writes nothing back, neither the reply nor its bytes")
    func inFlight() async throws {
        try await PeopleRoom.withTraces { room in
            _ = try await room.erase(PeopleRoom.absorbed).get()
            let state = """
                SELECT state || ' ' || outcome || ' ' || recipient || ' ' || parameters::text
                    || coalesce(content::text, '') || coalesce(reply, '')
                FROM outbox JOIN outbox_attempt ON outbox_id = id
                WHERE message_id = '<4@example.org>'
                """
            let erased = "cancelled unknown erased@invalid {}"
            #expect(try await room.ask(state) == erased)
            let id = try await room.ask(
                "SELECT id::text FROM outbox WHERE message_id = '<4@example.org>'")
            for (outcome, next) in [
                (AttemptEnd.Outcome.sent, AttemptEnd.State.sent), (.deferred, .pending),
                (.refused, .failed),
            ] {
                let end = AttemptEnd(
                    id: try #require(Int64(id)), number: 1, endedAt: PeopleRoom.now,
                    outcome: outcome, state: next,
                    nextAttemptAt: next == .pending ? PeopleRoom.now : nil,
                    content: Array("To: erika@example.com".utf8), reply: "<erika@example.com>")
                let kept = try await room.database.run(
                    RecordOutcome(ends: [end], instance: PeopleRoom.id(9)))
                #expect(kept == [])
            }
            let held = try await room.database.run(
                RenewLeases(
                    ids: [try #require(Int64(id))], instance: PeopleRoom.id(9),
                    leaseEnd: PeopleRoom.now + 60))
            #expect(held == [])
            #expect(try await room.ask(state) == erased)
        }
    }

    @Test("A preview says what erasing does, and changes nothing")
    func preview() async throws {
        try await PeopleRoom.withTraces { room in
            _ = try await room.merge().get()
            let before = try await room.dump()
            let clock = try await room.ask("SELECT latest::text FROM fact_clock")
            let preview = try await room.database.previewErasure(
                of: PeopleRoom.kept, by: .command(userID: 0), now: PeopleRoom.now
            ).get()

            #expect(try await room.dump() == before)
            #expect(try await room.ask("SELECT latest::text FROM fact_clock") == clock)
            #expect(try await room.ask("SELECT count(*)::text FROM audit") == "0")
            #expect(try await room.ask("SELECT count(*)::text FROM erased_person") == "0")
            #expect(try await room.erase().get() == preview)
            #expect(preview.contains(ErasureLine(table: "person", deed: .deleted, rows: 2)))
            #expect(preview.contains(ErasureLine(table: "outbox", deed: .cancelled, rows: 2)))
            #expect(preview.contains(ErasureLine(table: "attendance", deed: .kept, rows: 1)))
        }
    }
}
