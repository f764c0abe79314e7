import Foundation
import Testing
import TrainingRegistry

@testable import RegistryHTTP

@Suite(.timeLimit(.minutes(10))) struct InvitationTests {
    static let event = "invited-only"
    static let base = "/api/v1/events/\(event)/invitations"

    /// A desk with a published event of one seat, to which people come by invitation.
    static func with(
        _ body: @escaping @Sendable (CoordinatorDesk) async throws -> Void
    ) async throws {
        try await CoordinatorDesk.with { desk in
            try await desk.stage.change(
                """
                INSERT INTO event (code, kind, title, summary, admission, starts_on, ends_on,
                    time_zone, is_online, capacity, closes_at, published_at)
                VALUES ('\(event)', 'expert-meeting', 'Invited', 'Small', 'invitation',
                    '2099-06-01', '2099-06-02', 'Europe/Riga', true, 1, '2099-05-01',
                    '2026-01-01')
                """)
            try await desk.stage.service.holder.reload()
            try await body(desk)
        }
    }

    static func form(_ stage: ServiceStage, _ token: String) async throws -> [String: String] {
        var typed = try EndpointPagesTests.typed(try await stage.get("/invitations/\(token)"))
        typed["email"] = nil
        return typed
    }

    @Test("Whoever is invited comes by their own link, once, and has the seat; others have no form")
    func flow() async throws {
        try await Self.with { desk in
            let stage = desk.stage
            let body = """
                {"event":"\(Self.event)","given_name":"Ieva","family_name":"Ozola","email":
                "ieva@example.org","sector":"police","country":"LV","notice":
                "\(PrivacyPage.version)"}
                """
            #expect(try await stage.interest(body).summary == "409 event-closed")

            let invited = try await desk.send(
                "POST", Self.base,
                #"{"invitations":[{"email":"Ieva@example.org","given_name":"Ieva"}]}"#)
            #expect(invited.text.contains(#""outcome":"invited""#))
            let token = try #require(try await stage.mailedToken("invitation"))
            let page = try await stage.get("/invitations/\(token)", "Accept: text/html")
            #expect(page.status == 200)
            #expect(page.text.contains(#"value="Ieva@example.org" readonly"#))
            let typed = try await Self.form(stage, token)
            var forged = typed
            forged["email"] = "other@example.org"
            #expect(try await stage.form("/invitations/\(token)", forged).status == 422)
            var wrong = typed
            wrong["sector"] = ""
            #expect(
                try await stage.form("/invitations/\(token)", wrong).text
                    .contains("Choose the sector you work in."))

            let sent = try await stage.form("/invitations/\(token)", typed)

            #expect(sent.status == 303, "\(sent.summary)")
            let own = try #require(sent["Location"])
            #expect(try await stage.get(own).text.contains("Ieva@example.org"))
            #expect(try await stage.mailedToken("seat-taken") != nil)
            #expect(try await desk.told("(SELECT status FROM interest_now LIMIT 1)") == "accepted")
            let again = try await stage.form("/invitations/\(token)", typed)
            #expect(again.status == 410)
            #expect(try await stage.get("/invitations/\(token)").status == 410)
            let list = try await desk.send("GET", Self.base)
            #expect(list.text.contains(#""state":"used""#))
        }
    }

    @Test("Inviting twice is one invitation; sending again replaces the link")
    func twice() async throws {
        try await Self.with { desk in
            let stage = desk.stage
            let both = """
                {"reason":"as agreed","mails":"send","invitations":[{"email":"b@example.org"},
                {"email":"a@example.org","family_name":"Ozols","language":"lv"}]}
                """
            let first = try await desk.document("POST", Self.base, both)
            let items = try #require(first["items"] as? [[String: Any]])
            #expect(items.map { $0["email"] as? String } == ["a@example.org", "b@example.org"])
            let id = try #require(items[0]["id"] as? String)
            let second = try await desk.send(
                "POST", Self.base, #"{"invitations":[{"email":"A@EXAMPLE.ORG"}]}"#)
            #expect(second.text.contains(#""outcome":"known""#))
            #expect(second.text.contains(id))
            #expect(try await stage.stored() == [0, 0, 2])
            let old = try await desk.told(
                "(SELECT parameters ->> 'token' FROM outbox WHERE recipient = 'a@example.org')")

            #expect(try await desk.send("POST", Self.base + "/\(id)/resend").status == 204)

            let new = try #require(try await stage.mailedToken("invitation"))
            #expect(try await stage.get("/invitations/\(old)").status == 404)
            #expect(try await stage.get("/invitations/\(new)").status == 200)
            #expect(
                try await desk.told("(SELECT string_agg(state, ' ' ORDER BY id) FROM outbox)")
                    == "cancelled pending pending")
            #expect(
                try await desk.told(
                    """
                    (SELECT string_agg(action || coalesce(' ' || reason, ''), ', ' ORDER BY id)
                     FROM audit WHERE subject = 'invitation')
                    """) == "invite as agreed, invite as agreed, resend")
        }
    }

    @Test("A revoked link opens nothing, and one that was used is not revoked")
    func revoked() async throws {
        try await Self.with { desk in
            let stage = desk.stage
            let made = try await desk.document(
                "POST", Self.base, #"{"invitations":[{"email":"a@example.org"}]}"#)
            let id = try #require((made["items"] as? [[String: Any]])?.first?["id"] as? String)
            let token = try #require(try await stage.mailedToken("invitation"))
            let typed = try await Self.form(stage, token)
            for _ in 1...2 {
                let gone = try await desk.send("POST", Self.base + "/\(id)/revoke", "{}")
                #expect(gone.status == 204 || gone.summary == "409 invitation-revoked")
            }
            #expect(try await stage.form("/invitations/\(token)", typed).status == 410)
            #expect(
                try await desk.send("POST", Self.base + "/\(id)/resend").summary
                    == "409 invitation-revoked")

            // Inviting the address again makes a new invitation.
            let again = try await desk.document(
                "POST", Self.base, #"{"invitations":[{"email":"a@example.org"}]}"#)
            let other = try #require((again["items"] as? [[String: Any]])?.first?["id"] as? String)
            #expect(other != id)
            let fresh = try #require(try await stage.mailedToken("invitation"))
            #expect(try await stage.form("/invitations/\(fresh)", typed).status == 303)
            #expect(
                try await desk.send("POST", Self.base + "/\(other)/revoke", "{}").summary
                    == "409 invitation-used")
        }
    }

    @Test("Who withdraws may use the invitation again; after the closing nobody does")
    func times() async throws {
        try await Self.with { desk in
            let stage = desk.stage
            _ = try await desk.document(
                "POST", Self.base, #"{"invitations":[{"email":"a@example.org"}]}"#)
            let token = try #require(try await stage.mailedToken("invitation"))
            let typed = try await Self.form(stage, token)
            let sent = try await stage.form("/invitations/\(token)", typed)
            let my = String(try #require(sent["Location"]).prefix { $0 != "?" })
            let id = try #require(
                try await stage.get(my).text.firstMatch(of: /name="interest" value="([^"]+)"/)
            ).1
            _ = try await stage.form("\(my)/withdraw", ["interest": String(id)])
            #expect(try await stage.get("/invitations/\(token)").status == 200)
            #expect(try await stage.form("/invitations/\(token)", typed).status == 303)

            _ = try await desk.document(
                "POST", Self.base, #"{"invitations":[{"email":"b@example.org"}]}"#)
            let late = try #require(try await stage.mailedToken("invitation"))
            try await stage.change(
                "UPDATE event SET closes_at = '2026-01-02' WHERE code = '\(Self.event)'")
            #expect(
                try await stage.form("/invitations/\(late)", typed).status == 409)
            try await stage.service.holder.reload()
            let closed = try await stage.get("/invitations/\(late)", "Accept: text/html")
            #expect(closed.status == 409)
            #expect(closed.text.contains("The time to express interest in this event is over."))
            #expect(
                try await desk.send(
                    "POST", Self.base, #"{"invitations":[{"email":"c@example.org"}]}"#
                ).summary == "409 event-closed")
        }
    }

    @Test("What cannot be an invitation is refused with all that is wrong")
    func wrong() async throws {
        try await Self.with { desk in
            let rows = [
                ("{}", "422 invalid-fields /invitations out-of-range"),
                (
                    #"{"invitations":[{"email":"a@example.org"},{"email":"A@example.org"},{}]}"#,
                    "422 invalid-fields /invitations/2/email missing"
                ),
                (
                    #"{"invitations":[{"email":"a@example.org"},{"email":"A@example.org"}]}"#,
                    "422 invalid-fields /invitations/1/email repeated"
                ),
            ]
            for (body, expected) in rows {
                #expect(try await desk.send("POST", Self.base, body).summary == expected)
            }
            let one = #"{"invitations":[{"email":"a@example.org"}]}"#
            let open = "/api/v1/events/protect-tallinn-2027/invitations"
            #expect(try await desk.send("POST", open, one).summary == "409 not-by-invitation")
            #expect(
                try await desk.send("POST", "/api/v1/events/nowhere/invitations", one).status == 404
            )
            #expect(try await desk.send("GET", "/api/v1/events/nowhere/invitations").status == 404)
            let no = "/\(UUID())"
            #expect(try await desk.send("POST", Self.base + no + "/resend").status == 404)
            #expect(try await desk.send("POST", Self.base + no + "/revoke", "{}").status == 404)
            for token in ["short", "\(AccessToken())"] {
                #expect(try await desk.stage.get("/invitations/\(token)").status == 404)
            }
            for (method, path) in [("GET", ""), ("POST", ""), ("POST", no + "/revoke")] {
                let asked = try await desk.stage.answer(
                    Array("\(method) \(Self.base)\(path) HTTP/1.1\r\nHost: a\r\n\r\n".utf8))
                #expect(asked.status == 401)
            }
        }
    }
}
