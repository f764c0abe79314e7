import Foundation
import Postgres
import TestSupport
import Testing

@testable import TrainingRegistry

@Suite(.timeLimit(.minutes(5))) struct MailHealthTests {
    private static let now = Date(timeIntervalSince1970: 1_796_000_000)

    @Test(
        "Somebody has to look when mails are late, given up or refused, and not otherwise",
        arguments: [
            (nil, 0, 0, []), (900, 0, 0, []), (901, 0, 0, [.late(minutes: 15)]),
            (nil, 2, 0, [.givenUp(2)]), (nil, 0, 3, [.refused(3)]),
            (7_300, 1, 1, [.late(minutes: 121), .givenUp(1), .refused(1)]),
        ] as [(Double?, Int, Int, [OutboxHealth.Trouble])])
    func troubles(late: Double?, dead: Int, failed: Int, expected: [OutboxHealth.Trouble]) {
        var health = OutboxHealth()
        // What is long over is no trouble any more.
        (health.dead, health.failed) = (9, 9)
        health.oldestDueSeconds = late
        health.mayBeRequeued = dead
        health.failedLately = failed

        #expect(health.troubles == expected)
    }

    @Test("Only what was given up within a month can be tried once more, and what still says it")
    func counted() async throws {
        try await TestDatabase.with { test in
            try await test.promiseMails(7)
            try await test.script(
                """
                UPDATE outbox SET state = 'dead', ended_at = timestamptz '\(Self.stamp)'
                    - CASE id WHEN 1 THEN interval '29 days' ELSE interval '31 days' END
                WHERE id IN (1, 2);
                UPDATE outbox SET state = 'dead', ended_at = '\(Self.stamp)', parameters = '{}'
                WHERE id = 3;
                UPDATE outbox SET state = 'failed', parameters = '{}',
                    ended_at = timestamptz '\(Self.stamp)'
                        - CASE id WHEN 4 THEN interval '23 hours' ELSE interval '25 hours' END
                WHERE id IN (4, 5);
                UPDATE outbox SET next_attempt_at = timestamptz '\(Self.stamp)' - interval '1 hour'
                WHERE id = 6;
                UPDATE outbox SET next_attempt_at = timestamptz '\(Self.stamp)' + interval '1 hour'
                WHERE id = 7;
                """)
            try await test.withDatabase { database in
                let health = try await database.outboxHealth(at: Self.now)
                let lines = try await database.outbox(ListOutbox(states: ["dead"]))

                #expect(health.dead == 3 && health.mayBeRequeued == 1)
                #expect(health.failed == 2 && health.failedLately == 1)
                #expect(health.oldestDueSeconds == 3_600)
                #expect(lines.map(\.id) == [3, 2, 1])
                // Tried in vain, and put off for hours: it waits since then.
                try await test.script(
                    """
                    UPDATE outbox SET attempts = 3 WHERE id = 7;
                    INSERT INTO outbox_attempt (outbox_id, number, instance, started_at)
                    SELECT 7, n, gen_random_uuid(),
                        timestamptz '\(Self.stamp)' - interval '9 hours' + n * interval '1 hour'
                    FROM generate_series(1, 3) AS n;
                    """)
                #expect(try await database.outboxHealth(at: Self.now).oldestDueSeconds == 28_800)
                #expect(lines.map { $0.mayBeRequeued(at: Self.now) } == [false, false, true])
                #expect(lines.allSatisfy { $0.event == nil && $0.interest == nil })
            }
        }
    }

    @Test("Attempts of a day are counted by how they ended, where, and the class of the answer")
    func attempts() async throws {
        try await TestDatabase.with { test in
            try await test.promiseMails(1)
            let ends: [(String, String?, Int?, Int)] = [
                ("sent", "end-of-data", 250, 0), ("sent", "end-of-data", 251, 1),
                ("refused", "rcpt", 550, 2), ("deferred", "rcpt", 451, 3),
                ("session-failed", "connect", nil, 4), ("released", nil, nil, 5),
                ("deferred", "data", 354, 6), ("unknown", "end-of-data", 9_999, 7),
                ("refused", "rcpt", 550, 25), ("refused", "rcpt", 550, -1),
            ]
            for (number, (outcome, phase, code, hours)) in ends.enumerated() {
                try await test.script(
                    """
                    INSERT INTO outbox_attempt (outbox_id, number, instance, started_at, ended_at,
                        outcome, phase, reply_code, reply)
                    SELECT 1, \(number + 1), gen_random_uuid(), at, at, '\(outcome)',
                        \(phase.map { "'\($0)'" } ?? "NULL"),
                        \(code.map(String.init) ?? "NULL"), 'Ana <ana@example.org> is unknown'
                    FROM (SELECT timestamptz '\(Self.stamp)' - interval '\(hours) hours') AS t (at)
                    """)
            }
            try await test.script(
                """
                INSERT INTO outbox_attempt (outbox_id, number, instance, started_at)
                VALUES (1, 99, gen_random_uuid(), '\(Self.stamp)')
                """)
            try await test.withDatabase { database in
                let counts = try await database.attempts(until: Self.now)

                #expect(
                    counts.map { "\($0.outcome) \($0.phase) \($0.reply) \($0.attempts)" } == [
                        "deferred data 3xx 1", "deferred rcpt 4xx 1", "refused rcpt 5xx 1",
                        "released none none 1", "sent end-of-data 2xx 2",
                        "session-failed connect none 1", "unknown end-of-data none 1",
                    ])
                #expect(counts.filter { !$0.isFailure }.map(\.outcome) == ["released", "sent"])
            }
        }
    }

    @Test("A preview has the pictures of a mail in it, because no mail is around it")
    func pictures() throws {
        let renderer = try DeliveryWorker.renderer()
        let sample = try #require(
            renderer.sample(of: .seatTaken, in: "en", writtenAt: Self.now))

        #expect(sample.draft.html.contains("src=\"cid:"))
        #expect(!sample.draft.page.contains("cid:"))
        #expect(sample.draft.page.contains("src=\"data:image/png;base64,iVBORw0KGgo"))
    }

    private static var stamp: String { now.ISO8601Format() }
}
