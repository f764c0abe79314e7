import Foundation
import Testing
import TrainingRegistry

@testable import RegistryHTTP

@Suite struct EventPlanningTests {
    /// A training of two days over the change to summer time.
    static let plan = """
        {"code": "audits-in-march", "kind": "training", "title": "Audits, \\"day and night\\"",
         "summary": "Two days on audits.", "programme": "audtrain", "admission": "selection",
         "languages": ["en", "lv"], "capacity": 24, "audience": ["police", "ngo"],
         "topics": ["alternative-care"], "time_zone": "Europe/Riga", "venue": "Training centre",
         "city": "Riga", "country": "lv", "closes_at": "2099-03-01T00:00",
         "sessions": [
           {"title": "Before", "starts_at": "2099-03-28T09:00", "ends_at": "2099-03-28T17:00"},
           {"title": "After", "starts_at": "2099-03-29T09:00", "ends_at": "2099-03-29T12:00"}]}
        """

    @Test("A draft is for coordinators alone; once published everybody reads it")
    func publishing() async throws {
        try await CoordinatorDesk.with { desk in
            let made = try await desk.send("POST", "/api/v1/events", Self.plan)
            #expect(made.status == 201, "\(made.summary)")
            #expect(made["Location"] == "/api/v1/staff/events/audits-in-march")
            try await desk.stage.service.holder.reload()
            #expect(try await desk.stage.get("/api/v1/events/audits-in-march").status == 404)
            #expect(try await desk.stage.get("/api/v1/staff/events").status == 401)

            let draft = try await desk.document("GET", "/api/v1/staff/events/audits-in-march")
            #expect(draft["state"] as? String == "draft")
            #expect(draft["country"] as? String == "LV")
            #expect(draft["starts_on"] as? String == "2099-03-28")
            #expect(draft["ends_on"] as? String == "2099-03-29")
            let sessions = try #require(draft["sessions"] as? [[String: Any]])
            // Riga is two hours ahead of UTC before the change, and three after it.
            #expect(
                sessions.map { $0["starts_at"] as? String } == [
                    "2099-03-28T07:00:00Z", "2099-03-29T06:00:00Z",
                ])

            let published = try await desk.document(
                "POST", "/api/v1/events/audits-in-march/publish")
            #expect(published["state"] as? String == "published")
            #expect(published["revision"] as? Int == 1)
            #expect(published["sequence"] as? Int == 0)
            try await desk.stage.service.holder.reload()
            let seen = try await desk.stage.get("/api/v1/events/audits-in-march")
            #expect(seen.text.contains("Audits, \\\"day and night\\\""))
            #expect(
                try await desk.told(
                    """
                    SELECT string_agg(action || ' ' || split_part(actor, ':', 1), ', ' ORDER BY id)
                    FROM audit
                    """
                )
                    == "create token, publish token")
        }
    }

    @Test("Everything that is wrong with a plan is said at once, each with its place")
    func complaints() async throws {
        try await CoordinatorDesk.with { desk in
            let answer = try await desk.send(
                "POST", "/api/v1/events",
                """
                {"code": "A", "kind": "party", "programme": "nothing", "phase": "audtrain-2",
                 "admission": "open", "capacity": 0, "languages": ["en", "xx"],
                 "audience": ["police", "pirates"], "grants": [
                   {"grant": "no-grant", "share": "0.7"}, {"grant": "no-grant", "share": "0.4"}],
                 "time_zone": "Europe/Riga", "venue": "Somewhere", "closes_at": "soon",
                 "opens_at": "2099-03-29T03:30", "colour": "red", "sessions": [
                   {"title": "One", "starts_at": "2099-05-01T09:00", "ends_at": "2099-05-01T17:00"},
                   {"title": "", "starts_at": "2099-05-02T09:00", "ends_at": "2099-05-02T08:00"}]}
                """)

            #expect(
                answer.summary == """
                    422 invalid-fields /code bad-code, /kind unknown-value, /title missing, \
                    /grants/1/grant repeated, /grants more-than-the-whole, \
                    /capacity out-of-range, /sessions/1/title empty, \
                    /opens_at no-such-time, /closes_at bad-time, \
                    /programme unknown-programme, /phase unknown-phase-of-programme, \
                    /languages/1 unknown-language, /audience/1 unknown-sector, \
                    /grants/0/grant unknown-grant, /grants/1/grant unknown-grant, \
                    /colour unknown-member
                    """)
        }
    }

    @Test(
        "Times and places of one plan have to fit together",
        arguments: [
            (#"{"ends_on": "2099-03-27"}"#, "/ends_on ends-before-it-starts"),
            (#"{"starts_on": "2099-03-29"}"#, "/sessions/0/starts_at outside-the-event"),
            (#"{"city": ""}"#, "/city missing"), (#"{"country": null}"#, "/country missing"),
            (#"{"opens_at": "2099-03-02T00:00"}"#, "/closes_at closes-before-it-opens"),
            (#"{"time_zone": "GMT+3"}"#, "/time_zone unknown-time-zone"),
            (#"{"country": "XX"}"#, "/country unknown-country"),
            (#"{"date_precision": "month"}"#, "/date_precision days-do-not-fit"),
            (#"{"series": "no-series"}"#, "/series unknown-series"),
            (
                """
                {"sessions": [{"title": "a", "starts_at": "2099-03-28T09:00Z",
                               "ends_at": "2099-03-28T09:00Z"}]}
                """,
                "/sessions/0/ends_at ends-before-it-starts"
            ),
            (#"{"sessions": [7]}"#, "/sessions/0 wrong-type"),
        ])
    func fitting(change: String, expected: String) async throws {
        try await CoordinatorDesk.with { desk in
            let plan = try JSONSerialization.jsonObject(with: Data(Self.plan.utf8))
            let changes = try JSONSerialization.jsonObject(with: Data(change.utf8))
            let merged = try (#require(plan as? [String: Any]))
                .json(changing: try #require(changes as? [String: Any]))

            let answer = try await desk.send("POST", "/api/v1/events", merged)

            #expect(answer.summary.hasPrefix("422 invalid-fields \(expected)"), "\(answer.summary)")
        }
    }

    @Test("What was read can be changed and sent back, once")
    func editing() async throws {
        try await CoordinatorDesk.with { desk in
            _ = try await desk.send("POST", "/api/v1/series", #"{"code": "s1", "title": "One"}"#)
            let draft = try await desk.document("POST", "/api/v1/events", Self.plan)
            var sessions = try #require(draft["sessions"] as? [[String: Any]])
            let kept = sessions[0]["id"] as? String
            sessions.remove(at: 1)
            sessions[0]["title"] = "Only"
            sessions.append([
                "title": "New", "starts_at": "2099-03-29T10:00Z", "ends_at": "2099-03-29T11:00Z",
            ])
            let text = try draft.json(changing: [
                "title": "Audits", "sessions": sessions, "series": "s1", "audience": ["ngo"],
                "grants": [["grant": "audtrain-2-commission", "share": "0.25"]],
            ])

            let first = try await desk.send("PUT", "/api/v1/events/audits-in-march", text)
            let second = try await desk.send("PUT", "/api/v1/events/audits-in-march", text)

            #expect(second.summary == "409 changed-meanwhile")
            let edited = try #require(
                try JSONSerialization.jsonObject(with: Data(first.body)) as? [String: Any])
            #expect(edited["audience"] as? [String] == ["ngo"], "\(first.summary)")
            let now = try #require(edited["sessions"] as? [[String: Any]])
            #expect(now.map { $0["title"] as? String } == ["Only", "New"])
            #expect(now[0]["id"] as? String == kept)
            let list = try await desk.document("GET", "/api/v1/staff/events?series=s1")
            #expect((list["items"] as? [[String: Any]])?.count == 1)
        }
    }

    @Test("Whatever changed an event, an edit of what was read before is refused")
    func stale() async throws {
        try await CoordinatorDesk.with { desk in
            let draft = try await desk.document("POST", "/api/v1/events", Self.plan)
            try await desk.stage.change(
                "UPDATE event SET capacity = 9 WHERE code = 'audits-in-march'")

            let answer = try await desk.send(
                "PUT", "/api/v1/events/audits-in-march", try draft.json())

            #expect(answer.summary == "409 changed-meanwhile")
        }
    }

    @Test("A session that has places is not left out")
    func inUse() async throws {
        try await CoordinatorDesk.with { desk in
            let draft = try await desk.document("POST", "/api/v1/events", Self.plan)
            try await desk.stage.change(
                """
                INSERT INTO session_room (session_id, seats)
                SELECT id, 5 FROM session WHERE title = 'After'
                """)
            let sessions = try #require(draft["sessions"] as? [[String: Any]])

            let answer = try await desk.send(
                "PUT", "/api/v1/events/audits-in-march",
                try draft.json(changing: ["sessions": [sessions[0]]]))

            #expect(answer.summary == "409 session-in-use")
            let after = try await desk.document("GET", "/api/v1/staff/events/audits-in-march")
            #expect((after["sessions"] as? [Any])?.count == 2)
        }
    }

    @Test("Coordinators read events of every state page by page, each once")
    func pages() async throws {
        try await CoordinatorDesk.with { desk in
            _ = try await desk.document("POST", "/api/v1/events", Self.plan)
            var seen: [String] = []
            var cursor = ""
            repeat {
                let page = try await desk.document(
                    "GET", "/api/v1/staff/events?limit=7\(cursor)")
                seen += (page["items"] as? [[String: Any]] ?? []).compactMap {
                    $0["code"] as? String
                }
                cursor = (page["next"] as? String).map { "&cursor=\($0)" } ?? ""
            } while !cursor.isEmpty

            let count = try await desk.told("SELECT count(*) FROM event")
            #expect(Set(seen).count == seen.count)
            #expect("\(seen.count)" == count)
            let drafts = try await desk.document("GET", "/api/v1/staff/events?state=draft")
            #expect((drafts["items"] as? [[String: Any]])?.count == 1)
            let wrong = try await desk.send("GET", "/api/v1/staff/events?state=lost&page=2")
            #expect(
                wrong.summary == "422 invalid-fields /state unknown-state, /page unknown-member")
        }
    }

    @Test("A code is given once, and a session belongs to its event")
    func identity() async throws {
        try await CoordinatorDesk.with { desk in
            let draft = try await desk.document("POST", "/api/v1/events", Self.plan)
            let again = try await desk.send("POST", "/api/v1/events", Self.plan)
            #expect(again.summary == "409 code-taken")
            #expect(try await desk.send("PUT", "/api/v1/events/nothing", "{}").status == 404)

            var sessions = try #require(draft["sessions"] as? [[String: Any]])
            sessions[1]["id"] = UUID().uuidString
            let answer = try await desk.send(
                "PUT", "/api/v1/events/audits-in-march",
                try draft.json(changing: ["sessions": sessions, "code": "other-code"]))
            #expect(
                answer.summary
                    == "422 invalid-fields /code code-is-fixed, "
                    + "/sessions/1/id unknown-session-of-event"
            )
        }
    }
}
