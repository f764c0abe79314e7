import Foundation
import Testing
import TrainingRegistry

@testable import RegistryHTTP

@Suite struct EventLifeTests {
    @Test("An event is published when all that people need is there")
    func readiness() async throws {
        try await CoordinatorDesk.with { desk in
            _ = try await desk.document(
                "POST", "/api/v1/events",
                """
                {"code": "bare", "kind": "training", "title": "Bare", "admission": "open",
                 "time_zone": "Europe/Riga", "starts_on": "2099-05-01", "ends_on": "2099-05-02"}
                """)

            let answer = try await desk.send("POST", "/api/v1/events/bare/publish")

            #expect(
                answer.summary == """
                    409 not-ready /summary missing, /country missing, /languages missing, \
                    /sessions missing, /capacity missing
                    """)
        }
    }

    @Test("A move that the state does not allow is refused with those that it allows")
    func illegal() async throws {
        try await CoordinatorDesk.with { desk in
            let draft = try await desk.document("POST", "/api/v1/events", EventPlanningTests.plan)
            let path = "/api/v1/events/audits-in-march"
            let hold = try await desk.send("POST", path + "/hold")
            #expect(hold.summary == "409 illegal-move")
            #expect(hold.text.contains(#""allowed":["edit","publish"]"#))
            let cancel = try await desk.send("POST", path + "/cancel", #"{"sequence": 0}"#)
            #expect(cancel.summary == "409 illegal-move")

            _ = try await desk.document("POST", path + "/publish")
            #expect(try await desk.send("POST", path + "/hold").summary == "409 not-begun")
            #expect(try await desk.send("POST", path + "/publish").summary == "409 illegal-move")
            let moved = try await desk.send(
                "PUT", path, try draft.json(changing: ["city": "Jūrmala", "revision": 1]))
            #expect(moved.summary == "409 schedule-is-announced")
            let poorer = try await desk.send(
                "PUT", path, try draft.json(changing: ["summary": "", "revision": 1]))
            #expect(poorer.summary == "409 not-ready /summary missing")
            let worded = try await desk.send(
                "PUT", path, try draft.json(changing: ["title": "Audits", "revision": 1]))
            #expect(worded.status == 200, "\(worded.summary)")

            #expect(
                try await desk.send("POST", path + "/cancel", #"{"sequence": 0}"#).status == 200)
            let edit = try await desk.send("PUT", path, try draft.json(changing: ["revision": 3]))
            #expect(edit.summary == "409 illegal-move")
            #expect(edit.text.contains(#""allowed":[]"#))
        }
    }

    @Test("A move says what changes; the time or the place that it does not name stays")
    func partly() async throws {
        try await CoordinatorDesk.with { desk in
            _ = try await desk.document("POST", "/api/v1/events", EventPlanningTests.plan)
            let path = "/api/v1/events/audits-in-march"
            let before = try await desk.document("POST", path + "/publish")

            let placed = try await desk.document(
                "POST", path + "/move", #"{"sequence": 0, "city": "Tartu", "country": "EE"}"#)
            let timed = try await desk.document(
                "POST", path + "/move",
                """
                {"sequence": 1, "closes_at": null, "sessions": [
                    {"title": "All", "starts_at": "2099-06-01T09:00",
                     "ends_at": "2099-06-01T17:00"}]}
                """)

            let first = try #require(placed["event"] as? [String: Any])
            #expect(first["city"] as? String == "Tartu")
            #expect(first["venue"] as? String == "")
            #expect(first["closes_at"] as? String == before["closes_at"] as? String)
            #expect(
                try first.json(changing: [:]).contains("2099-03-28T07:00:00Z"))
            let second = try #require(timed["event"] as? [String: Any])
            #expect(second["city"] as? String == "Tartu")
            #expect(second["starts_on"] as? String == "2099-06-01")
            #expect(second["closes_at"] is NSNull)
            #expect(second["sequence"] as? Int == 2)
            let wrong = try await desk.send(
                "POST", path + "/move", #"{"city": "Tartu", "sessions": [], "reason": 7}"#)
            #expect(
                wrong.summary == """
                    422 invalid-fields /sequence missing, /reason wrong-type, \
                    /starts_on missing
                    """)
        }
    }
}
