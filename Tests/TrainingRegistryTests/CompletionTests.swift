import Foundation
import TestSupport
import Testing

@testable import TrainingRegistry

@Suite struct CompletionTests {
    typealias Outcome = CompletionStep.Outcome

    @Test(
        "Who attended enough and did what is asked completes; otherwise it is said what is missing",
        arguments: [
            (Completion.of(true, false, false), []),
            (.of(false, false, false), ["attendance"]),
            (.of(true, true, false), ["assignment"]),
            (.of(true, true, false, .notDone), ["assignment"]),
            (.of(true, true, false, .done), []),
            (.of(true, true, false, .excused), []),
            (.of(true, false, true, .done), ["mentoring"]),
            (.of(true, false, true, nil, .notDone), ["mentoring"]),
            (.of(true, false, true, nil, .excused), []),
            (.of(true, true, true, .done, .done), []),
            (.of(true, true, true), ["assignment", "mentoring"]),
            (.of(false, true, true, .done, .done), ["attendance"]),
            (.of(false, true, true), ["attendance", "assignment", "mentoring"]),
        ])
    func rule(completion: Completion, missing: [String]) {
        #expect(completion.missing == missing)
        #expect(completion.isComplete == missing.isEmpty)
    }

    @Test("The database completes whom the rule completes, in every combination")
    func sameLaw() async throws {
        try await PeopleRoom.with { room in
            try await room.test.script(Self.everyCombination)
            var compared = 0
            for needs in ["00", "01", "10", "11"] {
                let lines = try #require(
                    try await room.database.completions(of: Code(parsing: "combo-\(needs)")))
                let told = try await room.ask(
                    """
                    SELECT participation_id || ' ' || completed || ' ' || missing::text
                    FROM completion c JOIN event ON event.id = event_id
                    WHERE code = 'combo-\(needs)' ORDER BY participation_id
                    """)
                let expected = lines.map { line in
                    "\(line.participation.uuidString.lowercased()) \(line.completion.isComplete) "
                        + "{\(line.completion.missing.joined(separator: ","))}"
                }
                #expect(told == expected.sorted().joined(separator: "\n"))
                compared += Set(lines.map(\.completion)).count
            }
            #expect(compared == 128)
        }
    }

    /// Four events, each with a person for every way to have attended and done the steps.
    private static let everyCombination = """
        INSERT INTO event (code, kind, title, summary, admission, starts_on, ends_on, time_zone,
            is_online)
        SELECT 'combo-' || a || b, 'training', 'Combo', '', 'open', '2026-01-01', '2026-01-01',
               'UTC', true
        FROM generate_series(0, 1) AS a, generate_series(0, 1) AS b;
        INSERT INTO completion_rule (event_id, needs_assignment, needs_mentoring)
        SELECT id, substr(code, 7, 1) = '1', substr(code, 8, 1) = '1' FROM event
        WHERE code LIKE 'combo-%';
        INSERT INTO session (event_id, title, starts_at, ends_at)
        SELECT id, 'Day', '2026-01-01 08:00Z', '2026-01-01 16:00Z' FROM event
        WHERE code LIKE 'combo-%';
        CREATE TEMPORARY TABLE combo AS
        SELECT gen_random_uuid() AS id, event.id AS event_id, attended, assignment, mentoring
        FROM event, (VALUES (true), (false)) AS m (attended),
             (VALUES (NULL), ('done'), ('not-done'), ('excused')) AS a (assignment),
             (VALUES (NULL), ('done'), ('not-done'), ('excused')) AS b (mentoring)
        WHERE code LIKE 'combo-%';
        INSERT INTO participation (id, event_id, created_at)
        SELECT id, event_id, '2026-01-01' FROM combo;
        INSERT INTO participation_fact (participation_id, person_token, status, role, country,
            sector, actor, occurred_at, recorded_at)
        SELECT id, gen_random_uuid(), 'confirmed', 'participant', 'LV', 'police', 'system',
               '2026-01-01', '2026-01-01' FROM combo;
        INSERT INTO attendance (event_id, session_id, participation_id, status, actor, occurred_at,
            recorded_at)
        SELECT combo.event_id, session.id, combo.id,
               CASE WHEN attended THEN 'present' ELSE 'absent' END, 'system', '2026-01-01',
               '2026-01-01'
        FROM combo JOIN session USING (event_id);
        INSERT INTO completion_step (participation_id, step, outcome, actor, reason, occurred_at,
            recorded_at)
        SELECT id, step, outcome, 'system', 'As tested', '2026-01-01', '2026-01-01'
        FROM combo, LATERAL (VALUES ('assignment', assignment), ('mentoring', mentoring))
            AS s (step, outcome)
        WHERE outcome IS NOT NULL;
        """
}

extension Completion {
    fileprivate static func of(
        _ attended: Bool, _ needsAssignment: Bool, _ needsMentoring: Bool,
        _ assignment: CompletionStep.Outcome? = nil, _ mentoring: CompletionStep.Outcome? = nil
    ) -> Completion {
        Completion(
            meetsAttendance: attended, needsAssignment: needsAssignment,
            needsMentoring: needsMentoring, assignment: assignment, mentoring: mentoring)
    }
}
