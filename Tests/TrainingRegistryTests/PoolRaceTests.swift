import EventLoop
import Foundation
import Postgres
import TestSupport
import Testing

@testable import TrainingRegistry

@Suite struct PoolRaceTests {
    @Test("Two keepers at once offer an event to everybody exactly once")
    func once() async throws {
        try await PoolStage.with { stage in
            try await stage.test.script(Self.crowd(300))

            let offers = try await Self.race(stage).offers
            let later = try await stage.keep().offers

            // Whom both passed over a moment ago is offered it the next minute.
            #expect(offers + later == 300)
            #expect(try await stage.keep() == PoolKept())
            try await stage.test.script(
                """
                SELECT 1 / (count(*) = 300 AND count(DISTINCT recipient) = 300)::integer
                FROM outbox WHERE template = 'pool-match';
                SELECT 1 / (count(*) = 300)::integer FROM pool_offer WHERE actor = 'system'
                """)
        }
    }

    @Test("Two keepers at once ask everybody once, and lapse everybody once")
    func renewedOnce() async throws {
        try await PoolStage.with { stage in
            try await stage.test.script(Self.crowd(300) + "; DELETE FROM event_topic;")
            try await stage.test.script("UPDATE event SET cancelled_at = '2027-01-15'")
            for (now, wanted) in [
                (PoolRenewalTests.expiry - PoolRenewalTests.month, PoolKept(asked: 300)),
                (PoolRenewalTests.expiry, PoolKept(lapses: 300)),
            ] {
                stage.now = now
                var kept = try await Self.race(stage)
                kept.add(try await stage.keep())
                #expect(kept == wanted)
            }
            try await stage.test.script(
                """
                SELECT 1 / (count(*) = 300 AND count(DISTINCT recipient) = 300)::integer
                FROM outbox WHERE template = 'pool-reask';
                SELECT 1 / (count(*) = 300 AND count(DISTINCT interest_id) = 300)::integer
                FROM interest_status WHERE status = 'lapsed'
                """)
        }
    }

    /// What two instances did together, each twice.
    private static func race(_ stage: PoolStage) async throws -> PoolKept {
        let loops = [try Loop(name: "one"), try Loop(name: "two")]
        defer { for loop in loops { loop.stop() } }
        let keepers = loops.map { KeeperRoom(stage.test.service, on: $0) }
        let now = stage.now
        let kept = try await withThrowingTaskGroup(of: PoolKept.self) { group in
            for keeper in keepers + keepers {
                group.addTask { try await keeper.keep(at: now) }
            }
            return try await group.reduce(into: PoolKept()) { $0.add($1) }
        }
        for keeper in keepers { await keeper.close() }
        return kept
    }

    @Test("The button pressed many times at once makes one interest and takes one seat")
    func pressedTwice() async throws {
        try await PoolStage.with(admission: .open) { stage in
            try await stage.pool(1)
            _ = try await stage.keep()
            let token = try await stage.ownLink(1)
            let chance = try #require(
                try await stage.database.chances(of: token, at: stage.now).first)
            let answer = AnswerChance(
                token: token, offer: chance.id, accepts: true, now: stage.now,
                mailDomain: "example.org")
            let loop = try Loop(name: "one")
            defer { loop.stop() }
            var settings = stage.test.service
            settings.connections = 4
            let instance = SharedDatabase(settings, on: loop)

            let outcomes = try await withThrowingTaskGroup(
                of: Result<InterestStatus, PoolRefusal>?.self
            ) { group in
                for _ in 1...20 {
                    group.addTask {
                        try await instance.run(WriteChanceAnswer(request: answer)).first
                    }
                }
                return try await group.reduce(into: []) { $0.append($1) }
            }
            await instance.close()

            #expect(outcomes == Array(repeating: .success(.accepted), count: 20))
            #expect(try await stage.mails(to: 1) == ["pool-match", "seat-taken"])
        }
    }

    private static func crowd(_ people: Int) -> String {
        """
        WITH p AS (
            INSERT INTO person (given_name, family_name, email, email_folded, sector, country,
                created_at)
            SELECT 'Person', 'Number' || n, 'p' || n || '@example.org', 'p' || n || '@example.org',
                   'police', 'LV', '2026-12-01' FROM generate_series(1, \(people)) n
            RETURNING *
        )
        INSERT INTO interest (id, programme_id, person_id, given_name, family_name, email,
            email_folded, sector, country, notice, received_at, confirmed_at)
        SELECT gen_random_uuid(), programme.id, p.id, given_name, family_name, email,
               email_folded, sector, country, '2026-11', '2026-12-01', '2026-12-01'
        FROM p, programme
        """
    }
}

/// A database on its loop that keeps the pool, for tasks that do so at the same time.
private actor KeeperRoom {
    private let loop: Loop
    private let database: Database

    nonisolated var unownedExecutor: UnownedSerialExecutor { loop.asUnownedSerialExecutor() }

    init(_ settings: DatabaseSettings, on loop: Loop) {
        self.loop = loop
        var several = settings
        several.connections = 2
        several.requestTimeout = .seconds(60)
        database = Database(several, on: loop)
    }

    func keep(at now: Date) async throws -> PoolKept {
        try await database.keepPool(at: now, mailDomain: "example.org")
    }

    func close() async { await database.close() }
}
