import Foundation
import Postgres
import TestSupport
import Testing

@testable import TrainingRegistry

@Suite struct MergePeopleTests {
    static let summary = """
        SELECT 'interest ' || right(i.id::text, 1) || ' of ' || right(i.person_id::text, 1) || ' '
               || s.status || CASE WHEN i.withdrawn_at IS NULL THEN '' ELSE ' ended' END
        FROM interest i JOIN interest_status s ON s.interest_id = i.id AND superseded_at IS NULL
        UNION SELECT 'participation ' || right(n.id::text, 1) || ' of '
               || right(n.person_token::text, 1) || ' ' || n.status || ' ' || n.role
        FROM participation_now n
        UNION SELECT 'room ' || code || ' ' || taken FROM event_room r
        JOIN event e ON e.id = r.event_id
        UNION SELECT 'quota ' || code || ' ' || value || ' ' || taken FROM seat_quota q
        JOIN event e ON e.id = q.event_id
        UNION SELECT 'seat ' || code || ' ' || number || ' of '
               || coalesce(right(participation_id::text, 1), 'nobody')
               || coalesce(' by ' || right(interest_id::text, 1), '')
        FROM seat s JOIN event e ON e.id = s.event_id
        UNION SELECT 'session ' || taken || ' ' || (SELECT string_agg(
               right(participation_id::text, 1), ',') FROM session_place) FROM session_room
        UNION SELECT 'links of ' || right(person_id::text, 1) || ' ' || count(*) FROM access_token
        GROUP BY person_id
        ORDER BY 1
        """

    @Test("Two participations in one event become one, with one seat, and interests collapse")
    func merge() async throws {
        try await PeopleRoom.with { room in
            _ = try await room.merge().get()

            #expect(
                try await room.ask(Self.summary) == """
                    interest 1 of 1 accepted
                    interest 2 of 1 withdrawn ended
                    interest 3 of 1 withdrawn ended
                    interest 4 of 1 received
                    interest 5 of 1 accepted
                    interest 6 of 1 withdrawn ended
                    interest 7 of 1 received
                    links of 1 2
                    links of 3 1
                    participation 1 of 1 confirmed participant
                    participation 2 of 1 merged participant
                    participation 3 of 1 confirmed trainer
                    participation 5 of 1 confirmed participant
                    quota audtrain-riga LV 1
                    quota audtrain-riga ngo 0
                    quota audtrain-riga police 1
                    quota protect-tallinn-2027 LV 1
                    quota protect-tallinn-2027 ngo 0
                    quota protect-tallinn-2027 police 1
                    room audtrain-riga 1
                    room protect-tallinn-2027 1
                    seat audtrain-riga 1 of 5
                    seat audtrain-riga 2 of nobody
                    seat audtrain-riga 3 of nobody
                    seat protect-tallinn-2027 1 of 1
                    seat protect-tallinn-2027 2 of nobody
                    seat protect-tallinn-2027 3 of nobody
                    session 1 1
                    """)
            let record = try #require(try await room.database.person(PeopleRoom.kept))
            #expect(
                record.participations.map(\.event.description) == [
                    "protect-tallinn-2027", "audtrain-riga", "protect-tallinn-2016",
                ])
            #expect(record.merges.map(\.familyName) == ["Bērziņa"])
            #expect(try await room.database.people(ListPeople()).count == 2)
        }
    }

    @Test(
        "Undoing a merge restores every row byte for byte, whichever of the two was kept",
        arguments: [(PeopleRoom.kept, PeopleRoom.absorbed), (PeopleRoom.absorbed, PeopleRoom.kept)])
    func undo(keep: UUID, absorb: UUID) async throws {
        try await PeopleRoom.with { room in
            let before = try await room.dump()
            let history = """
                SELECT (to_jsonb(f) - 'superseded_at')::text FROM participation_fact f
                UNION SELECT (to_jsonb(s) - 'superseded_at')::text FROM interest_status s ORDER BY 1
                """
            let told = try await room.ask(history)
            for _ in 1...2 {
                let merge = try await room.merge(keep, absorb).get()
                #expect(try await room.dump() != before)
                try await room.undo(merge).get()

                #expect(try await room.dump() == before)
                #expect(try await room.undo(merge).failure == .alreadyUndone)
            }

            let rows = Set(try await room.ask(history).split(separator: "\n"))
            #expect(rows.isSuperset(of: told.split(separator: "\n")))
            #expect(
                try await room.ask(
                    """
                    SELECT count(*)::text FROM participation_fact f JOIN participation_fact o
                    USING (participation_id) WHERE f.id < o.id AND f.superseded_at > o.recorded_at
                    """) == "0")
        }
    }

    @Test("A seat goes to the participation that carries on when that one has none")
    func seatMoves() async throws {
        try await PeopleRoom.with { room in
            try await room.test.script(
                """
                UPDATE seat SET participation_id = NULL, taken_at = NULL, country = NULL,
                    sector = NULL WHERE participation_id::text LIKE '%1';
                """)
            let before = try await room.dump()
            let merge = try await room.merge().get()

            let told = try await room.ask(Self.summary)
            #expect(told.contains("seat protect-tallinn-2027 2 of 1\n"))
            #expect(told.contains("quota protect-tallinn-2027 police 1\n"))
            #expect(told.contains("quota protect-tallinn-2027 ngo 0\n"))
            #expect(told.contains("room protect-tallinn-2027 1\n"))
            try await room.undo(merge).get()
            #expect(try await room.dump() == before)
        }
    }

    @Test(
        "A merge is not undone over what happened since, and nothing is half restored",
        arguments: [
            ("UPDATE interest SET motivation = 'x' WHERE id::text LIKE '%7'", .interestChanged),
            ("DELETE FROM interest WHERE id::text LIKE '%7'", .interestChanged),
            (
                "UPDATE seat SET promised_until = '2027-01-01', country = 'LV', sector = 'ngo', "
                    + "interest_id = "
                    + "(SELECT id FROM interest WHERE id::text LIKE '%7') WHERE number = 2 AND "
                    + "event_id = (SELECT id FROM event WHERE code = 'protect-tallinn-2027')",
                .seatChanged
            ),
            (
                "UPDATE participation_fact SET superseded_at = 'infinity' "
                    + "WHERE superseded_at IS NULL AND role = 'trainer'", .participationChanged
            ),
            ("DELETE FROM seat WHERE participation_id IS NULL", .seatChanged),
            (
                "SELECT merge_people('\(PeopleRoom.stranger)', '\(PeopleRoom.kept)', "
                    + "'a', 'b', now())",
                .laterMerge
            ),
            ("DELETE FROM access_token", nil),
        ] as [(String, UndoMergeRefusal?)])
    func refused(change: String, refusal: UndoMergeRefusal?) async throws {
        try await PeopleRoom.with { room in
            let merge = try await room.merge().get()
            try await room.test.script(change)
            let before = try await room.dump()

            #expect(try await room.undo(merge).failure == refusal)
            if refusal != nil { #expect(try await room.dump() == before) }
        }
    }

    @Test("Who is nobody, the same or merged already is not merged, and merges of merges unwind")
    func refusals() async throws {
        try await PeopleRoom.with { room in
            let nobody = PeopleRoom.id(9)
            #expect(try await room.merge(nobody).failure == .unknownPerson)
            #expect(try await room.merge(PeopleRoom.kept, nobody).failure == .unknownPerson)
            #expect(try await room.merge(PeopleRoom.kept, PeopleRoom.kept).failure == .samePerson)
            #expect(try await room.undo(nobody).failure == .unknownMerge)

            let before = try await room.dump()
            let first = try await room.merge().get()
            #expect(try await room.merge().failure == .alreadyMerged)
            let second = try await room.merge(PeopleRoom.stranger, PeopleRoom.kept).get()
            #expect(try await room.undo(first).failure == .laterMerge)
            try await room.undo(second).get()
            try await room.undo(first).get()
            #expect(try await room.dump() == before)
        }
    }

    @Test("Every table that names a person is one that merging knows")
    func tables() async throws {
        try await PeopleRoom.with { room in
            let tables = try await room.ask(
                """
                SELECT DISTINCT conrelid::regclass::text FROM pg_constraint
                WHERE confrelid = 'person'::regclass ORDER BY 1
                """)
            #expect(
                tables.split(separator: "\n") == [
                    "access_token", "interest", "person", "person_distinct", "person_merge",
                ])
        }
    }

    @Test("A seat that a merge frees is offered to the next who waits, in the same transaction")
    func offersOn() async throws {
        try await PeopleRoom.with { room in
            // Juris waits for a seat; there is none but the two that become one.
            try await room.test.script(
                """
                INSERT INTO interest (id, event_id, person_id, given_name, family_name, email,
                    email_folded, sector, country, notice, received_at, confirmed_at)
                SELECT '20000000-0000-4000-8000-000000000009', event.id, person.id, given_name,
                       family_name, email, email_folded, sector, 'EE', '2026-11', '2026-02-08',
                       '2026-02-08'
                FROM person, event
                WHERE given_name = 'Juris' AND event.code = 'protect-tallinn-2027';
                INSERT INTO interest_status (interest_id, status, actor, occurred_at)
                VALUES ('20000000-0000-4000-8000-000000000009', 'waiting', 'person', '2026-02-09');
                DELETE FROM seat USING event WHERE event.id = event_id AND number = 3
                    AND event.code = 'protect-tallinn-2027';
                UPDATE seat_quota SET seats_max = 3 WHERE dimension = 'sector';
                """)

            _ = try await room.merge().get()

            #expect(
                try await room.ask(
                    """
                    SELECT status FROM interest_now
                    WHERE id = '20000000-0000-4000-8000-000000000009'
                    """) == "offered")
            #expect(
                try await room.ask(
                    "SELECT template FROM outbox WHERE recipient = 'juris@example.org'")
                    == "seat-offered")
        }
    }

    @Test("Who was absorbed and confirms a new interest is the person who carries on")
    func comesAgain() async throws {
        try await InterestRoom.with { room in
            let emails = ["one@example.org", "two@example.org"]
            for email in emails {
                _ = try await room.express(.test("Anna", email))
                _ = try await room.confirm(email).get()
            }
            let people = try await room.database.people(ListPeople(query: "@example.org"))
            let ids = emails.compactMap { mail in people.first { $0.person.email == mail } }
                .map(\.person.id)
            try #require(ids.count == 2)
            _ = try await room.database.merge(
                MergePeople(
                    keep: ids[0], absorb: ids[1], actor: .system,
                    reason: PeopleReason(parsing: "Same"), now: room.now, mailDomain: "example.org")
            ).get()

            _ = try await room.express(
                .test("Anna", emails[1], in: .programme(Code(parsing: "protect"))))
            let link = try await room.confirm(emails[1]).get()

            let record = try #require(try await room.database.person(ids[0]))
            #expect(record.interests.map(\.target.description).contains("protect"))
            let held = try #require(try await room.database.heldData(of: link, at: room.now))
            #expect(held.email == emails[0])
        }
    }
}

extension Result {
    /// Why there is none.
    fileprivate var failure: Failure? {
        if case .failure(let failure) = self { failure } else { nil }
    }
}
