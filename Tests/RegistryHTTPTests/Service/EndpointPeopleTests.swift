import Foundation
import Testing
import TrainingRegistry

@testable import RegistryHTTP

@Suite struct EndpointPeopleTests {
    static let one = "00000000-0000-4000-8000-000000000001"
    static let other = "00000000-0000-4000-8000-000000000002"
    static let nobody = "00000000-0000-4000-8000-000000000009"

    /// A stage with two persons who are one, and the field that lets a coordinator in.
    static func with(
        _ body: @escaping @Sendable (ServiceStage, String) async throws -> Void
    ) async throws {
        try await ServiceStage.with { stage in
            try await stage.change(
                """
                INSERT INTO person (id, given_name, family_name, email, email_folded, organisation,
                    sector, country, created_at)
                VALUES ('\(one)', 'E.', 'Berzina', 'eb@example.org', 'eb@example.org',
                        'State Police', 'police', 'LV', '2026-01-01'),
                       ('\(other)', 'Ērika', 'Bērziņa', 'e@example.com', 'e@example.com',
                        'State Police', 'police', 'LV', '2026-01-01');
                WITH p AS (INSERT INTO participation (event_id, created_at)
                           SELECT id, now() FROM event WHERE code = 'protect-tallinn-2016'
                           RETURNING id)
                INSERT INTO participation_fact (participation_id, person_token, status, role,
                    country, sector, actor, occurred_at, recorded_at)
                SELECT p.id, token, 'confirmed', 'trainer', 'LV', 'police', 'system',
                       '2016-04-28', record_instant()
                FROM p, person WHERE person.id = '\(other)';
                """)
            let secret = AccessToken()
            _ = try await stage.database.createStaffToken(
                TokenLabel(parsing: "test"), secret: secret, now: stage.clock, days: 1)
            try await body(stage, "Authorization: Bearer \(secret)")
        }
    }

    static func json(_ response: Response) throws -> [String: Any] {
        try #require(
            try JSONSerialization.jsonObject(with: Data(response.body)) as? [String: Any])
    }

    static func items(_ response: Response) throws -> [[String: Any]] {
        try #require(try json(response)["items"] as? [[String: Any]])
    }

    static func send(
        _ stage: ServiceStage, _ path: String, _ body: String, _ staff: String
    ) async throws -> Response {
        try await stage.post(
            "/api/v1/people/\(path)", "application/json", Array(body.utf8), [staff])
    }

    @Test("Nobody without a token sees or does anything with people")
    func closed() async throws {
        try await Self.with { stage, _ in
            for path in ["", "/duplicates", "/\(Self.one)", "?limit=2"] {
                let answer = try await stage.get("/api/v1/people\(path)")
                #expect(answer.status == 401)
            }
            for path in ["search", "dismissals", "merges", "merges/\(Self.nobody)/undo"] {
                let answer = try await Self.send(stage, path, "{}", "X: y")
                #expect(answer.status == 401)
            }
        }
    }

    @Test("People are listed page by page, found in any spelling, and shown with their events")
    func people() async throws {
        try await Self.with { stage, staff in
            let first = try await stage.get("/api/v1/people?limit=1", staff)
            #expect(try Self.items(first).map { $0["given_name"] as? String } == ["E."])
            let next = try #require(try Self.json(first)["next"] as? String)
            let second = try await stage.get("/api/v1/people?limit=2&after=\(next)", staff)
            #expect(try Self.items(second).map { $0["id"] as? String } == [Self.other])
            #expect(try Self.json(second)["next"] is NSNull)

            let found = try await Self.send(stage, "search", #"{"query":"Берзиня Эрика"}"#, staff)
            #expect(try Self.items(found).first?["family_name"] as? String == "Bērziņa")
            #expect(try Self.items(found).first?["participations"] as? Int == 1)

            let person = try Self.json(try await stage.get("/api/v1/people/\(Self.other)", staff))
            let participations = try #require(person["participations"] as? [[String: Any]])
            #expect(participations.first?["event"] as? String == "protect-tallinn-2016")
            #expect(participations.first?["role"] as? String == "trainer")
        }
    }

    @Test("What is wrong is told by field")
    func wrong() async throws {
        try await Self.with { stage, staff in
            let rows = [
                ("search", #"{"query":"","x":1}"#, "422 invalid-fields /query bad-query, /x "),
                (
                    "search", #"{"query":"a","after":"\#(Self.one)"}"#,
                    "422 invalid-fields /after unknown-member"
                ),
                (
                    "merges", #"{"keep":"x","reason":""}"#,
                    "422 invalid-fields /keep bad-id, /absorb missing, /reason empty"
                ),
                (
                    "merges",
                    #"{"keep":"\#(Self.one)","absorb":"\#(Self.nobody)","reason":"a"}"#,
                    "404 unknown-person"
                ),
                (
                    "merges", #"{"keep":"\#(Self.one)","absorb":"\#(Self.one)","reason":"a"}"#,
                    "409 same-person"
                ),
                (
                    "dismissals", #"{"one":"\#(Self.one)","other":"\#(Self.nobody)"}"#,
                    "404 unknown-person"
                ),
                ("merges/\(Self.nobody)/undo", "", "404 unknown-merge"),
                ("merges/x/undo", "", "404 not-found"),
            ]
            for (path, body, expected) in rows {
                let answer = try await Self.send(stage, path, body, staff)
                #expect(answer.summary.hasPrefix(expected), "\(path) \(body) \(answer.summary)")
            }
            #expect(try await stage.get("/api/v1/people/\(Self.nobody)", staff).status == 404)
            #expect(try await stage.get("/api/v1/people/duplicates?limit=0", staff).status == 422)
        }
    }

    @Test("A suggestion is merged and undone, or dismissed for good")
    func merge() async throws {
        try await Self.with { stage, staff in
            func suggestions() async throws -> [[String: Any]] {
                try Self.items(try await stage.get("/api/v1/people/duplicates", staff))
            }
            let suggested = try #require(try await suggestions().first)
            #expect(suggested["score"] as? Int == 80)
            #expect(
                suggested["reasons"] as? [String] == ["initials", "same-employer", "same-country"])

            let body = #"{"keep":"\#(Self.one)","absorb":"\#(Self.other)","reason":"Same"}"#
            let merged = try await Self.send(stage, "merges", body, staff)
            #expect(merged.status == 201)
            let id = try #require(try Self.json(merged)["id"] as? String)
            #expect(
                try await Self.send(stage, "merges", body, staff).summary == "409 already-merged")
            #expect(try await suggestions().isEmpty)
            let kept = try Self.json(try await stage.get("/api/v1/people/\(Self.one)", staff))
            #expect((kept["participations"] as? [Any])?.count == 1)
            #expect((kept["merges"] as? [[String: Any]])?.first?["id"] as? String == id)
            let absorbed = try Self.json(try await stage.get("/api/v1/people/\(Self.other)", staff))
            #expect(absorbed["merged_into"] as? String == Self.one)

            #expect(try await Self.send(stage, "merges/\(id)/undo", "", staff).status == 204)
            let again = try await Self.send(stage, "merges/\(id)/undo", "", staff)
            #expect(again.summary == "409 already-undone")
            #expect(try await suggestions().count == 1)

            let pair = #"{"one":"\#(Self.one)","other":"\#(Self.other)"}"#
            #expect(try await Self.send(stage, "dismissals", pair, staff).status == 204)
            #expect(try await suggestions().isEmpty)
        }
    }
}
