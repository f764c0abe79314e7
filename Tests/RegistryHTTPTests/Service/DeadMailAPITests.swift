import Foundation
import Testing
import TrainingRegistry

@testable import RegistryHTTP

@Suite(.timeLimit(.minutes(10))) struct DeadMailAPITests {
    /// Mails 1 to 3, of which the first two were given up and the third was refused.
    static func with(
        _ body: @escaping @Sendable (CoordinatorDesk) async throws -> Void
    ) async throws {
        try await CoordinatorDesk.with { desk in
            try await desk.stage.change(
                """
                INSERT INTO outbox (id, message_id, recipient, template, parameters, written_at,
                    next_attempt_at, state, ended_at, attempts, last_reply)
                OVERRIDING SYSTEM VALUE
                SELECT 900 + n, n || '@example.org', 'ana@example.org',
                    CASE n WHEN 5 THEN 'reminder' ELSE 'follow-up' END,
                    CASE WHEN state = 'dead' OR n = 6 THEN '{"token":"t0ken000"}' ELSE '{}' END
                        ::jsonb,
                    now() - days * interval '1 day', now(), state, now() - days * interval '1 day',
                    2, '451 4.2.2 full'
                FROM (VALUES (1, 'dead', 1), (2, 'dead', 40), (3, 'failed', 1), (4, 'sent', 1),
                    (5, 'dead', 1), (6, 'failed', 1))
                    AS mail (n, state, days)
                """)
            try await body(desk)
        }
    }

    @Test("What was refused or given up is listed without what it says, and tried once more")
    func life() async throws {
        try await Self.with { desk in
            let list = try await desk.send("GET", "/api/v1/mails/dead")
            let items = try EndpointPeopleTests.items(list)
            #expect(items.map { $0["id"] as? Int } == [906, 905, 903, 902, 901])
            #expect(
                items.map { $0["may_be_requeued"] as? Bool } == [true, true, false, false, true])
            #expect(items[4]["address"] as? String == "ana@example.org")
            #expect(items[4]["last_reply"] as? String == "451 4.2.2 full")
            #expect(items[4]["event"] is NSNull && items[4]["ended_at"] is String)
            #expect(!list.text.contains("t0ken"))
            let seen = "SELECT count(*) FROM audit WHERE via = '/api/v1/mails/dead'"
            #expect(try await desk.told(seen) == "1")

            let path = "/api/v1/mails/requeue"
            let done = try await desk.document(
                "POST", path, #"{"mails":[901,902,903,904,999],"reason":"It is back"}"#)
            #expect(done["requeued"] as? [Int] == [901])
            #expect(done["forgotten"] as? [Int] == [902, 903])
            #expect(done["not_dead"] as? [Int] == [904, 999])
            #expect((done["left_out"] as? [Any])?.isEmpty == true)
            #expect(try await desk.told("SELECT state FROM outbox WHERE id = 901") == "pending")
            let lines = "SELECT string_agg(action || ' ' || reason, ',') FROM audit "
            #expect(
                try await desk.told(lines + "WHERE subject = 'outbox'") == "requeue It is back")

            let rest = try await desk.document(
                "POST", path, #"{"all_dead":true,"reason":"All of them"}"#)
            #expect(rest["requeued"] as? [Int] == [])
            #expect(rest["forgotten"] as? [Int] == [902])
            let refused = try await desk.document(
                "POST", path, #"{"all_failed":true,"reason":"It was the relay"}"#)
            #expect(refused["requeued"] as? [Int] == [906])
            #expect(refused["forgotten"] as? [Int] == [903])
            let left = try #require((rest["left_out"] as? [[String: Any]])?.first)
            #expect(left["mail"] as? Int == 905 && left["reason"] as? String == "seat-gone")
            #expect(try await desk.told("SELECT state FROM outbox WHERE id = 905") == "cancelled")
        }
    }

    @Test(
        "Which mails, and why, is told by field",
        arguments: [
            ("{}", "/mails mails-or-all, /reason missing"),
            (#"{"mails":[901],"all_dead":true,"reason":"x"}"#, "/mails mails-or-all"),
            (
                #"{"all_failed":true,"all_dead":true,"reason":"x"}"#, "/mails mails-or-all"
            ), (#"{"mails":[],"reason":"x"}"#, "/mails out-of-range"),
            (
                #"{"mails":[1,"2",0,1.5],"reason":"x"}"#,
                "/mails/1 wrong-type, /mails/2 wrong-type, /mails/3 wrong-type"
            ),
            (#"{"mails":901,"reason":"x"}"#, "/mails wrong-type"),
        ])
    func wrong(body: String, errors: String) async throws {
        try await Self.with { desk in
            let answer = try await desk.send("POST", "/api/v1/mails/requeue", body)

            #expect(answer.summary == "422 invalid-fields \(errors)")
            #expect(try await desk.told("SELECT state FROM outbox WHERE id = 901") == "dead")
        }
    }

    @Test("A list has a limit, and nobody without a key gets one")
    func closed() async throws {
        try await Self.with { desk in
            let one = try await desk.send("GET", "/api/v1/mails/dead?limit=1")
            #expect(try EndpointPeopleTests.items(one).count == 1)
            let none = try await desk.send("GET", "/api/v1/mails/dead?limit=0")
            #expect(none.summary == "422 invalid-fields /limit out-of-range")
            #expect(try await desk.stage.get("/api/v1/mails/dead").status == 401)
        }
    }
}
