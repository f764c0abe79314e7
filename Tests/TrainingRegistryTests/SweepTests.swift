import EventLoop
import Foundation
import Postgres
import TestSupport
import Testing

@testable import TrainingRegistry

@Suite(.timeLimit(.minutes(10))) struct SweepTests {
    static let day: TimeInterval = 86_400

    @Test("An interest that nobody confirmed is gone after seven days, with all that hangs on it")
    func unconfirmed() async throws {
        try await InterestRoom.with { room in
            _ = try await room.express(.test("Ieva", "ieva@example.org", key: "one"))
            room.now += 7 * Self.day - 1
            let early = try await room.sweep()
            #expect(early.interests == 0)
            #expect(
                try await room.stored()
                    == "interest 1, link 1, message 1, status 0, person 0, key 0, budget 0")

            room.now += 1
            let late = try await room.sweep()

            #expect(late.interests == 1)
            #expect(
                try await room.stored()
                    == "interest 0, link 0, message 0, status 0, person 0, key 0, budget 0")
        }
    }

    @Test("A confirmed interest is never swept")
    func confirmed() async throws {
        try await InterestRoom.with { room in
            _ = try await room.express(.test("Ieva", "ieva@example.org"))
            _ = try await room.confirm("ieva@example.org").get()
            room.now += 7 * Self.day

            #expect(try await room.sweep().interests == 0)
            #expect(
                try await room.stored()
                    == "interest 1, link 3, message 2, status 1, person 1, key 0, budget 0")
        }
    }

    @Test("Who asked again got a younger link, and has until that expires")
    func askedAgain() async throws {
        try await InterestRoom.with { room in
            _ = try await room.express(.test("Ieva", "ieva@example.org"))
            room.now += 6 * Self.day
            _ = try await room.express(.test("Ieva", "ieva@example.org"))
            room.now += 2 * Self.day

            #expect(try await room.sweep().interests == 0)
            _ = try await room.confirm("ieva@example.org").get()

            room.now += 30 * Self.day
            #expect(try await room.sweep().interests == 0)
        }
    }

    @Test("An interest whose mail is being sent waits for the next sweep")
    func sending() async throws {
        try await InterestRoom.with { room in
            _ = try await room.express(.test("Ieva", "ieva@example.org"))
            room.now += 8 * Self.day
            let claim = ClaimMail(
                now: room.now, dueBy: room.now, limit: 1, leaseEnd: room.now + 60, instance: UUID())
            #expect(try await room.database.run(claim).count == 1)

            #expect(try await room.sweep().interests == 0)
            room.now += 60
            #expect(try await room.sweep().interests == 1)
        }
    }

    @Test("A link is known as expired for thirty days, and then not at all")
    func links() async throws {
        try await InterestRoom.with { room in
            _ = try await room.express(.test("Ieva", "ieva@example.org"))
            let token = try #require(try await room.mailedToken("ieva@example.org"))
            room.now += 7 * Self.day
            #expect(try await room.confirm(token) == .failure(.expired))
            room.now -= Self.day
            _ = try await room.confirm(token).get()

            room.now += 31 * Self.day - 1
            _ = try await room.sweep()
            #expect(try await room.confirm(token) == .failure(.alreadyUsed))
            room.now += 1
            #expect(try await room.sweep().links == 1)
            #expect(try await room.confirm(token) == .failure(.unknown))
        }
    }

    @Test("Idempotency keys are forgotten after a day, the count of an address after an hour")
    func helpers() async throws {
        try await InterestRoom.with { room in
            _ = try await room.express(.test("Ieva", "ieva@example.org", key: "one"))
            room.now += 3_599
            var swept = try await room.sweep()
            #expect(swept == Swept())

            room.now += 1
            swept = try await room.sweep()
            #expect(swept.budgets == 1 && swept.idempotencyKeys == 0)
            room.now += Self.day
            swept = try await room.sweep()
            #expect(swept.budgets == 0 && swept.idempotencyKeys == 1 && swept.interests == 0)
        }
    }

    @Test("Two that sweep at once delete each row once, few rows at a time")
    func together() async throws {
        let swept = try await DemoDatabase.with { test in
            try await test.script(
                """
                INSERT INTO interest (id, programme_id, given_name, family_name, email,
                    email_folded, sector, country, notice, received_at)
                SELECT gen_random_uuid(), programme.id, 'Ieva', 'Ozola', n || '@example.org',
                       n || '@example.org', 'border-guard', 'LV', '2026-11',
                       now() - interval '8 days'
                FROM programme, generate_series(1, 500) AS n WHERE programme.code = 'audtrain'
                """)
            var sweep = Sweep(now: Date(), unconfirmedDays: 7)
            sweep.rowsMax = 40
            let statement = SweepInterests(sweep: sweep)
            return try await withThrowingTaskGroup(of: Int.self) { group in
                for _ in 0..<3 {
                    let door = SharedDatabase(test.service, on: test.loop)
                    group.addTask {
                        var total = 0
                        while let count = try await door.run(statement).first?.interests, count > 0
                        {
                            total += count
                        }
                        await door.close()
                        return total
                    }
                }
                return try await group.reduce(0, +)
            }
        }

        #expect(swept == 500)
    }

    @Test("A keeper goes on after work that failed, until it is stopped")
    func keeper() async throws {
        try await InterestRoom.with { room in
            _ = try await room.express(.test("Ieva", "ieva@example.org"))
            room.now += 8 * Self.day
            let work = SweeperWork(room)

            await work.run()

            #expect(work.faults == ["22008"])
            #expect(work.swept.interests == 1)
        }
    }
}

/// A keeper that sweeps; its clock is at first outside of PostgreSQL's calendar, and it is stopped
/// at its third sweep.
private final class SweeperWork {
    private let room: InterestRoom
    private(set) var faults: [String?] = []
    private(set) var swept = Swept()
    private var sweeps = 0
    private var keeper: Keeper?

    init(_ room: InterestRoom) {
        self.room = room
        keeper = Keeper(
            on: room.test.loop, every: .milliseconds(1),
            report: { [unowned self] in faults.append($0.sqlState) }
        ) { [unowned self] () throws(DatabaseError) in
            swept.add(
                try await room.database.sweep(Sweep(now: clock(), unconfirmedDays: 7)))
        }
    }

    func run() async { await keeper?.run() }

    private func clock() -> Date {
        sweeps += 1
        if sweeps == 3 { keeper?.stop() }
        return sweeps == 1 ? Date(timeIntervalSince1970: -1e12) : room.now
    }
}
