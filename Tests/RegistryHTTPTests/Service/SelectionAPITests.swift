import Foundation
import Postgres
import Testing
import TrainingRegistry

@testable import RegistryHTTP

@Suite(.timeLimit(.minutes(10))) struct SelectionAPITests {
    static let base = "/api/v1/events/small"

    @Test(
        "Without a staff token nothing of it is done or shown",
        arguments: [
            ("GET", "/seats"), ("PUT", "/seats"), ("PUT", "/quotas"), ("PUT", "/targets"),
            ("POST", "/seats/keep"), ("POST", "/seats/1/free"), ("POST", "/seats/1/substitute"),
            ("GET", "/interests"), ("GET", "/interests/\(UUID())/why"), ("POST", "/moves"),
            ("GET", "/matrix"), ("POST", "/matrix"),
        ])
    func closed(method: String, path: String) async throws {
        try await ServiceStage.with { stage in
            let response = try await stage.ask(method, Self.base + path, "{}", token: nil)

            #expect(response.status == 401)
        }
    }

    @Test("A group is chosen, offered seats, and told apart row by row")
    func selection() async throws {
        try await SelectionStage.with { stage in
            let ids = try await stage.express(["Ada", "Bea", "Cia"])

            let seats = try await stage.put("/seats", #"{"seats":2,"offer_hours":24}"#)
            #expect(seats.status == 200)
            let quotas = #"{"quotas":[{"dimension":"country","value":"LV","seats_max":2}]}"#
            #expect(try await stage.put("/quotas", quotas).status == 200)
            let targets = """
                {"targets":[{"rule":"country-min","value":"EE","people":1},
                {"rule":"organisation-max","people":2}]}
                """
            #expect(try await stage.put("/targets", targets).status == 200)
            let wrong = """
                {"quotas":[{"dimension":"country","value":"XX","seats_max":2},
                {"dimension":"organisation","value":"cbss","seats_max":2}]}
                """
            #expect(
                try await stage.put("/quotas", wrong).summary
                    == "422 invalid-fields /quotas/0/value unknown-value, "
                    + "/quotas/1/value unknown-value")
            let matrix = try await stage.get("/matrix?interest=\(ids[0])&interest=\(ids[1])")
            #expect(
                matrix.text.hasSuffix(
                    """
                    "choices":[{"interest":"\(ids[0])","breaks":[]},\
                    {"interest":"\(ids[1])","breaks":["country-min:EE"]}]}
                    """))
            let moves = """
                {"decision":"Two years on the border.","moves":[
                {"interest":"\(ids[0])","to":"offered","reason":"first"},
                {"interest":"\(ids[1])","to":"accepted"},
                {"interest":"\(UUID())","to":"offered"},
                {"interest":"\(ids[1])","to":"offered"},
                {"interest":"\(ids[2])","to":"offered"}]}
                """
            let moved = try await stage.post("/moves", moves)
            #expect(moved.status == 200)
            let until = DateWords.second(stage.clock + 86_400)
            #expect(
                try moved.words("items", "code") == [
                    "null", "not-allowed", "unknown-interest", "null", "quota-full",
                ])
            #expect(moved.text.contains(#""expires_at":"\#(until)""#))

            let offered = try await stage.get("/interests?status=offered&country=LV")
            #expect(try offered.words("items", "given_name") == ["Ada", "Bea"])
            let page = try await stage.get("/interests?limit=2")
            let next = try #require(page.json["next"] as? String)
            let rest = try await stage.get("/interests?limit=2&cursor=\(next)")
            #expect(try rest.words("items", "given_name") == ["Cia"])

            let why = try await stage.get("/interests/\(ids[0])/why")
            #expect(why.json["seat"] as? Int == 1)
            #expect(try why.words("history", "status") == ["received", "offered"])
            #expect(try why.words("history", "decision").last == "Two years on the border.")
        }
    }

    @Test("An offer is accepted on the person's own page, and the page says the seat")
    func ownPage() async throws {
        try await SelectionStage.with { stage in
            let ids = try await stage.express(["Ada"])
            _ = try await stage.put("/seats", #"{"seats":1}"#)
            let move = #"{"moves":[{"interest":"\#(ids[0])","to":"offered"}]}"#
            _ = try await stage.post("/moves", move)
            let token = try #require(try await stage.room.mailedToken("seat-offered"))
            let page = try await stage.room.get("/my/\(token)", "Accept: text/html")
            #expect(page.text.contains("A seat is offered to you. It is kept until"))
            #expect(page.text.contains(#"action="/my/\#(token)/offer""#))

            let bad = try await stage.room.form(
                "/my/\(token)/offer", ["interest": ids[0], "answer": "perhaps"])
            #expect(bad.status == 422)
            let answer = try await stage.room.form(
                "/my/\(token)/offer", ["interest": ids[0], "answer": "accept"])
            #expect(answer["Location"] == "/my/\(token)?done=accepted")
            let cross = try await stage.room.form(
                "/my/\(token)/offer", ["interest": ids[0], "answer": "decline"], site: "cross-site")
            #expect(cross.status == 403)
            let after = try await stage.room.get("/my/\(token)?done=accepted", "Accept: text/html")
            #expect(after.text.contains("You have seat 1."))
        }
    }

    @Test("A session with fewer places than the event has seats fills up by itself")
    func sessions() async throws {
        try await SelectionStage.with { stage in
            let ids = try await stage.express(["Ada", "Bea"])
            _ = try await stage.put("/seats", #"{"seats":2}"#)
            for status in ["offered", "accepted"] {
                let moves = ids.map { #"{"interest":"\#($0)","to":"\#(status)"}"# }
                _ = try await stage.post(
                    "/moves", #"{"moves":[\#(moves.joined(separator: ","))]}"#)
            }
            let people = try await stage.get("/seats").words("items", "participation")
            let session = "0d0e0f00-0000-4000-8000-000000000001"
            try await stage.room.change(
                """
                INSERT INTO session (id, event_id, title, starts_at, ends_at)
                SELECT '\(session)', id, 'Lab', now() + interval '30 days',
                       now() + interval '31 days' FROM event WHERE code = 'small'
                """)
            let path = "/api/v1/sessions/\(session)/places"
            let ask = { (method: String, path: String, json: String?) in
                try await stage.room.ask(method, path, json, token: stage.token).summary
            }

            #expect(try await ask("PUT", path, #"{"places":1}"#) == "204")
            let first = #"{"participation":"\#(people[0])"}"#
            #expect(try await ask("POST", path, first) == "204")
            #expect(try await ask("POST", path, first) == "204")
            let second = #"{"participation":"\#(people[1])"}"#
            #expect(try await ask("POST", path, second) == "409 full")
            #expect(try await ask("PUT", path, #"{"places":0}"#) == "409 seats-taken")
            #expect(try await ask("DELETE", "\(path)/\(people[0])", nil) == "204")
            #expect(try await ask("DELETE", "\(path)/\(people[0])", nil) == "404 not-found")
            #expect(try await ask("POST", path, second) == "204")
            #expect(try await stage.room.ask("POST", path, second, token: nil).status == 401)
        }
    }

    @Test("Seats are kept, freed and substituted by their numbers; what cannot be is 409 or 404")
    func seats() async throws {
        try await SelectionStage.with { stage in
            let ids = try await stage.express(["Ada", "Bea"])
            _ = try await stage.put("/seats", #"{"seats":2}"#)
            let keep = try await stage.post("/seats/keep", #"{"member":"EE","seats":1}"#)
            #expect(keep.status == 200)
            let organisation = #"{"organisation":"state-border-guard-latvia","seats":2}"#
            #expect(try await stage.post("/seats/keep", organisation).summary == "409 no-seat-free")
            #expect(
                try await stage.post("/seats/keep", #"{"organisation":"nobody","seats":1}"#).summary
                    == "409 unknown-holder")
            #expect(
                try await stage.post("/seats/keep", #"{"seats":1}"#).summary
                    == "422 invalid-fields /member one-holder")
            let moves = #"{"moves":[{"interest":"\#(ids[0])","to":"offered"}]}"#
            _ = try await stage.post("/moves", moves)
            let accept = #"{"moves":[{"interest":"\#(ids[0])","to":"accepted"}]}"#
            _ = try await stage.post("/moves", accept)

            let person = """
                {"given_name":"Dea","family_name":"Ozola","email":"dea@example.org",
                "sector":"police","country":"LV"}
                """
            let wrong = person.replacing("\"Dea\"", with: "\"1\", \"reason\": \"ill\"")
            #expect(
                try await stage.post("/seats/2/substitute", wrong).summary
                    == "422 invalid-fields /given_name not-a-name")
            let substituted = try await stage.post("/seats/2/substitute", person)
            #expect(substituted.status == 200)
            #expect(try substituted.words("items", "state") == ["free", "taken"])
            #expect(
                try await stage.post("/seats/1/substitute", person).summary
                    == "409 seat-is-free")
            #expect(try await stage.post("/seats/2/free", #"{"reason":"ill"}"#).status == 200)
            #expect(try await stage.post("/seats/3/free", "{}").status == 404)
            #expect(try await stage.post("/seats/x/free", "{}").status == 404)
            #expect(
                try await stage.room.ask(
                    "PUT", "/api/v1/events/nowhere/seats", #"{"seats":2}"#,
                    token: stage.token
                ).status == 404)
            #expect(
                try await stage.put("/seats", #"{"seats":0,"rows":1}"#).summary
                    == "422 invalid-fields /seats out-of-range, /rows unknown-member")
        }
    }
}

/// A service with an event that chooses among those interested, and somebody of the staff.
final class SelectionStage {
    let room: ServiceStage
    let token: AccessToken
    var clock: Date { room.clock }

    static func with(
        _ body: @escaping @Sendable (SelectionStage) async throws -> Void
    ) async throws {
        try await ServiceStage.with { room in
            try await room.change(
                """
                INSERT INTO event (code, kind, title, summary, admission, starts_on, ends_on,
                    time_zone, is_online, published_at)
                VALUES ('small', 'training', 'Small', 'x', 'selection', current_date + 30,
                    current_date + 30, 'Europe/Riga', true, now() - interval '1 day')
                """)
            let token = AccessToken()
            _ = try await room.database.createStaffToken(
                TokenLabel(parsing: "selection"), secret: token, now: room.clock, days: 1)
            try await body(SelectionStage(room, token))
        }
    }

    private init(_ room: ServiceStage, _ token: AccessToken) {
        self.room = room
        self.token = token
    }

    /// Has people express an interest and confirm it; their ids in lower case.
    func express(_ names: [String]) async throws -> [String] {
        try await room.change(
            """
            WITH names AS (SELECT * FROM unnest('{\(names.joined(separator: ","))}'::text[])
                WITH ORDINALITY AS n (name, at)),
            p AS (
                INSERT INTO person (given_name, family_name, email, email_folded, sector, country,
                    created_at)
                SELECT name, 'Ozola', lower(name) || '@example.org', lower(name) || '@example.org',
                       'police', 'LV', now()
                FROM names RETURNING *
            ), i AS (
                INSERT INTO interest (id, event_id, person_id, given_name, family_name, email,
                    email_folded, sector, country, notice, received_at, confirmed_at)
                SELECT gen_random_uuid(), event.id, p.id, given_name, family_name, email,
                       email_folded, sector, p.country, '2026-11',
                       '2026-11-01'::date + names.at::integer, '2026-11-10'
                FROM p JOIN names ON names.name = p.given_name, event WHERE event.code = 'small'
                RETURNING id
            )
            INSERT INTO interest_status (interest_id, status, actor, occurred_at)
            SELECT id, 'received', 'person', '2026-11-10' FROM i
            """)
        let event = try Code(parsing: "small")
        return try await room.database.candidates(ListCandidates(event: event)).lines
            .map { $0.id.uuidString.lowercased() }
    }

    func get(_ path: String) async throws -> Response {
        try await room.ask("GET", SelectionAPITests.base + path, nil, token: token)
    }

    func put(_ path: String, _ json: String) async throws -> Response {
        try await room.ask("PUT", SelectionAPITests.base + path, json, token: token)
    }

    func post(_ path: String, _ json: String) async throws -> Response {
        try await room.ask("POST", SelectionAPITests.base + path, json, token: token)
    }
}

extension ServiceStage {
    /// Asks the coordinators' API with a token or none.
    func ask(
        _ method: String, _ target: String, _ json: String?, token: AccessToken?
    ) async throws -> Response {
        var head = "\(method) \(target) HTTP/1.1\r\nHost: 127.0.0.1:8080\r\n"
        if let token { head += "Authorization: Bearer \(token)\r\n" }
        if let json, method != "GET" {
            head += "Content-Type: application/json\r\nContent-Length: \(json.utf8.count)\r\n"
            return try await answer(Array((head + "\r\n" + json).utf8))
        }
        return try await answer(Array((head + "\r\n").utf8))
    }
}

extension Response {
    var json: [String: Any] {
        (try? JSONSerialization.jsonObject(with: Data(body)) as? [String: Any]) ?? [:]
    }

    /// One member of every object in a list, as text.
    func words(_ list: String, _ member: String) throws -> [String] {
        let objects = try #require(json[list] as? [[String: Any]])
        return objects.map { object in
            guard let value = object[member], !(value is NSNull) else { return "null" }
            return "\(value)"
        }
    }
}
