import Foundation
import Postgres
import Testing
import TrainingRegistry

@testable import RegistryHTTP

@Suite(.timeLimit(.minutes(10))) struct NominationPagesTests {
    static let person = [
        "given_name": "Ada", "family_name": "Lepa", "email": "ada@example.org",
        "sector": "police", "country": "EE",
    ]

    /// Lends a desk with a meeting of the Expert Group and a focal point of Estonia.
    static func with(
        _ body: @escaping @Sendable (CoordinatorDesk) async throws -> Void
    ) async throws {
        try await CoordinatorDesk.with { desk in
            try await desk.stage.change(
                """
                INSERT INTO event (code, kind, title, summary, admission, starts_on, ends_on,
                    time_zone, is_online, capacity, published_at)
                VALUES ('group', 'expert-group-meeting', 'Group', 'Meets', 'nomination',
                    '2027-06-01', '2027-06-02', 'Europe/Riga', true, 12, '2026-01-01')
                """)
            _ = try await desk.document(
                "PUT", "/api/v1/focal-points",
                """
                {"member":"EE","name":"Eha","email":"eha@example.org","from":"2020-01-01"}
                """)
            try await body(desk)
        }
    }

    static let invitation = """
        {"deadline":"2027-05-01T09:00:00Z","members":[{"member":"EE","seats":1}]}
        """

    @Test(
        "Without a staff token nothing of it is done or shown",
        arguments: [
            ("GET", "/roster"), ("PUT", "/roster"), ("GET", "/focal-points"),
            ("PUT", "/focal-points"), ("GET", "/mandates"), ("GET", "/events/group/chair"),
            ("PUT", "/events/group/chair"), ("GET", "/events/group/present-by-state"),
            ("GET", "/events/group/nominations"), ("POST", "/events/group/nominations"),
            ("PUT", "/events/group/nominations"), ("POST", "/events/group/nominations/EE"),
            ("DELETE", "/events/group/nominations/EE/links"),
            ("PUT", "/events/group/nominations/EE/\(UUID())"),
            ("DELETE", "/events/group/nominations/EE/\(UUID())"),
        ])
    func closed(method: String, path: String) async throws {
        try await ServiceStage.with { stage in
            let head = """
                \(method) /api/v1\(path) HTTP/1.1\r\nHost: 127.0.0.1:8080\r
                Content-Type: application/json\r\nContent-Length: 2\r\n\r\n{}
                """
            let response = try await stage.answer(Array(head.utf8))

            #expect(response.status == 401)
        }
    }

    @Test("From the invitation over the focal point's link to the nominee's seat")
    func life() async throws {
        try await Self.with { desk in
            let stage = desk.stage
            let base = "/api/v1/events/group/nominations"
            #expect(try await desk.send("POST", base, Self.invitation).status == 200)
            let link = try #require(try await stage.mailedToken("nomination-invitation"))

            let empty = try await stage.get("/nominate/\(link)")
            #expect(empty.status == 200 && empty.text.contains("1 seat is kept for Estonia"))
            #expect(empty.text.contains("noindex"))
            let cut = try await stage.get("/nominate/\(link.dropLast())")
            #expect(cut.status == 404)
            let foreign = try await stage.form("/nominate/\(link)", Self.person, site: "cross-site")
            #expect(foreign.status == 403)
            let wrong = try await stage.form("/nominate/\(link)", ["given_name": "Ada"])
            #expect(wrong.status == 422 && wrong.text.contains("There is a problem"))
            let named = try await stage.form("/nominate/\(link)", Self.person)
            #expect(named.status == 303)
            let again = try await stage.form("/nominate/\(link)", Self.person)
            #expect(again.status == 409 && again.text.contains("nominated for the event already"))
            let other = Self.person.merging(["email": "bea@example.org"]) { $1 }
            #expect(try await stage.form("/nominate/\(link)", other).status == 303)

            let own = try await desk.told(
                """
                SELECT parameters ->> 'token' FROM outbox
                WHERE template = 'nomination-notice' AND recipient = 'ada@example.org'
                """)
            let page = try await stage.get("/nominated/\(own)")
            #expect(page.status == 200 && page.text.contains("value=\"Lepa\""))
            var confirmed = Self.person.merging(["notice": PrivacyPage.version]) { $1 }
            confirmed["email"] = nil
            let done = try await stage.form("/nominated/\(own)", confirmed)
            #expect(done.status == 303)
            #expect(try await stage.get("/nominated/\(own)").text.contains("have a seat"))

            let present = try await desk.send("GET", "/api/v1/events/group/present-by-state")
            #expect(
                present.text.contains(
                    """
                    {"member":"EE","name":"Estonia","seats":1,"confirmed":1,"present":0,"vacant":0}
                    """))
            stage.clock = try Date("2027-05-01T09:00:00Z", strategy: .iso8601)
            let late = try await stage.form("/nominate/\(link)", Self.person)
            #expect(late.status == 409)
            let closed = try await stage.get("/nominate/\(link)")
            #expect(closed.text.contains("The deadline was") && !closed.text.contains("<form"))
        }
    }

    @Test("A coordinator nominates, ranks, substitutes and withdraws for a focal point")
    func coordinator() async throws {
        try await Self.with { desk in
            let base = "/api/v1/events/group/nominations"
            #expect(
                try await desk.send("PUT", base, #"{"deadline":"2027-05-01T09:00:00Z"}"#).summary
                    == "409 no-round")
            #expect(
                try await desk.send("POST", base, #"{"deadline":"soon"}"#).summary
                    == "422 invalid-fields /deadline bad-instant, /members one-of-two")
            _ = try await desk.document("POST", base, Self.invitation)
            for (name, email) in [("Ada", "ada"), ("Bea", "bea")] {
                let json = """
                    {"given_name":"\(name)","family_name":"L","email":"\(email)@example.org",
                    "sector":"police","country":"EE"}
                    """
                #expect(try await desk.send("POST", base + "/EE", json).status == 200)
            }
            let second = try await desk.told(
                "SELECT id FROM nomination WHERE given_name = 'Bea'")
            let moved = try await desk.send("PUT", base + "/EE/\(second)", #"{"move":"up"}"#)
            #expect(moved.status == 200)
            #expect(
                try await desk.told(
                    "SELECT rank FROM nomination WHERE given_name = 'Bea'") == "1")
            #expect(try await desk.send("DELETE", base + "/EE/\(second)").status == 200)
            #expect(
                try await desk.send("DELETE", base + "/EE/\(second)").summary
                    == "409 nomination-over")
            #expect(try await desk.send("DELETE", base + "/EE/links").status == 200)
            #expect(try await desk.send("DELETE", base + "/EE/links").status == 404)
            let audited = try await desk.told(
                "SELECT string_agg(action, ' ' ORDER BY id) FROM audit WHERE subject = 'nomination'"
            )
            #expect(audited == "nominate nominate up withdraw")
        }
    }

    @Test("The roster of a day has names for coordinators and none for the public")
    func roster() async throws {
        try await Self.with { desk in
            let roster = try await desk.send("GET", "/api/v1/roster?on=2016-07-01")
            #expect(roster.text.hasPrefix(#"{"on":"2016-07-01","presidency":"IS""#))
            #expect(roster.text.contains("Kadri Lepasaar"))
            let open = try await desk.stage.get("/api/v1/members?on=2016-07-01")
            #expect(!open.text.contains("Kadri"))
            let chair = try await desk.send("GET", "/api/v1/events/group/chair")
            #expect(
                chair.text
                    == #"{"member":"IS","name":"Iceland","is_overridden":false,"reason":null}"#)
            let other = try await desk.send(
                "PUT", "/api/v1/events/group/chair", #"{"member":"SE","reason":"Illness"}"#)
            #expect(other.text.contains(#""member":"SE""#))
            let years = try await desk.send("GET", "/api/v1/mandates")
            #expect(years.text.contains(#""standing":"short""#))
        }
    }
}
