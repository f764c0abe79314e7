import Foundation
import Postgres
import TestSupport
import Testing

@testable import TrainingRegistry

@Suite(.timeLimit(.minutes(10))) struct CompareReportsTests {
    /// What happens, the cause it is told by, and what it changes of the total and of Latvia.
    struct Case: Sendable {
        var happens: String
        var cause: ReportDifference.Cause
        var total: Int
        var latvia: Int
        var recipe = Recipe(unit: .participation, attendance: .confirmed, group: [.country])
    }

    static let came = Recipe(group: [.country])
    static let cases = [
        Case(
            happens: "SELECT unite(1, 2)", cause: .merge, total: -1, latvia: -1,
            recipe: Recipe(attendance: .confirmed, group: [.country])),
        Case(
            happens: "SELECT announce('e9'), enter(1, 'e9'), enter(7, 'e9')", cause: .newEvent,
            total: 2, latvia: 1),
        Case(
            happens: "UPDATE event SET cancelled_at = '2026-09-01Z' WHERE code = 'e7'",
            cause: .cancelledEvent, total: -2, latvia: -2),
        Case(happens: "SELECT enter(3, 'e8')", cause: .newParticipation, total: 1, latvia: 1),
        Case(
            happens: "SELECT become(place(1, 'e8'), 'withdrawn', NULL)", cause: .withdrawal,
            total: -1, latvia: -1),
        Case(
            happens: "SELECT become(place(1, 'e8'), NULL, 'EE')", cause: .reclassification,
            total: 0, latvia: -1),
        Case(
            happens: "SELECT mark(place(3, 'e6'), 1, 'present')", cause: .lateAttendance,
            total: 1, latvia: 1, recipe: came),
        Case(
            happens: "SELECT mark(place(1, 'e6'), 1, 'absent')", cause: .correction, total: -1,
            latvia: -1, recipe: came),
    ]

    @Test("Each change is told by its cause, with what it changed", arguments: cases)
    func causes(_ row: Case) async throws {
        try await ReportRoom.with { room in
            try await room.happen("SELECT mark(place(1, 'e6'), 1, 'present')")
            let from = try await room.instant()
            try await room.happen(row.happens)
            let to = try await room.instant()

            let difference = try await room.database.difference(
                row.recipe, from: from, to: to, now: ReportRoom.now
            ).get()

            #expect(difference.changes.map(\.cause) == [row.cause])
            #expect(difference.changes.first?.total == row.total)
            let latvia = difference.changes.first?.figures.first { $0.keys == ["LV"] }?.value
            #expect(latvia == row.latvia)
        }
    }

    @Test("What is marked after the sheet is closed is a correction, and children are told beside")
    func sealed() async throws {
        try await ReportRoom.with { room in
            let from = try await room.instant()
            try await room.happen("SELECT heads('e6', 1, 12)")
            try await room.close("e6")
            try await room.happen("SELECT mark(place(2, 'e6'), 1, 'present')")

            let difference = try await room.database.difference(
                Self.came, from: from, to: try await room.instant(), now: ReportRoom.now
            ).get()

            #expect(difference.changes.map(\.cause) == [.lateAttendance, .correction])
            #expect(difference.changes.map(\.total) == [0, 1])
            #expect(
                difference.changes.first?.heads == [.init(ageBand: "12-to-14", people: 12)])
        }
    }

    @Test("One save of a sheet tells first marks from corrections")
    func savedAtOnce() async throws {
        try await ReportRoom.with { room in
            try await room.happen("SELECT mark(place(1, 'e6'), 1, 'present')")
            let from = try await room.instant()
            try await room.happen(
                """
                SELECT mark_attendance(a.event_id, ARRAY[a.session_id, a.session_id],
                    ARRAY[a.participation_id, place(7, 'e6')], ARRAY['absent', 'present'],
                    ARRAY[NULL, NULL]::timestamptz[], ARRAY[a.id, 0], '2026-01-01Z', 'command:7',
                    NULL)
                FROM attendance a
                WHERE a.participation_id = place(1, 'e6') AND a.superseded_at IS NULL
                """)

            let difference = try await room.database.difference(
                Self.came, from: from, to: try await room.instant(), now: ReportRoom.now
            ).get()

            #expect(difference.changes.map(\.cause) == [.lateAttendance, .correction])
            #expect(difference.changes.map(\.total) == [1, -1])
        }
    }

    @Test("One import tells who came to an event from who left it and who counts as another")
    func importedAtOnce() async throws {
        try await ReportRoom.with { room in
            let from = try await room.instant()
            try await room.happen(
                """
                SELECT import_participations(array_agg(event), array_agg('P'::text),
                    array_agg('N' || n), array_agg('p' || n || '@example.org'),
                    array_agg(NULL::text), array_agg(status), array_agg(country),
                    array_agg(NULL::text), array_agg(NULL::text), true, 'command:7', '2026-01-01Z')
                FROM (VALUES ('e6', 3, NULL, 'EE'), ('e8', 1, 'withdrawn', NULL),
                             ('e8', 5, NULL, NULL), ('e8', 6, 'withdrawn', NULL))
                    AS given (event, n, status, country)
                """)

            let difference = try await room.database.difference(
                Recipe(unit: .participation, attendance: .confirmed, group: [.country]),
                from: from, to: try await room.instant(), now: ReportRoom.now
            ).get()

            #expect(
                difference.changes.map(\.cause)
                    == [.newParticipation, .withdrawal, .reclassification])
            #expect(difference.changes.map(\.total) == [1, -1, 0])
        }
    }

    @Test("In random worlds what the causes changed adds up, figure by figure", arguments: 1...3)
    func random(seed: UInt64) async throws {
        try await ReportRoom.with { room in
            var dice = Dice(seed: seed)
            var instants = [try await room.instant()]
            for _ in 0..<2 {
                for _ in 0..<10 { try await room.happen(dice.deed()) }
                instants.append(try await room.instant())
            }
            let recipes = [
                Recipe(group: [.country, .event]),
                Recipe(unit: .participation, attendance: .confirmed, group: [.grant]),
                Recipe(unit: .personDay, group: [.sector]),
                Recipe(attendance: .completedByDefault, period: .year(2001), group: [.event]),
            ]
            for recipe in recipes {
                for (from, to) in [(0, 1), (1, 2), (0, 2)] {
                    let difference = try await room.database.difference(
                        recipe, from: instants[from], to: instants[to], now: ReportRoom.now
                    ).get()
                    #expect(difference.changes.allSatisfy { $0.cause != .other })
                    #expect(Self.added(difference) == Self.values(difference.after))
                }
            }
        }
    }

    @Test("Instants that are not in order, outsiders and a crowd of changes are refused")
    func refusals() async throws {
        try await ReportRoom.with { room in
            let from = try await room.instant()
            func refusal(_ recipe: Recipe, _ from: RecordedInstant, _ to: RecordedInstant)
                async throws -> DifferenceRefusal?
            {
                let result = try await room.database.difference(
                    recipe, from: from, to: to, now: ReportRoom.now)
                guard case .failure(let refusal) = result else { return nil }
                return refusal
            }
            #expect(try await refusal(Recipe(), from, from) == .disorder)
            #expect(
                try await refusal(Recipe(audience: .funder), from, RecordedInstant(.distantPast))
                    == .notInternal)
            #expect(
                try await refusal(Recipe(), from, RecordedInstant(ReportRoom.now + 1))
                    == .report(.future))
            try await room.happen(
                """
                DO $$ BEGIN FOR i IN 1..251 LOOP
                    PERFORM become(place(1, 'e6'), NULL, 'EE'), mark(place(1, 'e6'), 1, 'absent');
                END LOOP; END $$
                """)
            let to = try await room.instant()
            #expect(try await refusal(Recipe(), from, to) == .tooManyChanges)
            let other = Recipe(event: try Code(parsing: "e8"))
            #expect(try await refusal(other, from, to) == nil)
        }
    }

    /// The figures before with what every cause changed.
    private static func added(_ difference: ReportDifference) -> [[String?]: Int] {
        var sums = values(difference.before)
        for change in difference.changes {
            for figure in change.figures { sums[figure.keys, default: 0] += figure.value ?? 0 }
        }
        return sums.filter { $0.value != 0 }
    }

    private static func values(_ report: Report) -> [[String?]: Int] {
        let figures = report.figures.map { ($0.keys, $0.value ?? 0) }
        return Dictionary(uniqueKeysWithValues: figures).filter { $0.value != 0 }
    }
}

/// Draws what happens next: the same for the same seed.
struct Dice {
    private var generator: SeededGenerator

    init(seed: UInt64) { generator = SeededGenerator(state: seed) }

    private mutating func roll(_ sides: Int) -> Int { .random(in: 1...sides, using: &generator) }

    mutating func deed() -> String {
        let person = roll(9)
        let event = "e\(roll(3) + 5)"
        let place = "place(\(person), '\(event)')"
        switch roll(12) {
        case 1: return "SELECT unite(\(person), \(roll(9)))"
        case 2: return "SELECT become(\(place), NULL, '\(roll(2) == 1 ? "EE" : "LV")')"
        case 3: return "SELECT become(\(place), 'withdrawn', NULL)"
        case 4:
            return """
                SELECT become(id, 'confirmed', NULL) FROM participation_now
                WHERE id = \(place) AND status = 'withdrawn'
                """
        case 5: return "SELECT enter(\(person), '\(event)')"
        case 6:
            let new = "n\(roll(1_000_000))"
            return "SELECT announce('\(new)'), enter(\(person), '\(new)')"
        case 7: return "UPDATE event SET starts_on = starts_on - 300 WHERE code = '\(event)'"
        case 8:
            return "DELETE FROM event_grant USING event WHERE id = event_id AND code = '\(event)'"
        default:
            let how = ["present", "partly", "absent", "present"][roll(4) - 1]
            return "SELECT mark(place(\(person), 'e6'), \(roll(2)), '\(how)')"
        }
    }
}
