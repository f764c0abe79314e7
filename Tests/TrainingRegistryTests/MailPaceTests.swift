import Foundation
import Mailer
import Postgres
import TestSupport
import Testing

@testable import TrainingRegistry

@Suite(.timeLimit(.minutes(10))) struct MailPaceTests {
    private static let now = Date(timeIntervalSince1970: 1_796_000_000)

    /// Mails that are due, numbered on from one, with their domains and how many go to each.
    private static func promise(_ mails: [(String, Int)], _ test: TestDatabase) async throws {
        for (domain, count) in mails {
            try await test.script(
                """
                INSERT INTO outbox (message_id, recipient, template, parameters, written_at,
                                    next_attempt_at)
                SELECT gen_random_uuid() || '@registry.example', 'r' || n || '@\(domain)',
                       'confirm-interest', '{"token": "secret"}', timestamptz '2026-11-01',
                       timestamptz '2026-11-01' + n * interval '1 ms'
                FROM generate_series(1, \(count)) AS n
                """)
        }
    }

    /// The domains of what may be claimed at a time, sorted.
    private static func claim(
        _ pace: MailPace, _ database: Database, after seconds: TimeInterval = 0, limit: Int = 20
    ) async throws -> [String] {
        let at = now + seconds
        let mails = try await database.run(
            ClaimMail(
                now: at, dueBy: at, limit: limit, leaseEnd: at + 86_400, instance: UUID(),
                pace: pace))
        return mails.map { String($0.recipient.drop { $0 != "@" }.dropFirst()) }.sorted()
    }

    @Test("To one domain go so many a minute, and thousands for it keep nobody else waiting")
    func domains() async throws {
        try await TestDatabase.with { test in
            try await Self.promise([("big.example", 2000), ("small.example", 1)], test)
            try await test.script(
                "UPDATE outbox SET next_attempt_at = next_attempt_at + interval '1 hour'"
                    + " WHERE recipient LIKE '%@small.example'")
            try await test.withDatabase { database in
                let pace = MailPace(perDomainAndMinute: 60)

                #expect(
                    try await Self.claim(pace, database)
                        == Array(repeating: "big.example", count: 3))
                #expect(try await Self.claim(pace, database) == ["small.example"])
                #expect(try await Self.claim(pace, database) == [])
                #expect(
                    try await Self.claim(pace, database, after: 1) == ["big.example"])
                #expect(try await Self.claim(pace, database, after: 1.5) == [])
                // Waiting is no attempt, and changes nothing else.
                let rows = try await database.run(DescribeOutbox())
                #expect(rows.count { $0.summary == "pending 0 " } == 1996)
                #expect(rows.allSatisfy { $0.hasToken })
            }
        }
    }

    @Test("Over an hour a domain gets no more than its rate and its burst, and no less")
    func hour() async throws {
        try await TestDatabase.with { test in
            try await Self.promise([("big.example", 500)], test)
            try await test.withDatabase { database in
                let pace = MailPace(perDomainAndMinute: 6)
                var count = 0
                for minute in 0..<60 {
                    for second in [0, 10, 20, 30, 40, 50] {
                        count += try await Self.claim(
                            pace, database, after: Double(60 * minute + second)
                        ).count
                    }
                }
                #expect(count == 360)
            }
        }
    }

    @Test("In total no more leave than may, whatever their domains, and the next one has a time")
    func total() async throws {
        try await TestDatabase.with { test in
            try await Self.promise([("a.example", 5), ("b.example", 5)], test)
            try await test.withDatabase { database in
                let pace = MailPace(perMinute: 40)

                #expect(try await Self.claim(pace, database).count == 2)
                #expect(try await Self.claim(pace, database).isEmpty)
                #expect(try await database.mailsWaiting(since: Self.now) == 8)
                let next = try #require(try await database.run(FindNextDue(pace: pace)).first)
                #expect(next == Self.now + 1.5)
                #expect(try await Self.claim(pace, database, after: 1.5).count == 1)
            }
        }
    }

    @Test("A domain may have a number of its own, also none")
    func exceptions() async throws {
        try await TestDatabase.with { test in
            try await Self.promise(
                [("free.example", 5), ("slow.example", 5), ("other.example", 5)], test)
            try await test.withDatabase { database in
                let pace = MailPace(
                    perDomainAndMinute: 60, ofDomains: ["free.example": 0, "slow.example": 1])

                let domains = try await Self.claim(pace, database)

                #expect(domains.count { $0 == "free.example" } == 5)
                #expect(domains.count { $0 == "slow.example" } == 1)
                #expect(domains.count { $0 == "other.example" } == 3)
            }
        }
    }

    @Test("However many claim at once, a domain gets no more than its share")
    func together() async throws {
        let claimed = try await TestDatabase.with { test in
            try await Self.promise([("big.example", 100), ("small.example", 4)], test)
            return try await withThrowingTaskGroup(of: [String].self) { group in
                for _ in 0..<4 {
                    let door = SharedDatabase(test.service, on: test.loop)
                    group.addTask {
                        var recipients: [String] = []
                        for _ in 0..<5 {
                            recipients += try await door.run(
                                ClaimMail(
                                    now: Self.now, dueBy: Self.now, limit: 3,
                                    leaseEnd: Self.now + 86_400, instance: UUID(),
                                    pace: MailPace(perDomainAndMinute: 100))
                            ).map(\.recipient)
                        }
                        await door.close()
                        return recipients
                    }
                }
                return try await group.reduce(into: []) { $0 += $1 }
            }
        }

        #expect(claimed.count { $0.hasSuffix("@big.example") } == 5)
        #expect(claimed.count { $0.hasSuffix("@small.example") } == 4)
        #expect(Set(claimed).count == 9)
    }

    @Test("Two workers at a real server send no more to a domain than may go at once")
    func workers() async throws {
        try await TestDatabase.with { test in
            try await Self.promise([("big.example", 40), ("small.example", 1)], test)
            try await test.script(
                """
                UPDATE outbox SET parameters = '{"given_name": "Maija", "target": "AudTrain, Riga",
                    "token": "secret", "unconfirmed_days": 7}'
                """)
            try await test.deliver { database, box in
                let address = try await box.open()
                let workers = try (0..<2).map { _ in
                    try DeliveryWorker.test(
                        database, to: address, sessions: 2,
                        pace: MailPace(perDomainAndMinute: 1))
                }
                let start = Date()
                let first = try await workers[0].deliverOnce()
                let second = try await workers[1].deliverOnce()

                #expect(first.sent + second.sent == 2)
                #expect(
                    await Set(box.mails.flatMap(\.recipients))
                        == ["r1@big.example", "r1@small.example"])
                let rows = try await database.run(DescribeOutbox())
                #expect(rows.count { $0.summary == "pending 0 " } == 39)
                // Most of them were put off behind others.
                #expect(try await database.mailsWaiting(since: start) == 39)
                #expect(try await database.mailsWaiting(since: Date()) == 39)
            }
        }
    }
}
