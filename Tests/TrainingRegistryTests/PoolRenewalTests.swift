import Foundation
import TestSupport
import Testing

@testable import TrainingRegistry

@Suite struct PoolRenewalTests {
    /// A second.
    static let tick: TimeInterval = 1
    /// When an interest of 1 December 2026 expires.
    static let expiry = Date(timeIntervalSince1970: 1_827_619_200)
    static let month: TimeInterval = 30 * 86_400

    /// A stage with one person in the pool whom no event suits.
    static func with(_ body: @escaping @Sendable (PoolStage) async throws -> Void) async throws {
        try await PoolStage.with { stage in
            try await stage.pool(1, topics: "trafficking")
            try await body(stage)
        }
    }

    @Test(
        "Thirty days before it expires an interest is asked about, not a second earlier",
        arguments: [(-tick, 0), (0, 1), (tick, 1)])
    func asked(offset: TimeInterval, count: Int) async throws {
        try await Self.with { stage async throws in
            stage.now = Self.expiry - Self.month + offset

            #expect(try await stage.keep() == PoolKept(asked: count))
            #expect(try await stage.keep() == PoolKept())
            #expect(try await stage.mails(to: 1) == Array(repeating: "pool-reask", count: count))
        }
    }

    @Test(
        "Without an answer it lapses when it expires, not a second earlier",
        arguments: [(-tick, 0), (0, 1), (tick, 1)])
    func lapses(offset: TimeInterval, count: Int) async throws {
        try await Self.with { stage in
            stage.now = Self.expiry - Self.month
            _ = try await stage.keep()
            stage.now = Self.expiry + offset

            #expect(try await stage.keep() == PoolKept(lapses: count))
            #expect(try await stage.keep() == PoolKept())
            let lapsed = count == 0 ? [] : ["lapsed by system"]
            #expect(try await stage.history(1) == ["received by person"] + lapsed)
            #expect(try await stage.figure().first == "all \(1 - count) 0 0 \(count)")
        }
    }

    @Test("Whoever is asked late has thirty days all the same")
    func askedLate() async throws {
        try await Self.with { stage async throws in
            stage.now = Self.expiry + 5 * 86_400
            #expect(try await stage.keep() == PoolKept(asked: 1))
            stage.now += Self.month - Self.tick
            #expect(try await stage.keep() == PoolKept())
            stage.now += Self.tick
            #expect(try await stage.keep() == PoolKept(lapses: 1))
        }
    }

    @Test("An interest that is kept stands for another year, however often the button is pressed")
    func kept() async throws {
        try await Self.with { stage in
            stage.now = Self.expiry - Self.month
            _ = try await stage.keep()
            stage.now += 86_400

            #expect(try await stage.keepInterest(1) == "kept")
            #expect(try await stage.keepInterest(1) == "kept")
            #expect(try await stage.history(1) == ["received by person", "received by person"])
            let year = Self.expiry + 366 * 86_400  // 2028 is a leap year.
            stage.now = year - Self.month - Self.tick
            #expect(try await stage.keep() == PoolKept())
            stage.now += Self.tick
            #expect(try await stage.keep() == PoolKept(asked: 1))
        }
    }

    @Test(
        "An answer counts until the last second, and is too late then",
        arguments: [(-tick, "kept", 0), (0, "lapsed", 1)])
    func boundary(offset: TimeInterval, outcome: String, lapsed: Int) async throws {
        try await Self.with { stage in
            stage.now = Self.expiry - Self.month
            _ = try await stage.keep()
            // The link itself would work longer.
            try await stage.test.script("UPDATE access_token SET expires_at = '2099-01-01'")
            stage.now = Self.expiry + offset

            #expect(try await stage.keepInterest(1) == outcome)
            #expect(try await stage.figure().first == "all \(1 - lapsed) 0 0 \(lapsed)")
            #expect(try await stage.keep() == PoolKept())
        }
    }

    @Test("A programme says how long an interest stands")
    func months() async throws {
        try await PoolStage.with { stage in
            try await stage.test.script("UPDATE programme SET pool_months = 2")
            try await stage.pool(1, topics: "trafficking")
            stage.now = Date(timeIntervalSince1970: 1_801_440_000) - Self.month  // 1 February.
            #expect(try await stage.keep() == PoolKept(asked: 1))
        }
    }

    @Test("A lapsed interest may be expressed again, and only the new one is offered anything")
    func again() async throws {
        try await Self.with { stage in
            stage.now = Self.expiry - Self.month
            _ = try await stage.keep()
            stage.now = Self.expiry
            _ = try await stage.keep()
            try await stage.test.script(
                """
                INSERT INTO interest (id, programme_id, person_id, given_name, family_name, email,
                    email_folded, sector, country, notice, received_at, confirmed_at)
                SELECT gen_random_uuid(), programme_id, person_id, given_name, family_name, email,
                    email_folded, sector, country, notice, '2027-12-02', '2027-12-02' FROM interest;
                UPDATE event SET opens_at = NULL, closes_at = NULL, starts_on = '2028-06-01',
                    ends_on = '2028-06-02'
                """)

            #expect(try await stage.keep() == PoolKept(offers: 1))
            #expect(try await stage.keep() == PoolKept())
        }
    }

    @Test("Wishes are changed by the own link, and the event fits then")
    func wishes() async throws {
        try await Self.with { stage in
            stage.now = Self.expiry - Self.month
            _ = try await stage.keep()
            let wishes = PoolWishes(
                topics: [try TopicCode(parsing: "migration")],
                languages: [try LanguageTag(parsing: "lv")])
            let change = ChangeWishes(
                token: try await stage.ownLink(1), interest: SeatStage.id(1), wishes: wishes,
                now: stage.now)

            #expect(try await stage.database.change(change))
            #expect(try await stage.against(1) == "")
            var other = change
            other.interest = SeatStage.id(2)
            #expect(try await stage.database.change(other) == false)
            let held = try await stage.database.heldData(of: change.token, at: stage.now)
            #expect(held?.interests.first?.pooled?.topics == ["migration"])
            #expect(held?.interests.first?.pooled?.isAskedAgain == true)
        }
    }

    @Test("Whoever leaves by the link of a mail has withdrawn, and is not written to again")
    func leaves() async throws {
        try await Self.with { stage in
            stage.now = Self.expiry - Self.month
            _ = try await stage.keep()
            let own = try await stage.ownLink(1)
            let request = LeavePool(token: own.toLeavePool, now: stage.now + 1)

            #expect(try await stage.database.leave(request))
            #expect(try await stage.database.leave(request))
            #expect(try await !stage.database.leave(LeavePool(token: own, now: stage.now)))

            #expect(
                try await stage.history(1) == ["received by person", "withdrawn by person"])
            #expect(try await stage.mails(to: 1) == ["pool-reask"])
            stage.now = Self.expiry + 400 * 86_400
            #expect(try await stage.keep() == PoolKept())
            let late = LeavePool(token: own.toLeavePool, now: stage.now)
            #expect(try await !stage.database.leave(late))
        }
    }
}
