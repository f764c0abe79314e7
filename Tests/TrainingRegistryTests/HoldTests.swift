import Foundation
import Mailer
import Postgres
import TestSupport
import Testing

@testable import TrainingRegistry

@Suite(.timeLimit(.minutes(10))) struct HoldTests {
    private static let now = Date(timeIntervalSince1970: 1_796_000_000)
    private static let actor = RegistryActor.command(userID: 0)

    private static func hold(_ address: String) throws -> HoldAddress {
        HoldAddress(
            address: try EmailAddress(parsing: address), cause: .byHand, actor: actor,
            reason: try PeopleReason(parsing: "Asked by letter"), now: now)
    }

    private static func release(_ hold: UUID) throws -> ReleaseAddress {
        ReleaseAddress(
            hold: hold, actor: actor, reason: try PeopleReason(parsing: "It works again"),
            now: now)
    }

    private static func bounce(
        _ groups: [String], id: String = "<1@registry.example>"
    ) throws -> RecordBounce {
        let head =
            "Content-Type: multipart/report; report-type=delivery-status; boundary=cut\r\n\r\n"
            + "--cut\r\nContent-Type: message/delivery-status\r\n\r\n"
            + "Reporting-MTA: dns; mail.example\r\n\r\n"
        let tail =
            "--cut\r\nContent-Type: text/rfc822-headers\r\n\r\nMessage-ID: \(id)\r\n\r\n--cut--\r\n"
        let body = groups.map { group in
            let parts = group.split(separator: " ").map(String.init)
            return "Final-Recipient: rfc822; \(parts[2])\r\nAction: \(parts[0])\r\n"
                + "Status: \(parts[1])\r\n\r\n"
        }
        return RecordBounce(
            report: try DeliveryReport(parsing: Array((head + body.joined() + tail).utf8)),
            actor: actor, now: now)
    }

    /// Mails that the server took.
    private static func sent(_ count: Int, _ test: TestDatabase) async throws {
        try await test.promiseMails(count)
        try await test.script(
            """
            UPDATE outbox SET state = 'sent', attempts = 1, ended_at = now(),
                parameters = parameters - 'token'
            """)
    }

    @Test("What is due to an address on hold waits, until it is released and then sent again")
    func held() async throws {
        try await TestDatabase.with { test in
            try await test.promiseMails(3)
            try await test.deliver { database, box in
                let worker = try DeliveryWorker.test(database, to: try await box.open())
                let hold = try await database.hold(Self.hold("READER2@example.org")).get()

                #expect(try await worker.deliverOnce() == (2, 0, 0))
                let row = try await database.run(DescribeOutbox())[1]
                #expect(row.summary == "held 0 " && row.hasToken)
                #expect(try await database.outboxHealth(at: Date()).held == 1)
                let refused = try await database.resend(
                    ResendHeld(hold: hold, actor: Self.actor, now: Self.now))
                #expect(refused == .failure(.stillHeld))

                #expect(try await database.release(Self.release(hold)) == .success(1))
                #expect(try await worker.deliverOnce() == (0, 0, 0))
                let again = try await database.resend(
                    ResendHeld(hold: hold, actor: Self.actor, now: Date()))
                #expect(again == .success(HeldMailsSent(sent: 1, leftOut: [])))
                #expect(try await worker.deliverOnce() == (1, 0, 0))
                #expect(await box.mails.last?.recipients == ["reader2@example.org"])
                let lines = try await database.audit(ListAudit(subject: "address_hold", limit: 9))
                #expect(lines.map(\.action) == ["resend", "release", "hold"])
                #expect(!lines.contains { ($0.reason ?? "").contains("@") })
            }
        }
    }

    @Test("An address is held once, in whatever spelling, by however many at once")
    func once() async throws {
        try await TestDatabase.with { test in
            let results = try await withThrowingTaskGroup(of: Result<UUID, HoldRefusal>.self) {
                group in
                for number in 0..<6 {
                    let door = SharedDatabase(test.service, on: test.loop)
                    let address = number % 2 == 0 ? "Ana@example.org" : "ana@EXAMPLE.org"
                    group.addTask {
                        let id = try await door.run(InsertHold(request: Self.hold(address))).first
                        await door.close()
                        return id.map { .success($0) } ?? .failure(.heldAlready)
                    }
                }
                return try await group.reduce(into: []) { $0.append($1) }
            }
            #expect(results.count { $0 == .failure(.heldAlready) } == 5)
            try await test.withDatabase { database in
                let holds = try await database.holds(ListHolds())
                let hold = try await database.hold(of: "ANA@example.org")
                let stranger = try await database.hold(of: "other@example.org")
                #expect(holds.map(\.id) == [hold?.id])
                #expect(hold?.cause == "by-hand")
                #expect(stranger == nil)
            }
        }
    }

    @Test("A hold is released once, and an unknown one never")
    func released() async throws {
        try await TestDatabase.with { test in
            try await test.withDatabase { database in
                let hold = try await database.hold(Self.hold("ana@example.org")).get()

                let first = try await database.release(Self.release(hold))
                let second = try await database.release(Self.release(hold))
                let stranger = try await database.release(Self.release(UUID()))
                #expect(first == .success(0))
                #expect(second == .failure(.releasedAlready))
                #expect(stranger == .failure(.unknownHold))
                let unknown = try await database.resend(
                    ResendHeld(hold: UUID(), actor: Self.actor, now: Self.now))
                #expect(unknown == .failure(.unknownHold))
                #expect(try await database.holds(ListHolds()) == [])
                let all = try await database.holds(ListHolds(withReleased: true))
                #expect(all.map(\.releasedBy) == ["command:0"])
                _ = try await database.hold(Self.hold("ana@example.org")).get()
            }
        }
    }

    static let bounces: [(groups: [String], verdict: RecordBounce.Verdict, status: String?)] = [
        (["failed 5.1.1 reader1@example.org"], .held, "5.1.1"),
        (["failed 5.2.1 Reader1@Example.org"], .held, "5.2.1"),
        // Somebody else is gone, such as one of those whom an address stands for.
        (["failed 5.1.1 eve@example.net"], .noted, "5.1.1"),
        (["failed 5.1.1 reader2@example.org"], .noted, "5.1.1"),
        (["failed 5.2.2 reader1@example.org"], .noted, "5.2.2"),
        (["failed 5.7.1 reader1@example.org"], .noted, "5.7.1"),
        (["failed 4.4.7 reader1@example.org"], .noted, "4.4.7"),
        (["delayed 4.4.1 reader1@example.org"], .noted, "4.4.1"),
        (["delayed 5.1.1 reader1@example.org"], .noted, "5.1.1"),
        (["delivered 2.0.0 reader1@example.org"], .delivered, nil),
        (
            ["delayed 4.4.1 reader1@example.org", "failed 5.1.1 reader1@example.org"], .held,
            "5.1.1"
        ),
    ]

    @Test(
        "Only our own recipient is put on hold, and only when nobody is there", arguments: bounces)
    func bounced(groups: [String], verdict: RecordBounce.Verdict, status: String?) async throws {
        try await TestDatabase.with { test in
            try await Self.sent(2, test)
            try await test.withDatabase { database in
                #expect(try await database.record(Self.bounce(groups)) == verdict)
                let holds = try await database.holds(ListHolds())
                #expect(
                    holds.map(\.address) == (verdict == .held ? ["reader1@example.org"] : []))
                #expect(holds.allSatisfy { $0.status == status && $0.cause == "bounce" })
                let first = try await database.run(ReadBounces())
                #expect(first == [status, nil])
            }
        }
    }

    @Test("A report of no mail of ours, or of one that was never sent, changes nothing")
    func forged() async throws {
        try await TestDatabase.with { test in
            try await Self.sent(1, test)
            try await test.promiseMails(1, from: 2)
            try await test.withDatabase { database in
                let group = "failed 5.1.1 reader1@example.org"
                var verdicts: [RecordBounce.Verdict] = []
                for id in ["<7@registry.example>", "<2@registry.example>", "<%@registry.example>"] {
                    verdicts.append(try await database.record(Self.bounce([group], id: id)))
                }
                let holds = try await database.holds(ListHolds(withReleased: true))
                let noted = try await database.run(ReadBounces())
                #expect(verdicts == [.unknown, .unknown, .unknown])
                #expect(holds == [])
                #expect(noted == [nil, nil])
            }
        }
    }

    @Test("The same report again does not undo a release, and a worse one is kept")
    func again() async throws {
        try await TestDatabase.with { test in
            try await Self.sent(1, test)
            try await test.withDatabase { database in
                let gone = try Self.bounce(["failed 5.1.1 reader1@example.org"])
                #expect(try await database.record(gone) == .held)
                #expect(try await database.record(gone) == .held)
                let hold = try #require(try await database.holds(ListHolds()).first)
                _ = try await database.release(Self.release(hold.id)).get()

                #expect(try await database.record(gone) == .noted)
                let slow = try Self.bounce(["delayed 4.4.1 reader1@example.org"])
                #expect(try await database.record(slow) == .noted)
                #expect(try await database.run(ReadBounces()) == ["5.1.1"])
                // Another server's word about the same mail.
                let other = try Self.bounce(["failed 5.2.1 reader1@example.org"])
                #expect(try await database.record(other) == .noted)
                #expect(try await database.holds(ListHolds()) == [])
            }
        }
    }

    @Test("Erasing a person takes their address off the list, and nobody else's")
    func erased() async throws {
        try await PeopleRoom.with { room in
            let address = try await room.ask(
                "SELECT email FROM person WHERE id = '\(PeopleRoom.kept)'")
            _ = try await room.database.hold(Self.hold(address)).get()
            _ = try await room.database.hold(Self.hold("stranger@example.org")).get()
            _ = try await room.erase().get()

            let left = try await room.database.holds(ListHolds(withReleased: true))
            #expect(left.map(\.address) == ["stranger@example.org"])
        }
    }
}

/// What reports said of each mail.
private struct ReadBounces: Statement {
    static let sql: StaticString = "SELECT bounce_status FROM outbox ORDER BY id"

    func bind(to parameters: inout Parameters) {}

    static func decode(_ row: RowReader) throws(DatabaseError) -> String? { try row.textIfAny(0) }

    @Test(
        "An address is held when its server calls it gone in answer to RCPT, and for nothing else",
        arguments: [
            ("refused", .recipient, 550, "5.1.1 no such user", "5.1.1"),
            ("refused", .recipient, 550, "5.1.10 null MX", "5.1.10"),
            ("refused", .recipient, 550, "5.2.1 closed", "5.2.1"),
            ("refused", .recipient, 550, "5.7.1 not from you", nil),
            ("refused", .recipient, 552, "5.2.2 full", nil),
            ("refused", .recipient, 550, "no such user", nil),
            ("refused", .recipient, 550, "4.1.1 no such user", nil),
            ("refused", .mail, 550, "5.1.1 no such sender", nil),
            ("refused", .endOfData, 554, "5.1.1 no such user", nil),
            ("deferred", .recipient, 450, "5.1.1 not now", nil),
            ("unknown", .recipient, 550, "5.1.1 no such user", nil),
        ] as [(String, SMTPPhase, Int, String, String?)])
    func gone(
        word: String, phase: SMTPPhase, code: Int, text: String, status: String?
    ) async throws {
        let failure = SMTPFailure(phase: phase, reply: SMTPReply(code: code, text: text))
        let outcome: SMTPOutcome =
            switch word {
            case "refused": .refused(failure)
            case "deferred": .deferred(failure)
            default: .unknown(failure)
            }
        try await TestDatabase.with { test in
            try await test.promiseMails(2)
            try await test.script("UPDATE outbox SET recipient = 'gone@example.org'")
            try await test.withDatabase { database in
                let now = Date()
                let instance = UUID()
                let mails = try await database.run(
                    ClaimMail(
                        now: now, dueBy: now, limit: 9, leaseEnd: now + 60, instance: instance))
                let ends = mails.map { mail in
                    AttemptEnd(
                        of: mail, outcome, bytes: [65], policy: RetryPolicy(), now: now, jitter: 0)
                }

                let done = try await database.run(RecordOutcome(ends: ends, instance: instance))

                #expect(done.sorted() == [1, 2])
                let hold = try await database.holds(ListHolds()).first
                #expect(hold?.status == status)
                #expect(hold?.address == status.map { _ in "gone@example.org" })
                let lines = try await database.audit(ListAudit(subject: "address_hold", limit: 9))
                #expect(lines.map(\.reason) == (status.map { [$0] } ?? []))
            }
        }
    }
}
