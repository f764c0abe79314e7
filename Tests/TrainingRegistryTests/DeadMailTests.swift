import Foundation
import Mailer
import Postgres
import TestSupport
import Testing

@testable import TrainingRegistry

@Suite(.timeLimit(.minutes(5))) struct DeadMailTests {
    @Test("A mail that was given up says what it said for a month, and can be tried once more")
    func requeued() async throws {
        try await TestDatabase.with { test in
            try await test.promiseMails(2)
            try await test.script("UPDATE outbox SET written_at = now() - interval '6 days'")
            try await test.deliver { database, box in
                let worker = try DeliveryWorker.test(
                    database, to: try await box.open(fates: [.lost, .lost]))
                #expect(await worker.deliverOnce() == (0, 2, 0))
                var rows = try await database.run(DescribeOutbox())
                #expect(rows.allSatisfy { $0.summary == "dead 1 unknown" && $0.hasToken })
                let first = await box.mails.map(\.bytes)
                #expect(rows.map(\.content) == first)
                let request = RequeueMails(
                    ids: [1, 99], actor: .command(userID: 7),
                    reason: try PeopleReason(parsing: "The server is back"), now: Date())

                let done = try await database.requeue(request)

                #expect(done == RequeuedMails(requeued: [1], forgotten: []))
                #expect(await worker.deliverOnce() == (1, 0, 0))
                #expect(await box.mails.last?.bytes == first[0])
                rows = try await database.run(DescribeOutbox())
                #expect(rows.map(\.summary) == ["sent 2 unknown,sent", "dead 1 unknown"])
                let lines = try await database.audit(ListAudit(subject: "outbox", limit: 9))
                #expect(lines.map(\.action) == ["requeue"])

                let late = Date() + Double(RequeueMails.days) * 86_400 + 60
                let swept = try await database.sweep(Sweep(now: late, unconfirmedDays: 7))
                #expect(swept.mails == 1)
                rows = try await database.run(DescribeOutbox())
                #expect(!rows[1].hasToken && rows[1].content == nil)
                var all = request
                (all.ids, all.now) = (nil, late)
                #expect(
                    try await database.requeue(all)
                        == RequeuedMails(requeued: [], forgotten: [2]))
            }
        }
    }
}
