import Foundation
import Postgres
import TestSupport
import Testing

@testable import TrainingRegistry

@Suite(.timeLimit(.minutes(10))) struct RosterTests {
    @Test("In 2016 eleven states are members and Iceland presides; in 2023 what the rows then say")
    func days() async throws {
        try await DemoDatabase.with { test in
            try await test.withDatabase { database in
                let older = try await database.roster(on: Day.of("2016-07-01"))
                let newer = try await database.roster(on: Day.of("2023-12-01"))

                #expect(older.members.filter { $0.code != "EU" }.count == 11)
                #expect(older.presidency == "IS")
                #expect(older.members.first { $0.code == "EU" }?.isVacant == false)
                #expect(newer.members.filter { $0.code != "EU" }.count == 10)
                #expect(newer.presidency == "FI")
                #expect(newer.members.filter(\.isVacant).map(\.code) == ["LV"])
            }
        }
    }

    @Test("From a day on somebody else holds a seat; what was before stays as it was")
    func change() async throws {
        try await DemoDatabase.with { test in
            try await test.withDatabase { database in
                let day = try Day.of("2024-01-01")
                let entry = SaveRosterEntry(
                    member: "FI", role: .member, rank: 1, from: day, holder: nil,
                    institution: "Ministry", source: "Letter", actor: .command(userID: 7),
                    reason: nil, now: Date(timeIntervalSince1970: 1_800_000_000))

                #expect(try await database.save(entry))

                let before = try await database.roster(on: Day.of("2023-12-31"))
                let after = try await database.roster(on: day)
                #expect(before.members.first { $0.code == "FI" }?.isVacant == false)
                #expect(after.members.first { $0.code == "FI" }?.isVacant == true)
            }
        }
    }

    @Test("The presidency of its day chairs a meeting, unless there is a reason for another")
    func chair() async throws {
        try await SeatStage.with(admission: .nomination, seats: 2) { stage in
            try await stage.test.script(
                "UPDATE event SET kind = 'expert-group-meeting' WHERE code = 'hall'")
            func set(_ member: String?) -> SetChair {
                SetChair(
                    event: stage.event, member: member, reason: "by agreement",
                    actor: .command(userID: 7), now: stage.now)
            }

            #expect(try await stage.database.chair(of: stage.event)?.member == "IS")
            #expect(try await stage.database.setChair(set("SE")))
            #expect(
                try await stage.database.chair(of: stage.event)
                    == EventChair(member: "SE", name: "Sweden", reason: "by agreement"))
            #expect(try await stage.database.setChair(set(nil)))
            #expect(try await stage.database.chair(of: stage.event)?.isOverridden == false)
            #expect(try await !stage.database.setChair(set("XX")))
            let states = try await stage.database.presentByState(at: stage.event)
            #expect(states?.count == 11)
        }
    }

    @Test(
        "A year with fewer than two meetings is short once it has begun",
        arguments: [
            ("2026-06-30", 0, 0, MandateYear.Standing.notPlannedYet),
            ("2026-06-30", 0, 2, .enough), ("2026-07-01", 0, 1, .short),
            ("2027-01-01", 1, 0, .short),
            ("2027-01-01", 1, 1, .enough), ("2028-01-01", 1, 0, .short),
            ("2028-01-01", 2, 0, .enough),
        ])
    func years(day: String, held: Int, planned: Int, standing: MandateYear.Standing) throws {
        let year = MandateYear(
            mandate: "M", first: try Day.of("2026-07-01"), last: try Day.of("2027-06-30"),
            held: held, planned: planned)

        #expect(try year.standing(on: Day.of(day)) == standing)
    }

    @Test("Mandates are split into years from July to June")
    func mandates() async throws {
        try await DemoDatabase.with { test in
            try await test.withDatabase { database in
                let years = try await database.mandateYears()

                #expect(years.count == 8)
                #expect(years.first.map { "\($0.first) \($0.last)" } == "2017-07-01 2018-06-30")
            }
        }
    }
}
