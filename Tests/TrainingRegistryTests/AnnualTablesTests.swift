import Foundation
import Postgres
import Testing

@testable import TrainingRegistry

@Suite(.timeLimit(.minutes(10))) struct AnnualTablesTests {
    @Test("The tables of a period are reports of one instant that count the same people")
    func tables() async throws {
        try await ReportRoom.with { room in
            try await room.happen(
                """
                SELECT mark(place(n, 'e6'), 1, 'present') FROM generate_series(1, 9) AS n;
                SELECT mark(place(1, 'e8'), 1, 'partly');
                UPDATE participation_fact SET member = 'LV'
                WHERE participation_id IN (place(1, 'e6'), place(2, 'e6'), place(1, 'e8'));
                """)
            let tables = try await room.database.annualTables(
                ReadAnnualTables(.year(2001), now: ReportRoom.now)
            ).get()

            #expect(Set(tables.tables.map(\.report.asOf)) == [tables.asOf])
            #expect(tables.tables.map(\.report.total) == [9, 9, 9, 9])
            #expect(tables.events.map(\.code) == ["e6", "e7", "e8"])
            #expect(tables[.events]?[["e6"]] == 9)
            // Nobody came to the second; the list has it all the same.
            #expect(tables[.events]?[["e7"]] == 0)
            #expect(tables[.events]?[["e8"]] == 1)
            #expect(tables[.presence]?[["LV"]] == 2)
            #expect(tables[.presence]?[["-"]] == 7)
            #expect(tables[.countries]?[["LV"]] == 6)
            let titles = try await room.database.titles(of: try #require(tables[.countries]))
            #expect(titles[.country, "LV"] == "Latvia")
        }
    }

    @Test("For the public no table shows a small figure, and an unknown period is refused")
    func audience() async throws {
        try await ReportRoom.with { room in
            try await room.happen(
                "SELECT mark(place(n, 'e6'), 1, 'present') FROM generate_series(1, 9) AS n")
            let tables = try await room.database.annualTables(
                ReadAnnualTables(.year(2001), audience: .public, now: ReportRoom.now)
            ).get()
            #expect(tables[.countries]?.total == 9)
            #expect(tables[.countries]?[["EE"]] == nil)
            #expect(tables[.countries]?[["LV"]] == nil)
            let unknown = try await room.database.annualTables(
                ReadAnnualTables(.mandate("of nobody"), now: ReportRoom.now))
            #expect(throws: ReportRefusal.unknownPeriod) { try unknown.get() }
        }
    }

    @Test("The periods that are offered have events in them, or are mandates")
    func periods() async throws {
        try await ReportRoom.with { room in
            let periods = try await room.database.reportPeriods()
            #expect(periods.contains(.year(2001)))
            #expect(periods.contains(.presidency(2000)) && periods.contains(.presidency(2001)))
            #expect(!periods.contains(.year(2002)))
            #expect(
                periods.contains {
                    if case .mandate = $0 { true } else { false }
                })
        }
    }
}
