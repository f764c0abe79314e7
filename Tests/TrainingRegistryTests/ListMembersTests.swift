import Postgres
import TestSupport
import Testing
import TrainingRegistry

@Suite struct ListMembersTests {
    private static let before2022 = "DK EE FI DE IS LV LT NO PL RU SE EU"
    private static let since2022 = "DK EE FI DE IS LV LT NO PL SE EU"

    @Test(
        "The members of a day and who presides are what the dated rows say",
        arguments: [
            ("2016-06-30", before2022, "PL"),
            ("2016-07-01", before2022, "IS"),
            ("2017-06-30", before2022, "IS"),
            ("2012-12-31", before2022, "RU"),
            ("2022-05-16", before2022, "NO"),
            ("2022-05-17", since2022, "NO"),
            ("2023-07-01", since2022, "FI"),
            ("1994-12-31", "DK EE FI DE LV LT NO PL RU SE EU", nil),
            ("1992-02-29", "", nil),
        ] as [(String, String, String?)])
    func members(day: String, members: String, presidency: String?) async throws {
        let day = try Day.of(day)

        let found = try await DemoDatabase.with { test in
            try await test.withDatabase { try await $0.members(on: day) }
        }

        #expect(found.map(\.code).joined(separator: " ") == members)
        #expect(found.filter(\.holdsPresidency).map(\.code) == [presidency].compactMap(\.self))
        #expect(found.filter { !$0.isState }.map(\.code) == (members.isEmpty ? [] : ["EU"]))
    }

    @Test("The seat of the Union is optional in older words and held in newer ones")
    func seatOfTheUnion() async throws {
        let (older, newer) = (try Day.of("2017-06-30"), try Day.of("2017-07-01"))

        let seats = try await DemoDatabase.with { test in
            try await test.withDatabase { database in
                [try await database.members(on: older), try await database.members(on: newer)]
            }
        }.map { $0.first { $0.code == "EU" }?.seat }

        #expect(seats == [.optional, .held])
    }

    @Test("A roster has the member first, then alternates by rank, and shows a vacancy")
    func roster() async throws {
        let day = try Day.of("2023-12-01")

        let latvia = try await DemoDatabase.with { test in
            try await test.withDatabase { try await $0.members(on: day) }
        }.first { $0.code == "LV" }

        #expect(
            latvia?.roster == [
                RosterEntry(role: .member, rank: 1, institution: "Ministry", isVacant: true),
                RosterEntry(role: .alternate, rank: 1, institution: "Ministry", isVacant: false),
                RosterEntry(
                    role: .alternate, rank: 2, institution: "Designated agency", isVacant: false),
            ])
    }
}
