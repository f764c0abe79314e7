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

    @Test("An event that is moved is where it was in the tables of an instant before")
    func moved() async throws {
        try await ReportRoom.with { room in
            let then = try await room.instant()
            func tables(asOf: RecordedInstant?) async throws -> AnnualTables {
                try await room.database.annualTables(
                    ReadAnnualTables(.year(2001), asOf: asOf, now: ReportRoom.now)
                ).get()
            }
            func days(_ tables: AnnualTables) throws -> [String] {
                let event = try #require(tables.events.first { $0.code == "e7" })
                return [event.startsOn.description, event.endsOn.description]
            }
            let before = try await tables(asOf: then)
            try await room.happen(
                """
                UPDATE event SET starts_on = starts_on - 7, ends_on = ends_on - 7
                WHERE code = 'e7'
                """)

            let again = try await tables(asOf: then)
            #expect(try days(again) == ["2001-07-15", "2001-07-16"])
            #expect(again == before)
            #expect(try days(try await tables(asOf: nil)) == ["2001-07-08", "2001-07-09"])

            // A last day alone is a fact too.
            try await room.happen("UPDATE event SET ends_on = ends_on + 1 WHERE code = 'e7'")
            #expect(try days(try await tables(asOf: nil)) == ["2001-07-08", "2001-07-10"])
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
