import EventLoop
import Foundation
import Mailer
import Postgres
import TestSupport
import Testing

@testable import TrainingRegistry

@Suite(.timeLimit(.minutes(10))) struct DeliveryWorkerTests {
    @Test("A promised mail is sent once, and then its link is known to the reader alone")
    func once() async throws {
        try await TestDatabase.with { test in
            try await test.promiseMails(1)
            try await test.deliver { database, box in
                let worker = try DeliveryWorker.test(database, to: try await box.open())

                let first = try await worker.deliverOnce()
                let second = try await worker.deliverOnce()

                #expect(first == (1, 0, 0))
                #expect(second == (0, 0, 0))
                let row = try #require(try await database.run(DescribeOutbox()).first)
                #expect(row.summary == "sent 1 sent")
                #expect(row.lastReply == "250 2.0.0 OK")
                #expect(!row.hasToken && row.content == nil)
                let mails = await box.mails
                #expect(mails.map(\.recipients) == [["reader1@example.org"]])
                #expect(await box.texts[0].contains("\nhttps://registry.example/confirm/secret-1"))
            }
        }
    }

    @Test("A mail that is promised wakes the worker, which works until it is stopped")
    func woken() async throws {
        try await TestDatabase.with { test in
            try await test.deliver { database, box in
                let worker = try DeliveryWorker.test(database, to: try await box.open())
                let running = worker.start()

                try await test.promiseMails(1)
                await box.wait(for: 1)
                try await test.promiseMails(30, from: 2)
                await box.wait(for: 31)
                worker.stop(within: .seconds(300))
                await running.value

                let rows = try await database.run(DescribeOutbox())
                #expect(rows.map(\.summary) == Array(repeating: "sent 1 sent", count: 31))
            }
        }
    }

    @Test("Workers of several instances send no mail twice")
    func several() async throws {
        try await TestDatabase.with { test in
            try await test.promiseMails(90)
            try await test.deliver { database, box in
                let address = try await box.open()
                let workers = try (0..<3).map { _ in
                    try DeliveryWorker.test(database, to: address, sessions: 2)
                }
                let running = workers.map { $0.start() }

                await box.wait(for: 90)
                for worker in workers { worker.stop(within: .seconds(300)) }
                for task in running { await task.value }

                #expect(await Set(box.mails.map(\.recipients)).count == 90)
                #expect(await box.mails.count == 90)
                let rows = try await database.run(DescribeOutbox())
                #expect(rows.allSatisfy { $0.state == "sent" && $0.attempts == 1 })
            }
        }
    }

    @Test("A mail whose worker died is sent again with the same bytes, and the gap is recorded")
    func lapsed() async throws {
        try await TestDatabase.with { test in
            try await test.promiseMails(1)
            try await test.deliver { database, box in
                let now = Date()
                let claim = ClaimMail(
                    now: now - 60, dueBy: now, limit: 5, leaseEnd: now - 30, instance: UUID())
                let mail = try #require(try await database.run(claim).first)
                let bytes = try DeliveryWorker.renderer().bytes(
                    of: mail, to: try EmailAddress(parsing: mail.recipient))
                let worker = try DeliveryWorker.test(database, to: try await box.open())

                let tally = try await worker.deliverOnce()

                #expect(tally == (1, 0, 0))
                #expect(await box.mails.map(\.bytes) == [bytes])
                let rows = try await database.run(DescribeOutbox())
                #expect(rows.map(\.summary) == ["sent 2 unknown,sent"])
            }
        }
    }

    @Test("A mail whose lease is not certain any more is given back, and not kept for ever")
    func uncertain() async throws {
        try await TestDatabase.with { test in
            try await test.promiseMails(1)
            try await test.deliver { database, box in
                let address = try await box.open()
                let instance = UUID()
                let worker = try DeliveryWorker.test(database, to: address, instance: instance)
                let client = try SMTPClient(
                    SMTPSettings(endpoint: .ip(address), tls: .none), on: database.loop)
                let now = Date()
                // Known to the database alone, as after a renewal that came too late.
                let mails = try await database.run(
                    ClaimMail(
                        now: now, dueBy: now, limit: 5, leaseEnd: now + 300, instance: instance))

                await worker.send(mails, over: client)
                await worker.recorder.finish(by: .never)
                #expect(await box.mails.isEmpty)
                let tally = try await worker.deliverOnce()

                #expect(tally == (1, 0, 0))
                let rows = try await database.run(DescribeOutbox())
                #expect(rows.map(\.summary) == ["sent 1 released,sent"])
            }
        }
    }

    @Test("A mail that the server will never take has failed, and its bytes are forgotten")
    func refused() async throws {
        try await TestDatabase.with { test in
            try await test.promiseMails(2)
            try await test.deliver { database, box in
                let address = try await box.open(messageBytes: 10)
                let worker = try DeliveryWorker.test(database, to: address)

                let tally = try await worker.deliverOnce()

                #expect(tally == (0, 2, 0))
                let rows = try await database.run(DescribeOutbox())
                #expect(rows.map(\.summary) == ["failed 1 refused", "failed 1 refused"])
                #expect(!rows.contains { $0.content != nil })
            }
        }
    }

    @Test("While the server is away one mail asks for all, the operator hears of it, none fails")
    func away() async throws {
        try await TestDatabase.with { test in
            try await test.promiseMails(50)
            try await test.deliver { database, box in
                let address = try await box.open()
                await box.close()
                var reports: [String] = []
                let worker = try DeliveryWorker.test(database, to: address, sessions: 4) {
                    reports.append($0)
                }

                let tally = try await worker.deliverOnce()

                #expect(tally == (0, 0, 1))
                let rows = try await database.run(DescribeOutbox())
                #expect(rows[0].summary == "pending 1 session-failed")
                #expect(rows[0].lastReply == "the connection was refused")
                #expect(rows.dropFirst().allSatisfy { $0.summary == "pending 0 " })
                #expect(reports == ["no mail can be sent: connect: the connection was refused"])
            }
        }
    }

    @Test("A connection lost after the last byte puts off that mail, and the others go on")
    func lost() async throws {
        try await TestDatabase.with { test in
            try await test.promiseMails(6)
            try await test.deliver { database, box in
                let address = try await box.open(fates: [.taken, .lost, .taken, .lost])
                let worker = try DeliveryWorker.test(database, to: address)

                let tally = try await worker.deliverOnce()

                #expect(tally == (4, 0, 2))
                let rows = try await database.run(DescribeOutbox())
                #expect(
                    rows.map(\.summary) == [
                        "sent 1 sent", "pending 1 unknown", "sent 1 sent", "pending 1 unknown",
                        "sent 1 sent", "sent 1 sent",
                    ])
                let mails = await box.mails
                #expect(rows[1].content == mails[1].bytes)
                #expect(rows[1].hasToken)

                try await test.script("UPDATE outbox SET next_attempt_at = now()")
                let again = try await worker.deliverOnce()
                #expect(again == (2, 0, 0))
                #expect(await box.mails[6].bytes == mails[1].bytes)
            }
        }
    }

    @Test("A server that loses three sessions in a row is left alone for a while")
    func losing() async throws {
        try await TestDatabase.with { test in
            try await test.promiseMails(9)
            try await test.deliver { database, box in
                let fates = [.taken] + [Letterbox.Fate](repeating: .lost, count: 9)
                let worker = try DeliveryWorker.test(database, to: try await box.open(fates: fates))

                let tally = try await worker.deliverOnce()

                #expect(tally == (1, 0, 3))
                let rows = try await database.run(DescribeOutbox())
                #expect(rows[3].summary == "pending 1 unknown")
                #expect(rows[4...].allSatisfy { $0.summary == "pending 0 released" })
            }
        }
    }

    @Test("A connection that was closed while it rested costs no attempt")
    func stale() async throws {
        try await TestDatabase.with { test in
            try await test.deliver { database, box in
                let address = try await box.open()
                let worker = try DeliveryWorker.test(database, to: address)
                let running = worker.start()
                try await test.promiseMails(1)
                await box.wait(for: 1)
                while try await database.run(DescribeOutbox()).map(\.state) != ["sent"] {}

                await box.close()
                _ = try await box.open(at: address)
                try await test.promiseMails(1, from: 2)
                await box.wait(for: 2)
                worker.stop(within: .seconds(300))
                await running.value

                let rows = try await database.run(DescribeOutbox())
                #expect(rows.map(\.summary) == ["sent 1 sent", "sent 1 sent"])
            }
        }
    }

    @Test("When it is stopped, the mail in flight is finished and the others are given back")
    func stopped() async throws {
        try await TestDatabase.with { test in
            try await test.promiseMails(10)
            try await test.deliver { database, box in
                let address = try await box.open(fates: [.taken, .kept])
                let worker = try DeliveryWorker.test(database, to: address)
                let running = worker.start()
                await box.wait(for: 2)

                worker.stop(within: .seconds(300))
                await box.letGo()
                await running.value

                let rows = try await database.run(DescribeOutbox())
                #expect(rows[..<2].allSatisfy { $0.summary == "sent 1 sent" })
                #expect(rows[2...].allSatisfy { $0.summary == "pending 0 released" })
                let next = try DeliveryWorker.test(database, to: address)
                let rest = try await next.deliverOnce()
                #expect(rest == (8, 0, 0))
            }
        }
    }

    @Test("A server that keeps a mail beyond the grace period cannot hold up the end")
    func outOfTime() async throws {
        try await TestDatabase.with { test in
            try await test.promiseMails(1)
            try await test.deliver { database, box in
                let address = try await box.open(fates: [.kept])
                let worker = try DeliveryWorker.test(database, to: address)
                let running = worker.start()
                await box.wait(for: 1)

                worker.stop(within: .milliseconds(20))
                await running.value

                let rows = try await database.run(DescribeOutbox())
                #expect(rows.map(\.summary) == ["pending 1 unknown"])
                #expect(await rows[0].content == box.mails[0].bytes)
            }
        }
    }
}
