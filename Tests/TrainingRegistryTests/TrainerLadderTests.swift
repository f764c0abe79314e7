import Foundation
import Postgres
import TestSupport
import Testing

@testable import TrainingRegistry

@Suite struct TrainerLadderTests {
    static let participation = "30000000-0000-4000-8000-000000000005"

    @Test("Who completed a training is eligible, is invited by mail and answers by their link")
    func climb() async throws {
        try await PeopleRoom.with { room in
            let ladder = try LadderRoom(room)
            #expect(try await ladder.lines() == ["1 under-way [attendance]"])
            #expect(try await ladder.invite(1) == .notCompleted)
            #expect(try await ladder.invite(9) == .unknownPerson)
            try await ladder.attendAll()
            #expect(try await ladder.lines() == ["1 eligible []"])

            #expect(try await ladder.invite(1) == nil)
            #expect(try await ladder.lines() == ["1 invited []"])
            #expect(try await ladder.invite(1) == .notAllowed(.invite, .invited))
            let link = try await ladder.mailedLink()
            let open = try await room.database.ownStandings(of: link, at: PeopleRoom.now)
            #expect(open?.map(\.standing) == [.invited])
            #expect(try await ladder.answer(link, accepts: true) == nil)
            #expect(try await ladder.answer(link, accepts: true) == nil)
            #expect(try await ladder.answer(link, accepts: false) != nil)
            #expect(try await ladder.lines() == ["1 trainer []"])

            #expect(try await ladder.end(1) == nil)
            #expect(try await ladder.end(1) == .notAllowed(.end, .ended))
            #expect(try await ladder.lines() == ["1 ended []"])
            #expect(try await ladder.audited() == "invite\naccept\nend")
        }
    }

    @Test("Steps are recorded one by one, and what is wrong with one stops no other")
    func steps() async throws {
        try await PeopleRoom.with { room in
            let ladder = try LadderRoom(room)
            try await ladder.attendAll()
            let event = try Code(parsing: "audtrain-riga")
            let isSet = try await room.database.set(
                SetCompletionRule(
                    event: event, rule: CompletionRule(needsAssignment: true, needsMentoring: true),
                    actor: .command(userID: 0), reason: nil, now: PeopleRoom.now))
            #expect(isSet)
            #expect(try await ladder.lines() == ["1 under-way [assignment, mentoring]"])
            let id = try #require(UUID(uuidString: Self.participation))

            let answers = try await room.database.record(
                RecordCompletionSteps(
                    event: event,
                    steps: [
                        StepOutcome(id, .assignment, .notDone), StepOutcome(id, .assignment, .done),
                        StepOutcome(id, .assignment, .done), StepOutcome(UUID(), .mentoring, .done),
                        StepOutcome(id, .mentoring, .excused),
                        StepOutcome(id, .mentoring, .excused, reason: "Mentored by phone"),
                    ], actor: .command(userID: 0), now: PeopleRoom.now))

            #expect(
                answers == [
                    .recorded, .recorded, .unchanged, .unknown, .reasonMissing, .recorded,
                ])
            #expect(try await ladder.lines() == ["1 eligible []"])
            #expect(
                try await room.ask(
                    """
                    SELECT step || ' ' || outcome || ' ' || (superseded_at IS NULL)
                    FROM completion_step ORDER BY id
                    """) == """
                        assignment not-done false
                        assignment done true
                        mentoring excused true
                        """)
        }
    }

    @Test("A standing follows a merge and comes back when it is undone, byte for byte")
    func merge() async throws {
        try await PeopleRoom.with { room in
            let ladder = try LadderRoom(room)
            try await ladder.attendAll()
            #expect(try await ladder.invite(1) == nil)
            let before = try await ladder.rows()

            let merge = try await room.merge(PeopleRoom.absorbed, PeopleRoom.kept).get()
            #expect(try await ladder.lines() == ["2 invited []"])
            #expect(try await ladder.answer(try await ladder.mailedLink(), accepts: true) == nil)
            #expect(try await ladder.lines() == ["2 trainer []"])
            try await room.undo(merge).get()

            // What was answered after the merge stays with the kept person.
            #expect(try await ladder.lines() == ["1 invited []", "2 trainer []"])
            #expect(try await ladder.rows().hasPrefix(before))
        }
    }

    @Test("Of two standings that a merge brings together the further one holds")
    func further() async throws {
        try await PeopleRoom.with { room in
            let ladder = try LadderRoom(room)
            try await room.test.script(
                """
                INSERT INTO trainer_standing (programme_id, person_token, standing, actor,
                    occurred_at, recorded_at)
                SELECT programme.id, person.token, standing, 'system', '2026-01-01', '2026-01-01'
                FROM (VALUES ('1', 'declined'), ('2', 'trainer')) AS s (n, standing)
                JOIN person ON person.id::text LIKE '%' || n
                JOIN programme ON programme.code = 'audtrain';
                """)
            let before = try await ladder.lines()
            #expect(before == ["1 declined [attendance]", "2 trainer []"])

            let merge = try await room.merge().get()
            #expect(try await ladder.lines() == ["1 trainer [attendance]"])
            try await room.undo(merge).get()
            #expect(try await ladder.lines() == before)

            // A move of the merged person outranks what it went on from, as long as they are one.
            let again = try await room.merge().get()
            #expect(try await ladder.end(2) == nil)
            #expect(try await ladder.lines() == ["1 ended [attendance]"])
            try await room.undo(again).get()
            #expect(try await ladder.lines() == ["1 ended [attendance]", "2 trainer []"])
        }
    }

    @Test("Eligibility follows a merge: steps of a collapsed participation count")
    func collapsed() async throws {
        try await PeopleRoom.with { room in
            let ladder = try LadderRoom(room)
            try await room.test.script(
                """
                INSERT INTO participation (id, event_id, created_at)
                SELECT '30000000-0000-4000-8000-000000000006', id, '2026-03-01' FROM event
                WHERE code = 'audtrain-riga';
                INSERT INTO participation_fact (participation_id, person_token, status, role,
                    country, sector, actor, occurred_at, recorded_at)
                SELECT '30000000-0000-4000-8000-000000000006', token, 'confirmed', 'participant',
                       'LV', sector, 'system', '2026-03-01', clock_timestamp()
                FROM person WHERE id::text LIKE '%2';
                INSERT INTO completion_rule (event_id, needs_assignment)
                SELECT id, true FROM event WHERE code = 'audtrain-riga';
                INSERT INTO completion_step (participation_id, step, outcome, actor, occurred_at,
                    recorded_at)
                VALUES ('30000000-0000-4000-8000-000000000006', 'assignment', 'done', 'system',
                    '2026-03-01', clock_timestamp());
                """)
            try await ladder.attendAll()
            let before = ["1 under-way [assignment]", "2 under-way [attendance]"]
            #expect(try await ladder.lines() == before)

            let merge = try await room.merge().get()
            #expect(try await ladder.lines() == ["1 eligible []"])
            try await room.undo(merge).get()
            #expect(try await ladder.lines() == before)
        }
    }
}
