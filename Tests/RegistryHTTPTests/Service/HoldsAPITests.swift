import Foundation
import Testing

@testable import RegistryHTTP

@Suite(.timeLimit(.minutes(10))) struct HoldsAPITests {
    private static func send(
        _ stage: ServiceStage, _ path: String, _ body: String, _ staff: String?
    ) async throws -> Response {
        try await stage.post(
            "/api/v1/address-holds\(path)", "application/json", Array(body.utf8),
            [staff].compactMap { $0 })
    }

    @Test("An address is held, told, released and written to again, each with its refusals")
    func life() async throws {
        try await EndpointPeopleTests.with { stage, staff in
            let body = #"{"address":"Ana@example.org","cause":"complaint","reason":"Told us"}"#
            let held = try await Self.send(stage, "", body, staff)
            #expect(held.status == 201)
            let id = try #require(try EndpointPeopleTests.json(held)["id"] as? String)
            #expect(try await Self.send(stage, "", body, staff).summary == "409 held-already")

            let list = try await stage.get("/api/v1/address-holds", staff)
            let item = try #require(try EndpointPeopleTests.items(list).first)
            #expect(item["id"] as? String == id)
            #expect(item["address"] as? String == "Ana@example.org")
            #expect(item["cause"] as? String == "complaint")
            #expect(item["status"] is NSNull && item["released_at"] is NSNull)
            #expect(item["held_mails"] as? Int == 0)

            let early = try await Self.send(stage, "/\(id)/resend", "", staff)
            #expect(early.summary == "409 still-held")
            let why = #"{"reason":"It works"}"#
            let released = try await Self.send(stage, "/\(id)/release", why, staff)
            #expect(try EndpointPeopleTests.json(released)["held_mails"] as? Int == 0)
            let twice = try await Self.send(stage, "/\(id)/release", why, staff)
            #expect(twice.summary == "409 released-already")
            let sent = try await Self.send(stage, "/\(id)/resend", "", staff)
            #expect(try EndpointPeopleTests.json(sent)["resent"] as? Int == 0)
            #expect((try EndpointPeopleTests.json(sent)["left_out"] as? [Any])?.isEmpty == true)

            let now = try await stage.get("/api/v1/address-holds", staff)
            let all = try await stage.get("/api/v1/address-holds?released=true", staff)
            #expect(try EndpointPeopleTests.items(now).isEmpty)
            #expect(try EndpointPeopleTests.items(all).count == 1)
        }
    }

    @Test("What is wrong is told by field, and nobody without a token is told anything")
    func wrong() async throws {
        try await EndpointPeopleTests.with { stage, staff in
            let nobody = "00000000-0000-4000-8000-0000000000ff"
            let rows = [
                (
                    "", #"{"cause":"bounce"}"#,
                    "422 invalid-fields /address missing, /cause unknown-cause, /reason missing"
                ),
                ("/\(nobody)/release", #"{"reason":"x"}"#, "404 unknown-hold"),
                ("/\(nobody)/release", "{}", "422 invalid-fields /reason missing"),
                ("/\(nobody)/resend", "", "404 unknown-hold"), ("/x/resend", "", "404 not-found"),
            ]
            for (path, body, expected) in rows {
                let answer = try await Self.send(stage, path, body, staff)
                #expect(answer.summary.hasPrefix(expected), "\(path) \(body) \(answer.summary)")
                let closed = try await Self.send(stage, path, body, nil)
                #expect(closed.status == 401)
            }
            #expect(try await stage.get("/api/v1/address-holds?released=1", staff).status == 422)
        }
    }

    @Test("The page of a person says that nothing is sent to them, and which mail came back")
    func page() async throws {
        try await ConsoleDesk.with(people: ["Ada"]) { desk, ids in
            let path = "/console/events/small/people/\(ids[0])"
            let before = try await desk.get(path)
            try await desk.room.room.change(
                """
                INSERT INTO address_hold (address, cause, status_code, held_at, held_by)
                SELECT upper(email), 'bounce', '5.1.1', '2026-11-21T10:00:00Z', 'command:0'
                FROM interest WHERE id = '\(ids[0])'
                """)
            try await desk.room.room.change(
                """
                INSERT INTO outbox (message_id, recipient, template, parameters, interest_id,
                    written_at, next_attempt_at, state, ended_at, bounce_status, bounced_at)
                SELECT '<9@example.org>', email, 'interest-confirmed', '{}', id, now(), now(),
                       'sent', now(), '5.1.1', now()
                FROM interest WHERE id = '\(ids[0])'
                """)
            let page = try await desk.get(path)

            #expect(!before.says("Nothing is sent to this address"))
            #expect(page.says("a mail to it came back, because nobody is there."))
            #expect(page.says("The report of the mail server says 5.1.1."))
            #expect(page.says("Came back later: 5.1.1"))
        }
    }
}
