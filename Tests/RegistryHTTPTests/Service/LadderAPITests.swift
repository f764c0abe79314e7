import Foundation
import Testing
import TrainingRegistry

@testable import RegistryHTTP

@Suite struct LadderAPITests {
    static let trainee = "00000000-0000-4000-8000-000000000001"
    static let participation = "30000000-0000-4000-8000-000000000001"
    static let event = "/api/v1/events/audtrain-riga"
    static let programme = "/api/v1/programmes/audtrain"

    /// Somebody who attended a training, and people of it and of another one that were held.
    static let people = """
        INSERT INTO person (id, token, given_name, family_name, email, email_folded, sector,
            country, created_at)
        SELECT ('00000000-0000-4000-8000-' || lpad(n::text, 12, '0'))::uuid,
               ('10000000-0000-4000-8000-' || lpad(n::text, 12, '0'))::uuid, 'Ada', 'Person ' || n,
               n || '@example.org', n || '@example.org', 'police', 'LV', '2026-01-01'
        FROM generate_series(1, 3) AS n;
        INSERT INTO participation (id, event_id, created_at)
        SELECT ('30000000-0000-4000-8000-' || lpad(n::text, 12, '0'))::uuid, event.id, '2026-03-01'
        FROM (VALUES (1, 'audtrain-riga'), (2, 'audtrain-riga-2016'), (3, 'audtrain-zagreb-2016'),
                     (4, 'audtrain-zagreb-2016')) AS p (n, event)
        JOIN event ON event.code = p.event;
        INSERT INTO participation_fact (participation_id, person_token, status, role, country,
            sector, actor, occurred_at, recorded_at)
        SELECT ('30000000-0000-4000-8000-' || lpad(n::text, 12, '0'))::uuid,
               ('10000000-0000-4000-8000-' || lpad(person::text, 12, '0'))::uuid, 'confirmed',
               'participant', 'LV', 'police', 'system', '2026-03-01', '2026-03-01'
        FROM (VALUES (1, 1), (2, 2), (3, 2), (4, 3)) AS f (n, person);
        INSERT INTO attendance (event_id, session_id, participation_id, status, actor, occurred_at,
            recorded_at)
        SELECT event_id, id, '\(participation)', 'present', 'system', starts_at, '2026-03-01'
        FROM session WHERE event_id = (SELECT id FROM event WHERE code = 'audtrain-riga');
        """

    @Test("Coordinators set a rule, record steps, invite and end; the person answers on a page")
    func climb() async throws {
        try await CoordinatorDesk.with { desk in
            try await desk.stage.change(Self.people)
            let rule = try await desk.document(
                "PUT", "\(Self.event)/completion-rule", #"{"needs_assignment":true}"#)
            #expect(rule["attended_percent"] as? Int == 80)
            #expect(rule["needs_assignment"] as? Bool == true)
            let body = #"{"person":"\#(Self.trainee)","reason":"Well done"}"#
            let invite = "\(Self.programme)/trainers/invite"
            #expect(try await desk.send("POST", invite, body).summary == "409 not-completed")
            let step = """
                {"steps":[{"participation":"\(Self.participation)","step":"assignment",\
                "outcome":"done"}]}
                """
            let steps = try await desk.send("POST", "\(Self.event)/completion-steps", step)
            #expect(steps.text.contains(#""answer":"recorded""#))
            let list = try await desk.send("GET", "\(Self.event)/completions").text
            #expect(list.contains(#""completed":true,"missing":[]"#))

            #expect(try await desk.send("POST", invite, body).status == 200)
            #expect(try await desk.send("POST", invite, body).summary == "409 illegal-move")
            let token = try #require(try await desk.stage.mailedToken("trainer-invited"))
            let page = "/my/\(token)/trainer"
            #expect(try await desk.stage.get(page).text.contains("value=\"accept\""))
            let answer = ["programme": "audtrain", "answer": "accept"]
            #expect(try await desk.stage.form(page, answer)["Location"] == page)
            #expect(try await desk.stage.get(page).text.contains("You are a trainer"))
            #expect(try await desk.stage.get("/my/\(AccessToken())/trainer").status == 404)
            #expect(try await desk.stage.form(page, answer, site: "cross-site").status == 403)
            let trainers = "\(Self.programme)/trainers?rung=trainer"
            #expect(try await desk.send("GET", trainers).text.contains(Self.trainee))

            let end = "\(Self.programme)/trainers/end"
            #expect(try await desk.send("POST", end, body).status == 200)
            let left = try await desk.send("GET", trainers).text
            #expect(!left.contains(Self.trainee))
            #expect(
                try await desk.told(
                    "SELECT count(*) FROM audit WHERE actor LIKE 'token:%' AND via IS NULL") == "4")
        }
    }

    @Test("An indirect event is held by a trainer of the programme, and counted apart")
    func indirect() async throws {
        try await CoordinatorDesk.with { desk in
            try await desk.stage.change(Self.people)
            let path = "/api/v1/events/audtrain-national"
            let event = """
                {"code":"audtrain-national","kind":"training","title":"National training",\
                "summary":"Held by trainers","admission":"invitation","programme":"audtrain",\
                "reach":"indirect","time_zone":"Europe/Riga","starts_on":"2026-01-10",\
                "ends_on":"2026-01-10","country":"LV"}
                """
            let made = try await desk.document("POST", "/api/v1/events", event)
            #expect(made["reach"] as? String == "indirect")
            #expect(try await desk.send("POST", "\(path)/publish").status == 200)
            #expect(try await desk.send("POST", "\(path)/hold").summary == "409 trainer-missing")
            let trainer = #"{"person":"\#(Self.trainee)","role":"trainer"}"#
            let add = "\(path)/participations"
            #expect(try await desk.send("POST", add, trainer).status == 201)
            #expect(try await desk.send("POST", add, trainer).summary == "409 takes-part-already")
            let guest = #"{"person":"\#(Self.trainee)","role":"participant"}"#
            let refused = try await desk.send("POST", add, guest)
            #expect(refused.summary == "409 role-takes-a-seat")
            #expect(refused.text.contains(#""allowed":["trainer","speaker""#))
            #expect(try await desk.send("POST", "\(path)/hold").summary == "409 trainer-missing")
            try await desk.stage.change(
                """
                INSERT INTO trainer_standing (programme_id, person_token, standing, actor,
                    occurred_at, recorded_at)
                SELECT programme.id, person.token, 'trainer', 'system', '2026-01-01', '2026-01-01'
                FROM person, programme
                WHERE person.id = '\(Self.trainee)' AND programme.code = 'audtrain'
                """)
            #expect(try await desk.send("POST", "\(path)/hold").status == 200)

            let before = try await desk.send("GET", "\(Self.programme)/reach").text
            for people in [30, 25] {
                let count =
                    #"{"country":"LV","sector":"police","people":\#(people),"source":"Its report"}"#
                let sent = try await desk.send("POST", "\(path)/indirect-counts", count)
                #expect(sent.status == 204)
            }
            let direct = #"{"country":"LV","sector":"police","people":1,"source":"No"}"#
            let wrong = try await desk.send(
                "POST", "/api/v1/events/audtrain-riga-2016/indirect-counts", direct)
            #expect(wrong.summary == "409 not-indirect")
            let unknown = #"{"country":"XX","sector":"none-such","people":-1,"source":""}"#
            #expect(
                try await desk.send("POST", "\(path)/indirect-counts", unknown).status == 422)

            let reach = try await desk.send("GET", "\(Self.programme)/reach").text
            // One of the two people was in both trainings, and is one.
            #expect(reach.hasPrefix(#"{"direct":{"people":2,"events":"#))
            #expect(before.contains(#""indirect":{"people":0,"named":0,"counted":0,"events":1}"#))
            #expect(reach.contains(#""indirect":{"people":25,"named":0,"counted":25,"events":1}"#))
            #expect(
                reach.contains(
                    #"{"event":"audtrain-national","reach":"indirect","people":25}"#))
        }
    }

    @Test(
        "Only who has a token gets in, and what does not exist is not found",
        arguments: [
            ("GET", "/api/v1/events/none-such/completion-rule", "404 not-found"),
            ("GET", "/api/v1/events/none-such/completions", "404 not-found"),
            ("GET", "/api/v1/programmes/none-such/trainers", "404 not-found"),
            ("GET", "/api/v1/programmes/none-such/reach", "404 not-found"),
            (
                "GET", "/api/v1/programmes/audtrain/trainers?rung=x",
                "422 invalid-fields /rung unknown-value"
            ),
        ])
    func refused(method: String, target: String, summary: String) async throws {
        try await CoordinatorDesk.with { desk in
            let answer = try await desk.send(method, target)
            let locked = try await desk.stage.get(target)

            #expect(answer.summary == summary)
            #expect(locked.status == 401)
        }
    }
}
