import Foundation
import Postgres
import TestSupport
import Testing

@testable import TrainingRegistry

@Suite(.timeLimit(.minutes(10))) struct FinalReportTests {
    /// The first event alone begins in it.
    static let june = ReportPeriod.span("2001-06-15", "2001-06-15")

    @Test("A period is final when every event was held and every sheet is closed, once")
    func gate() async throws {
        try await ReportRoom.with { room in
            let gaps = try await room.database.gaps(of: Self.june, now: ReportRoom.now).get()
            #expect(gaps.map(\.kind) == [.notHeld, .openSheet, .openSheet])
            #expect(Set(gaps.map(\.event)) == ["e6"])
            #expect(gaps.map(\.session) == [nil, "Morning", "Noon"])
            #expect(try await room.finalise(Self.june) == .failure(.incomplete(gaps)))

            try await room.close("e6")
            let made = try await room.finalise(Self.june).get()

            #expect(try await room.database.gaps(of: Self.june, now: ReportRoom.now).get() == [])
            #expect(try await room.database.finalPeriods() == [made])
            #expect(try await room.finalise(Self.june) == .failure(.finalAlready))
            let kept = try await room.database.keptReports()
            #expect(kept.count == 8)
            #expect(Set(kept.map(\.asOf)) == [made.asOf])
            #expect(try await room.database.verifyKeptReports(now: ReportRoom.now) == [])
        }
    }

    @Test("A period that has no end, is not over or is not on file is not made final")
    func refusals() async throws {
        try await ReportRoom.with { room in
            let endless = try await room.finalise(.all)
            let toCome = try await room.finalise(.year(2031))
            let unknown = try await room.finalise(.mandate("of nobody"))

            #expect(endless == .failure(.endless))
            #expect(toCome == .failure(.notOver))
            #expect(unknown == .failure(.unknownPeriod))
        }
    }

    @Test("People in an event without a session, or in a sector of another time, are told")
    func otherGaps() async throws {
        try await ReportRoom.with { room in
            try await room.happen(
                """
                UPDATE event SET held_at = '2001-12-01Z' WHERE code = 'e7';
                UPDATE sector SET valid = '[2010-01-01,)' WHERE code = 'police';
                """)

            let gaps = try await room.database.gaps(
                of: .span("2001-07-15", "2001-07-15"), now: ReportRoom.now
            ).get()

            #expect(gaps.map(\.kind) == [.noSession, .sectorNotInUse])
            #expect(gaps.map(\.people) == [nil, 1])

            // Nor may an event of a trainer whom we trained lack anything.
            try await room.happen(
                """
                SET session_replication_role = replica;
                UPDATE event
                SET reach = 'indirect', programme_id = (SELECT id FROM programme LIMIT 1)
                WHERE code = 'e7';
                """)
            let indirect = try await room.database.gaps(
                of: .span("2001-07-15", "2001-07-15"), now: ReportRoom.now
            ).get()
            #expect(indirect == gaps)
        }
    }

    @Test("In charge are the coordinators of the event, else of its programme, else of everything")
    func inCharge() async throws {
        try await ReportRoom.with { room in
            func inCharge() async throws -> [String]? {
                try await room.database.gaps(of: Self.june, now: ReportRoom.now).get()
                    .first?.inCharge
            }
            func grant(_ name: String, _ scope: String) async throws {
                try await room.happen(
                    """
                    UPDATE event SET programme_id = programme.id
                    FROM programme WHERE programme.code = 'protect' AND event.code = 'e6';
                    WITH made AS (
                        INSERT INTO staff (email, email_folded, name, created_at, created_by)
                        VALUES ('\(name)@example.org', '\(name)@example.org', '\(name)',
                            '2026-01-01Z', 'test')
                        RETURNING id)
                    INSERT INTO staff_role (staff_id, role, programme_id, event_id, granted_at,
                        granted_by)
                    SELECT made.id, 'coordinator', \(scope), '2026-01-01Z', 'test'
                    FROM made, event WHERE event.code = 'e6'
                    """)
            }

            try await grant("everything", "NULL, NULL")
            #expect(try await inCharge() == ["everything"])
            try await grant("programme", "event.programme_id, NULL")
            #expect(try await inCharge() == ["programme"])
            try await grant("event", "NULL, event.id")
            #expect(try await inCharge() == ["event"])
        }
    }

    @Test("A late correction leaves the figures of a final period, and is told as one")
    func lateCorrection() async throws {
        try await ReportRoom.with { room in
            try await room.happen(
                "SELECT mark(place(1, 'e6'), 1, 'present'), mark(place(2, 'e6'), 1, 'present')")
            try await room.close("e6")
            let made = try await room.finalise(Self.june).get()
            let recipe = Recipe(period: Self.june, group: [.country])
            let final = try await room.report(recipe)
            try await room.happen("SELECT mark(place(7, 'e6'), 1, 'present')")

            let again = try await room.report(recipe)
            let all = try await room.report(Recipe(group: [.country]))
            var corrected = recipe
            corrected.asOf = all.asOf
            let later = try await room.report(corrected)
            let difference = try await room.database.difference(
                recipe, from: made.asOf, to: all.asOf, now: ReportRoom.now
            ).get()

            #expect(final.total == 2)
            #expect(final.asOf == made.asOf)
            #expect(again.canonical == final.canonical)
            #expect(again.finalSince == ReportRoom.now)
            #expect(again.words.last?.hasPrefix("Final since ") == true)
            #expect(later.total == 3)
            #expect(later.finalSince == nil)
            #expect(difference.changes.map(\.cause) == [.correction])
            #expect(difference.changes.map(\.total) == [1])
            let text = String(decoding: again.canonical, as: UTF8.self)
            #expect(!text.contains("final_since"))
        }
    }

    @Test("A grant that has the days of a final period only later is not reported as of then")
    func laterDays() async throws {
        try await ReportRoom.with { room in
            func have(_ days: String) async throws {
                try await room.happen(
                    "UPDATE funding_grant SET period = '\(days)' WHERE code = 'protect-return-fund'"
                )
            }
            try await have("[1990-01-01,1990-01-02)")
            try await room.close("e6")
            let made = try await room.finalise(Self.june).get()
            try await have("[2001-06-15,2001-06-16)")

            let recipe = Recipe(period: .grant(try Code(parsing: "protect-return-fund")))
            let report = try await room.report(recipe)
            var again = recipe
            again.asOf = report.asOf
            var before = recipe
            before.asOf = made.asOf

            #expect(report.asOf > made.asOf)
            #expect(report.finalSince == nil)
            #expect(try await room.report(again).canonical == report.canonical)
            #expect(try await room.report(before).first == Day.of("1990-01-01"))
            #expect(try await room.report(Recipe(period: Self.june)).asOf == made.asOf)
        }
    }

    @Test("Kept reports stay the same while others write, correct and merge")
    func writers() async throws {
        try await ReportRoom.with { room in
            let recipes = [
                Recipe(group: [.country, .event]),
                Recipe(
                    unit: .participation, attendance: .completedByDefault, kinds: [.training],
                    event: try Code(parsing: "e6"), group: [.sector]),
                Recipe(
                    unit: .seat, grant: try Code(parsing: "audtrain-2-commission"),
                    audience: .public),
            ]
            try await room.happen("SELECT mark(place(1, 'e6'), 1, 'present')")
            for recipe in recipes {
                _ = try await room.database.keep(
                    KeepReport(
                        Title(parsing: "Kept"), recipe, actor: .command(userID: 7),
                        now: ReportRoom.now)
                ).get()
            }
            var recipe = recipes[0]
            let instant = try await room.instant()
            recipe.asOf = instant
            let test = room.test
            let before = try await room.report(recipe).canonical
            var seen: Set<[UInt8]> = []
            try await withThrowingTaskGroup(of: Void.self) { group in
                for seed in 1...4 {
                    group.addTask {
                        var dice = Dice(seed: UInt64(seed))
                        for _ in 0..<8 { try? await test.script(dice.deed()) }
                    }
                }
                for _ in 0..<8 { seen.insert(try await room.report(recipe).canonical) }
                try await group.waitForAll()
            }

            #expect(seen == [before])
            #expect(try await room.instant() > instant)
            #expect(try await room.database.verifyKeptReports(now: ReportRoom.now) == [])
        }
    }

    @Test("A kept report whose past was changed behind the registry's back is named")
    func tampered() async throws {
        try await ReportRoom.with { room in
            let kept = try await room.database.keep(
                KeepReport(
                    Title(parsing: "Kept"), Recipe(attendance: .confirmed, group: [.country]),
                    actor: .command(userID: 7), now: ReportRoom.now)
            ).get()
            #expect(try await room.database.verifyKeptReports(now: ReportRoom.now) == [])
            try await room.happen("UPDATE participation_fact SET country = 'SE'")
            #expect(try await room.database.verifyKeptReports(now: ReportRoom.now) == [kept])
        }
    }

    @Test(
        "A recipe is read back from the canonical form of its report",
        arguments: [
            Recipe(), Recipe(unit: .seat, attendance: .confirmed, period: .presidency(2025)),
            Recipe(
                unit: .personDay, attendance: .completed(attendedPercent: 70, partlyPercent: 20),
                roles: [.participant, .trainer], reach: .indirect, period: .year(2001),
                kinds: [.training], group: [.role, .year, .organisation], audience: .internal),
        ])
    func canonical(recipe: Recipe) throws {
        var recipe = recipe
        recipe.asOf = try RecordedInstant(parsing: "2026-11-21T14:05:06.000042Z")
        let asOf = try #require(recipe.asOf)
        let report = Report(recipe, first: nil, last: nil, asOf: asOf, counted: [], heads: [])

        #expect(Recipe(canonical: report.canonical) == recipe)
        #expect(Recipe(canonical: Array("{}".utf8)) == nil)
    }
}

extension ReportPeriod {
    /// From one day to another.
    static func span(_ first: String, _ last: String) -> ReportPeriod {
        guard let first = CalendarDay(parsing: first), let last = CalendarDay(parsing: last) else {
            return .all
        }
        return .days(first, last)
    }
}
