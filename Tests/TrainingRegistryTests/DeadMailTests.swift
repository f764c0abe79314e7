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
                #expect(try await worker.deliverOnce() == (0, 2, 0))
                var rows = try await database.run(DescribeOutbox())
                #expect(rows.allSatisfy { $0.summary == "dead 1 unknown" && $0.hasToken })
                let first = await box.mails.map(\.bytes)
                #expect(rows.map(\.content) == first)
                let request = RequeueMails(
                    choice: .named([1, 99]), actor: .command(userID: 7),
                    reason: try PeopleReason(parsing: "The server is back"), now: Date())

                let done = try await database.requeue(request)

                #expect(
                    done
                        == RequeuedMails(
                            requeued: [1], leftOut: [], forgotten: [], notDead: [99]))
                #expect(try await worker.deliverOnce() == (1, 0, 0))
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
                (all.choice, all.now) = (.all(.dead), late)
                #expect(
                    try await database.requeue(all)
                        == RequeuedMails(
                            requeued: [], leftOut: [], forgotten: [2], notDead: []))
            }
        }
    }

    @Test("A mail that was refused can be tried once more for a month, and then says nothing")
    func refused() async throws {
        try await TestDatabase.with { test in
            try await test.promiseMails(2)
            try await test.deliver { database, box in
                let strict = try DeliveryWorker.test(
                    database, to: try await box.open(messageBytes: 10))
                #expect(try await strict.deliverOnce() == (0, 2, 0))
                var rows = try await database.run(DescribeOutbox())
                #expect(rows.allSatisfy { $0.summary == "failed 1 refused" && $0.hasToken })
                #expect(rows.allSatisfy { $0.content == nil })
                let lines = try await database.outbox(.lost(limit: 9))
                #expect(lines.allSatisfy { $0.mayBeRequeued(at: Date()) })
                await box.close()
                var request = RequeueMails(
                    choice: .all(.dead), actor: .command(userID: 7),
                    reason: try PeopleReason(parsing: "The relay is mended"), now: Date())
                let none = try await database.requeue(request)
                #expect(none.requeued == [] && none.notDead == [])
                request.choice = .named([1])
                #expect(try await database.requeue(request).requeued == [1])

                let worker = try DeliveryWorker.test(
                    database, to: try await box.open(messageBytes: 1_000_000))
                #expect(try await worker.deliverOnce() == (1, 0, 0))
                rows = try await database.run(DescribeOutbox())
                #expect(rows.map(\.summary) == ["sent 2 refused,sent", "failed 1 refused"])
                #expect(!rows[0].hasToken)

                request.now += Double(RequeueMails.days) * 86_400 + 60
                let swept = try await database.sweep(Sweep(now: request.now, unconfirmedDays: 7))
                #expect(swept.mails == 1)
                rows = try await database.run(DescribeOutbox())
                #expect(!rows[1].hasToken)
                request.choice = .all(.failed)
                #expect(try await database.requeue(request).forgotten == [2])
            }
        }
    }

    @Test("A mail of a kind with a link that has lost it says nothing any more")
    func withoutLink() async throws {
        try await TestDatabase.with { test in
            try await test.promiseMails(2)
            try await test.script(
                """
                UPDATE outbox SET state = 'failed', ended_at = now(),
                    parameters = parameters - 'token',
                    template = CASE id WHEN 1 THEN template ELSE 'certificate' END
                """)
            try await test.withDatabase { database in
                let lines = try await database.outbox(.lost(limit: 9))
                #expect(lines.map { $0.mayBeRequeued(at: Date()) } == [true, false])
                let done = try await database.requeue(
                    RequeueMails(
                        choice: .all(.failed), actor: .command(userID: 7),
                        reason: try PeopleReason(parsing: "The relay is mended"), now: Date()))
                #expect(done.requeued == [2] && done.forgotten == [1])
            }
        }
    }

    @Test("What is not true any more is taken back instead of being tried once more, and says why")
    func untrue() async throws {
        try await SeatStage.with(admission: .selection, seats: 5, people: 2) { stage in
            _ = try await stage.move([1, 2], to: .offered)
            let offers = try await stage.database.outbox(ListOutbox()).map(\.id).sorted()
            // A confirmation whose link ran out a second ago, and one whose link works yet.
            try await stage.test.script(
                """
                UPDATE outbox SET state = 'dead', attempts = 9, ended_at = to_timestamp(1.8e9);
                INSERT INTO access_token (hash, purpose, interest_id, created_at, expires_at)
                SELECT sha256(decode(token, 'base64')), 'confirm', '\(SeatStage.id(1))',
                       to_timestamp(1.7e9), to_timestamp(1.8e9 + seconds)
                FROM (VALUES ('AAAA', -1), ('BBBB', 1)) AS link (token, seconds);
                INSERT INTO outbox (message_id, recipient, template, parameters, written_at,
                    next_attempt_at, state, ended_at)
                SELECT token, 'ana@example.org', 'confirm-interest',
                       jsonb_build_object('token', token), now(), now(), 'dead',
                       to_timestamp(1.8e9)
                FROM (VALUES ('AAAA'), ('BBBB')) AS mail (token)
                """)
            _ = try await stage.move([1], to: .declined)

            let done = try await stage.database.requeue(
                RequeueMails(
                    choice: .all(.dead), actor: .command(userID: 7),
                    reason: try PeopleReason(parsing: "The server is back"), now: stage.now))

            let all = try await stage.database.outbox(ListOutbox()).reversed()
            let asked = all.filter { $0.template == "confirm-interest" }.map(\.id)
            #expect(
                done
                    == RequeuedMails(
                        requeued: [offers[1], asked[1]],
                        leftOut: [
                            LeftOutMail(id: offers[0], obstacle: .offerAnswered),
                            LeftOutMail(id: asked[0], obstacle: .linkOver),
                        ], forgotten: [], notDead: []))
            #expect(
                all.map { "\($0.template) \($0.state)" } == [
                    "seat-offered cancelled", "seat-offered pending",
                    "confirm-interest cancelled", "confirm-interest pending",
                    "interest-declined pending",
                ])
            let told = try await stage.database.mails(of: stage.event, now: stage.now)
            let left = try #require(told.first { $0.id == offers[0] })
            #expect(left.obstacle == .offerAnswered && left.omittedBy == "command:7")
            let lines = try await stage.database.audit(ListAudit(subject: "outbox", limit: 9))
            #expect(lines.map(\.action) == ["requeue"])
        }
    }
}
