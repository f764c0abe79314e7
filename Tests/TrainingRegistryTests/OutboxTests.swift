import Foundation
import Mailer
import Postgres
import TestSupport
import Testing

@testable import TrainingRegistry

@Suite(.timeLimit(.minutes(10))) struct OutboxTests {
    @Test(
        "Every statement of the outbox fits the schema and the rights of the service",
        arguments: [
            ClaimMail.self, RecordOutcome.self, RenewLeases.self, FindNextDue.self,
            ReadOutboxHealth.self, ReadOutbox.self, CountWaiting.self,
        ] as [any Statement.Type])
    func prepared(statement: any Statement.Type) async throws {
        try await TestDatabase.with { try await $0.prepare(statement) }
    }

    @Test("Two that claim at the same time never get the same message")
    func overlap() async throws {
        let claimed = try await TestDatabase.with { test in
            try await test.promiseMails(60)
            let now = Date()
            return try await withThrowingTaskGroup(of: [Int64].self) { group in
                for _ in 0..<4 {
                    let door = SharedDatabase(test.service, on: test.loop)
                    group.addTask {
                        let claim = ClaimMail(
                            now: now, dueBy: now, limit: 7, leaseEnd: now + 60, instance: UUID())
                        var ids: [Int64] = []
                        while true {
                            let mails = try await door.run(claim)
                            if mails.isEmpty { break }
                            ids += mails.map(\.id)
                        }
                        await door.close()
                        return ids
                    }
                }
                return try await group.reduce(into: []) { $0 += $1 }
            }
        }

        #expect(claimed.count == 60)
        #expect(Set(claimed).count == 60)
    }

    @Test("Whoever lost the lease ends nothing but its own attempt")
    func fenced() async throws {
        try await TestDatabase.with { test in
            try await test.promiseMails(1)
            try await test.withDatabase { database in
                let now = Date()
                let (first, second) = (UUID(), UUID())
                let early = ClaimMail(
                    now: now, dueBy: now, limit: 1, leaseEnd: now - 1, instance: first)
                let late = ClaimMail(
                    now: now, dueBy: now, limit: 1, leaseEnd: now + 60, instance: second)
                let lost = try #require(try await database.run(early).first)
                let held = try #require(try await database.run(late).first)

                let ended = try await database.run(
                    RecordOutcome(
                        ends: [AttemptEnd(releasing: lost, now: now)], instance: first))
                let renewed = try await database.run(
                    RenewLeases(ids: [lost.id], instance: first, leaseEnd: now + 90))

                #expect(ended == [])
                #expect(renewed == [])
                #expect(held.number == 2 && held.ownTroubles == 1)
                let rows = try await database.run(DescribeOutbox())
                #expect(rows.map(\.summary) == ["sending 2 unknown,open"])
            }
        }
    }

    @Test("An operator sees how many messages are in each state, how late, and which")
    func health() async throws {
        try await TestDatabase.with { test in
            try await test.promiseMails(3)
            try await test.script(
                """
                UPDATE outbox SET state = 'dead', parameters = '{}', ended_at = now(),
                                  last_reply = '451 later' WHERE message_id LIKE '1@%'
                """)
            try await test.withDatabase { database in
                let health = try await database.outboxHealth(at: Date())
                let dead = try await database.outbox(ListOutbox(states: ["dead"]))
                let all = try await database.outbox(ListOutbox())

                #expect(health.pending == 2 && health.dead == 1 && health.sent == 0)
                #expect((3_500...3_700).contains(health.oldestDueSeconds ?? 0))
                #expect(dead.map(\.messageID) == ["1@registry.example"])
                #expect(dead.map(\.lastReply) == ["451 later"])
                #expect(all.count == 3)
            }
        }
    }
}
