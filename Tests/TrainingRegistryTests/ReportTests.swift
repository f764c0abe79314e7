import Foundation
import Postgres
import TestSupport
import Testing

@testable import TrainingRegistry

@Suite(.timeLimit(.minutes(10))) struct ReportTests {
    static let now = Date(timeIntervalSince1970: 1_900_000_000)

    /// Three events of two programmes that two grants carry: p1 in all, p2 in two, others in one.
    static let world = """
        INSERT INTO event (code, kind, title, summary, admission, starts_on, ends_on, time_zone,
            is_online, published_at)
        SELECT 'e' || n, 'training', 'E', 'E', 'open', ('2026-0' || n || '-15')::date,
               ('2026-0' || n || '-16')::date, 'Europe/Riga', true, '2026-01-01Z'
        FROM unnest(ARRAY[6, 7, 8]) AS n;
        INSERT INTO event_grant (event_id, funding_grant_id)
        SELECT event.id, g.id
        FROM (VALUES ('e6', 1), ('e7', 1), ('e7', 2), ('e8', 2)) AS v (code, n)
        JOIN event USING (code)
        JOIN (SELECT id, row_number() OVER (ORDER BY code) AS n FROM funding_grant) AS g USING (n);
        INSERT INTO person (given_name, family_name, email, email_folded, sector, country,
            created_at)
        SELECT 'P', 'N' || n, 'p' || n || '@example.org', 'p' || n || '@example.org',
               CASE WHEN n % 2 = 0 THEN 'ngo' ELSE 'police' END,
               CASE WHEN n <= 6 THEN 'LV' ELSE 'EE' END, '2026-01-01Z'
        FROM generate_series(1, 9) AS n;
        WITH place AS (
            INSERT INTO participation (id, event_id, created_at)
            SELECT gen_random_uuid(), event.id, '2026-01-01Z'
            FROM event, person WHERE event.code ~ '^e[678]$' AND person.given_name = 'P'
              AND (event.code = 'e6' OR person.family_name = 'N1'
                   OR (event.code = 'e7' AND person.family_name = 'N2'))
            RETURNING id, event_id
        ), who AS (
            SELECT place.id, row_number() OVER (PARTITION BY event_id ORDER BY place.id) AS n
            FROM place
        )
        INSERT INTO participation_fact (participation_id, person_token, status, role, country,
            sector, actor, occurred_at, recorded_at)
        SELECT who.id, person.token, 'confirmed', 'participant', person.country, person.sector,
               'command:7', '2026-01-01Z', moment.instant
        FROM who JOIN person ON person.family_name = 'N' || who.n,
             (SELECT record_instant() AS instant) AS moment;
        """

    static func with(
        _ body: @escaping @Sendable (Database, TestDatabase) async throws -> Void
    ) async throws {
        try await DemoDatabase.with { test in
            try await test.script(world)
            try await test.withDatabase { try await body($0, test) }
        }
    }

    @Test(
        "Each unit counts what it says, and a person once however often they came",
        arguments: [
            (Recipe.Unit.person, 9), (.participation, 12), (.seat, 12), (.personDay, 0),
        ])
    func units(unit: Recipe.Unit, expected: Int) async throws {
        try await Self.with { database, _ in
            let recipe = Recipe(unit: unit, attendance: .confirmed)
            let total = try await database.report(recipe, now: Self.now).get().total
            #expect(total == expected)
        }
    }

    @Test("Totals that are less than the sum of their parts say by how much")
    func overlaps() async throws {
        try await Self.with { database, _ in
            let report = try await database.report(
                Recipe(attendance: .confirmed, group: [.event]), now: Self.now
            ).get()

            #expect(report.total == 9)
            #expect(report[["e6"]] == 9)
            #expect(report[["e7"]] == 2)
            #expect(
                report.overlaps
                    == [.init(keys: [nil], dimension: "event", sum: 12, total: 9)])
            #expect(report.overlaps.first?.excess == 3)
        }
    }

    @Test("Each grant's figure is complete for itself, the total counts once, and both reconcile")
    func grants() async throws {
        try await Self.with { database, _ in
            let report = try await database.report(
                Recipe(unit: .participation, attendance: .confirmed, group: [.grant]),
                now: Self.now
            ).get()

            #expect(report.total == 12)
            #expect(report.figures.dropFirst().compactMap(\.value) == [11, 3])
            #expect(report.overlaps.map(\.excess) == [2])
            let grant = try #require(try report.keys(of: 0).first.map(Code.init(parsing:)))
            let own = try await database.report(
                Recipe(unit: .participation, attendance: .confirmed, grant: grant), now: Self.now
            ).get()
            #expect(own.total == 11)
            #expect(report.overlaps.map(\.withoutGrant) == [0])
        }
    }

    @Test("Of persons it is told who is under several grants, and who in an event without one too")
    func grantsOfPersons() async throws {
        try await Self.with { database, test in
            try await test.script(
                "DELETE FROM event_grant USING event WHERE event.id = event_id AND code = 'e8'")

            let report = try await database.report(
                Recipe(attendance: .confirmed, group: [.country, .grant]), now: Self.now
            ).get()

            // All nine by the first grant, two of them by both, and one of these in e8.
            let overlaps = report.overlaps.filter { $0.dimension == "grant" }
            #expect(overlaps.map(\.keys) == [[nil, nil], ["LV", nil]])
            #expect(overlaps.map(\.excess) == [3, 3])
            #expect(overlaps.map(\.withoutGrant) == [1, 1])
            #expect(
                overlaps.first?.sentence
                    == "all, all: the parts by grant add up to 12, 3 more than the total of 9: "
                    + "2 under several grants, 1 under a grant and without one.")
            #expect(!String(decoding: report.canonical, as: UTF8.self).contains("without"))
        }
    }

    @Test(
        "A period takes the events that begin in it",
        arguments: [
            (ReportPeriod.year(2026), 12), (.year(2025), 0), (.presidency(2025), 9),
            (.presidency(2026), 3), (.all, 12),
        ])
    func periods(period: ReportPeriod, expected: Int) async throws {
        try await Self.with { database, _ in
            let recipe = Recipe(unit: .participation, attendance: .confirmed, period: period)
            let total = try await database.report(recipe, now: Self.now).get().total
            #expect(total == expected)
        }
    }

    @Test("As of a past instant a report has the same bytes, whatever was corrected since")
    func asOf() async throws {
        try await Self.with { database, test in
            var recipe = Recipe(attendance: .confirmed, group: [.country, .event])
            let before = try await database.report(recipe, now: Self.now).get()
            try await test.script(
                """
                SELECT merge_people(a.id, b.id, 'command:7', 'the same', '2026-09-01Z')
                FROM person a, person b WHERE a.family_name = 'N1' AND b.family_name = 'N2';
                UPDATE event SET starts_on = '2027-01-01', ends_on = '2027-01-02'
                WHERE code = 'e7';
                UPDATE event SET cancelled_at = '2026-09-01Z' WHERE code = 'e8';
                DELETE FROM event_grant;
                UPDATE participation_fact SET superseded_at = '2030-01-01Z'
                WHERE country = 'EE' AND superseded_at IS NULL;
                """)
            recipe.asOf = before.asOf
            let again = try await database.report(recipe, now: Self.now).get()
            recipe.asOf = nil
            let after = try await database.report(recipe, now: Self.now).get()

            #expect(again.canonical == before.canonical)
            #expect(again.digest == before.digest)
            #expect(before.digest.utf8.count == 64)
            #expect(after.asOf > before.asOf)
            #expect(after[["LV", "e7"]] == 1)
            #expect(after.total == 8)
        }
    }

    @Test("Nobody gets a report as of an instant to come, or of a period that is not on file")
    func refusals() async throws {
        try await Self.with { database, _ in
            let future = try await database.report(
                Recipe(asOf: RecordedInstant(Self.now + 1)), now: Self.now)
            #expect(throws: ReportRefusal.future) { try future.get() }
            let mandate = try await database.report(
                Recipe(period: .mandate("of nobody")), now: Self.now)
            #expect(throws: ReportRefusal.unknownPeriod) { try mandate.get() }
        }
    }

    @Test("A code that nothing has is refused as a filter; nobody is counted for it")
    func unknownFilters() async throws {
        try await Self.with { database, _ in
            let code = try Code(parsing: "misspelt")
            let answer = try await database.report(
                Recipe(programme: code, phase: code, grant: code, event: code), now: Self.now)
            #expect(throws: ReportRefusal.unknown(["programme", "phase", "grant", "event"])) {
                try answer.get()
            }
        }
    }

    @Test("For the public no small figure is shown, nor one that gives it away")
    func hidden() async throws {
        try await Self.with { database, _ in
            let report = try await database.report(
                Recipe(attendance: .confirmed, group: [.country], audience: .public),
                now: Self.now
            ).get()

            #expect(report.total == 9)
            // Estonia's three could be told from Latvia's six.
            #expect(report[["EE"]] == nil)
            #expect(report[["LV"]] == nil)
        }
    }

    @Test("Where only the total is safe, the lines are not named: somebody is in each")
    func totalOnly() throws {
        let report = Report(
            Recipe(group: [.country], audience: .public), first: nil, last: nil,
            asOf: RecordedInstant(Self.now),
            counted: [
                CountedFigure(keys: [nil], value: 5), CountedFigure(keys: ["LV"], value: 3),
                CountedFigure(keys: ["EE"], value: 2),
            ], heads: [])

        #expect(report.figures == [.init(keys: [nil], value: 5)])
        #expect(report.hidesLines)
        #expect(report[["LV"]] == nil)
        #expect(report[["FI"]] == nil)
        #expect(report.total == 5)
        #expect(!String(decoding: report.canonical, as: UTF8.self).contains("LV"))
    }

    @Test("An instant is written with six digits after the second and read back the same")
    func instants() throws {
        let instant = try RecordedInstant(parsing: "2026-11-21T14:05:06.000042Z")
        #expect("\(instant)" == "2026-11-21T14:05:06.000042Z")
        #expect(RecordedInstant(instant.date) == instant)
        #expect(
            try RecordedInstant(parsing: "2026-11-21T16:05:06.5+02:00")
                == RecordedInstant(parsing: "2026-11-21T14:05:06.500000Z"))
        for text in ["2026-11-21", "2026-11-21T14:05:06.1234567Z", "2026-11-21T14:05:06.Z"] {
            #expect(throws: RecordedInstant.Rejection.self) { try RecordedInstant(parsing: text) }
        }
    }
}
