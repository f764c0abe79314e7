import Foundation
import Mailer
import Postgres
import TestSupport
import Testing

@testable import TrainingRegistry

/// All attempts of one mail that reach a server send the same bytes.
@Suite(.timeLimit(.minutes(5))) struct SameMailTests {
    private static let why = "The server is back"

    /// Promises a mail that says nothing of when it was written but in its Date.
    private static func promise(in test: TestDatabase) async throws {
        try await test.script(
            """
            INSERT INTO outbox (message_id, recipient, template, parameters, written_at,
                                next_attempt_at)
            VALUES ('<1@registry.example>', 'reader@example.org', 'interest-withdrawn',
                '{"given_name": "Maija", "target": "AudTrain"}', now() - interval '1 day', now())
            """)
    }

    private static func requeue(_ database: Database) async throws -> [Int64] {
        try await database.requeue(
            RequeueMails(
                choice: .all(.failed), actor: .command(userID: 7),
                reason: try PeopleReason(parsing: why), now: Date())
        ).requeued
    }

    @Test("A mail that may have arrived and was refused then is tried once more with its bytes")
    func refusedAfterUnknown() async throws {
        try await TestDatabase.with { test in
            try await Self.promise(in: test)
            try await test.deliver { database, box in
                let first = try DeliveryWorker.test(
                    database, to: try await box.open(fates: [.lost]))
                #expect(try await first.deliverOnce() == (0, 0, 1))
                await box.close()
                try await test.script("UPDATE outbox SET next_attempt_at = now()")
                let strict = try DeliveryWorker.test(
                    database, to: try await box.open(messageBytes: 10))
                #expect(try await strict.deliverOnce() == (0, 1, 0))
                var rows = try await database.run(DescribeOutbox())
                let bytes = await box.mails[0].bytes
                #expect(rows[0].summary == "failed 2 unknown,refused" && rows[0].content == bytes)
                await box.close()

                #expect(try await Self.requeue(database) == [1])

                let last = try DeliveryWorker.test(
                    database, to: try await box.open(messageBytes: 1_000_000))
                #expect(try await last.deliverOnce() == (1, 0, 0))
                #expect(await box.mails.map(\.bytes) == [bytes, bytes])
                rows = try await database.run(DescribeOutbox())
                #expect(rows[0].summary == "sent 3 unknown,refused,sent" && rows[0].content == nil)
            }
        }
    }

    @Test("A mail that was refused behind its last byte is tried once more with its bytes")
    func refusedBehindData() async throws {
        try await TestDatabase.with { test in
            try await Self.promise(in: test)
            try await test.deliver { database, box in
                let worker = try DeliveryWorker.test(
                    database, to: try await box.open(fates: [.refused]))
                #expect(try await worker.deliverOnce() == (0, 1, 0))
                let rows = try await database.run(DescribeOutbox())
                let bytes = await box.mails[0].bytes
                #expect(rows[0].summary == "failed 1 refused" && rows[0].content == bytes)

                #expect(try await Self.requeue(database) == [1])

                #expect(try await worker.deliverOnce() == (1, 0, 0))
                #expect(await box.mails.map(\.bytes) == [bytes, bytes])
            }
        }
    }

    @Test(
        "The bytes of a mail that was refused go with the time in which it can be tried once more")
    func forgotten() async throws {
        try await TestDatabase.with { test in
            try await Self.promise(in: test)
            try await test.deliver { database, box in
                let worker = try DeliveryWorker.test(
                    database, to: try await box.open(fates: [.refused]))
                #expect(try await worker.deliverOnce() == (0, 1, 0))

                let late = Date() + Double(RequeueMails.days) * 86_400 + 60
                let swept = try await database.sweep(Sweep(now: late, unconfirmedDays: 7))

                #expect(swept.mails == 1)
                #expect(try await database.run(DescribeOutbox())[0].content == nil)
            }
        }
    }

    @Test("A mail whose sender died is the same after its address was on hold")
    func heldAfterDeath() async throws {
        try await TestDatabase.with { test in
            try await Self.promise(in: test)
            try await test.deliver { database, box in
                let now = Date()
                let claimed = try await database.run(
                    ClaimMail(
                        now: now, dueBy: now + 60, limit: 9, leaseEnd: now, instance: UUID()))
                let address = try EmailAddress(parsing: "reader@example.org")
                let bytes = try DeliveryWorker.renderer().bytes(of: claimed[0], to: address)
                let why = try PeopleReason(parsing: Self.why)
                let hold = try await database.hold(
                    HoldAddress(
                        address: address, cause: .byHand, actor: .command(userID: 7), reason: why,
                        now: now)
                ).get()
                let worker = try DeliveryWorker.test(database, to: try await box.open())
                #expect(try await worker.deliverOnce() == (0, 0, 0))
                #expect(try await database.run(DescribeOutbox())[0].summary == "held 1 unknown")
                _ = try await database.release(
                    ReleaseAddress(hold: hold, actor: .command(userID: 7), reason: why, now: now)
                ).get()

                _ = try await database.resend(
                    ResendHeld(hold: hold, actor: .command(userID: 7), now: Date()))

                #expect(try await worker.deliverOnce() == (1, 0, 0))
                #expect(await box.mails.map(\.bytes) == [bytes])
            }
        }
    }

    @Test("A mail of which no server had a byte is written anew, with the time of now")
    func writtenAnew() async throws {
        try await TestDatabase.with { test in
            try await Self.promise(in: test)
            try await test.deliver { database, box in
                let strict = try DeliveryWorker.test(
                    database, to: try await box.open(messageBytes: 10))
                #expect(try await strict.deliverOnce() == (0, 1, 0))
                #expect(try await database.run(DescribeOutbox())[0].content == nil)
                await box.close()

                #expect(try await Self.requeue(database) == [1])

                let worker = try DeliveryWorker.test(
                    database, to: try await box.open(messageBytes: 1_000_000))
                #expect(try await worker.deliverOnce() == (1, 0, 0))
                let ages = try await database.run(ReadAges())
                #expect(ages.count == 1 && ages.allSatisfy { $0 < 3_600 })
            }
        }
    }
}

/// Reads how many seconds ago each mail was written.
private struct ReadAges: Statement {
    static let sql: StaticString = """
        SELECT extract(epoch FROM now() - written_at)::integer FROM outbox
        """

    func bind(to parameters: inout Parameters) {}

    static func decode(_ row: RowReader) throws(DatabaseError) -> Int { try row.integer(0) }
}
