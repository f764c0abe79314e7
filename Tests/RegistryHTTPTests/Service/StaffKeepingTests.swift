import Foundation
import Postgres
import Testing
import TrainingRegistry

@testable import RegistryHTTP

@Suite struct StaffKeepingTests {
    /// A stage with an administrator who has a session and a key.
    private static func with(
        _ body: @escaping @Sendable (ServiceStage, StaffCaller) async throws -> Void
    ) async throws {
        try await ServiceStage.with { stage in
            let role = try #require(RoleGrant(.administrator))
            let caller = StaffCaller(name: "administrator", grants: [role])
            try await stage.change(caller.sql)
            try await body(stage, caller)
        }
    }

    @Test("A new account gets its link once on the page and by mail, and the same link works")
    func adding() async throws {
        try await Self.with { stage, caller in
            let form =
                "email=liis%40example.org&name=Liis+Tamm&role=coordinator&place=programme%3Aprotect"
            let answer = try await stage.send(.post, "/console/staff", as: caller, body: form)
            #expect(answer.status == 201)
            let token = try #require(try await stage.mailedToken("staff-set-up"))
            #expect(
                answer.text.contains("value=\"http://127.0.0.1:8080/console/set-up/\(token)\""))
            #expect(try await stage.get("/console/set-up/\(token)").status == 200)

            let list = try await stage.send(.get, "/console/staff", as: caller).text
            #expect(list.contains("Liis Tamm"))
            #expect(list.contains("Coordinator: PROTECT"))
            #expect(!list.contains(token))

            let again = try await stage.send(.post, "/console/staff", as: caller, body: form)
            #expect(again.status == 409)
            #expect(again.text.contains("Somebody has this address already."))
            #expect(again.text.contains("value=\"Liis Tamm\""))
        }
    }

    @Test("What is missing or does not fit is said beside its field, all at once")
    func wrongForm() async throws {
        try await Self.with { stage, caller in
            let answer = try await stage.send(
                .post, "/console/staff", as: caller,
                body: "email=nobody&name=&role=check-in&place=")
            #expect(answer.status == 422)
            for field in ["email", "name", "role"] {
                #expect(answer.text.contains("href=\"#\(field)\""), "\(field)")
            }
            #expect(answer.text.contains("A check-in helper helps in one event."))
        }
    }

    @Test("Roles are given and ended, accounts ended and opened; refusals are in words")
    func changes() async throws {
        try await Self.with { stage, caller in
            let made = try await stage.send(
                .post, "/api/v1/staff", as: caller,
                body: #"{"email":"liis@example.org","name":"Liis Tamm","role":"auditor"}"#)
            #expect(made.status == 201)
            let document = try #require(
                try JSONSerialization.jsonObject(with: Data(made.body)) as? [String: String])
            let path = "/console/staff/\(try #require(document["id"]))"
            func press(_ button: String, _ body: String? = nil) async throws -> Response {
                try await stage.send(.post, path + button, as: caller, body: body)
            }

            #expect(try await press("/roles", "role=report-writer&place=").status == 303)
            let twice = try await press("/roles", "role=report-writer&place=")
            #expect(twice.status == 409 && twice.text.contains("They have this role already."))
            #expect(try await press("/roles/end", "role=report-writer&place=").status == 303)
            let gone = try await press("/roles/end", "role=report-writer&place=")
            #expect(gone.status == 409 && gone.text.contains("They do not have this role."))

            #expect(try await press("/disable").status == 303)
            let page = try await stage.send(.get, path, as: caller).text
            #expect(page.contains("Let them sign in again"))
            let link = try await press("/link")
            #expect(link.status == 409 && link.text.contains("The account is ended."))
            #expect(try await press("/enable").status == 303)
            let relinked = try await press("/link")
            let token = try #require(try await stage.mailedToken("staff-set-up"))
            #expect(relinked.status == 201 && relinked.text.contains(token))
            #expect(document["link"]?.contains(token) == false)

            let own = "/api/v1/staff/\(caller.id.uuidString.lowercased())"
            let last = try await stage.send(.post, "\(own)/disable", as: caller)
            #expect(last.summary == "409 last-administrator")
            let role = try await stage.send(
                .post, "\(own)/roles/end", as: caller, body: #"{"role":"administrator"}"#)
            #expect(role.summary == "409 last-administrator")
        }
    }

    @Test("The API says who has which role where, and takes no role in a place it cannot have")
    func api() async throws {
        try await Self.with { stage, caller in
            let body = """
                {"email":"door@example.org","name":"Pēteris","role":"check-in",
                "event":"protect-tallinn-2027"}
                """
            let made = try await stage.send(.post, "/api/v1/staff", as: caller, body: body)
            #expect(made.status == 201)
            let list = try await stage.send(.get, "/api/v1/staff", as: caller).text
            #expect(
                list.contains(
                    #""role":"check-in","programme":null,"event":"protect-tallinn-2027","title":"#))
            #expect(list.contains(#""state":"invited""#))

            let wrong = try await stage.send(
                .post, "/api/v1/staff", as: caller,
                body: #"{"email":"x@example.org","name":"X","role":"auditor","event":"abc"}"#)
            #expect(wrong.summary == "422 invalid-fields /role role-not-here")
            let nowhere = try await stage.send(
                .post, "/api/v1/staff", as: caller,
                body: #"{"email":"x@example.org","name":"X","role":"check-in","event":"none"}"#)
            #expect(nowhere.summary == "409 unknown-event")
        }
    }

    @Test("The log is shown page by page and filtered, and says when it was changed")
    func log() async throws {
        try await Self.with { stage, caller in
            let own = "/api/v1/staff/\(caller.id.uuidString.lowercased())/roles"
            for _ in 1...2 {
                for path in [own, own + "/end"] {
                    let answer = try await stage.send(
                        .post, path, as: caller, body: #"{"role":"auditor"}"#)
                    #expect(answer.status == 204)
                }
            }
            let page = try await stage.send(
                .get, "/api/v1/audit?action=grant-role&limit=1", as: caller)
            let document = try #require(
                try JSONSerialization.jsonObject(with: Data(page.body)) as? [String: Any])
            let next = try #require(document["next"] as? String)
            let rest = try await stage.send(
                .get, "/api/v1/audit?action=grant-role&limit=1&cursor=\(next)", as: caller
            ).text
            #expect(rest.contains(#""next":null"#) && rest.contains(#""reason":"auditor""#))

            let html = try await stage.send(
                .get, "/console/audit?subject=staff&action=end-role", as: caller
            ).text
            #expect(html.contains("<td>end-role</td>") && !html.contains("<td>grant-role</td>"))
            let none = try await stage.send(.get, "/console/audit?from=2099-01-01", as: caller).text
            #expect(none.contains("Nothing like this is in the log."))
            let bad = try await stage.send(.get, "/console/audit?from=soon", as: caller)
            #expect(bad.status == 422 && bad.text.contains("href=\"#from\""))

            let whole = try await stage.send(.post, "/console/audit/verify", as: caller).text
            #expect(whole.contains("The log is whole.") && whole.contains("4 lines were"))
            try await stage.change(
                """
                UPDATE audit SET reason = 'nothing' WHERE id = (
                    SELECT audit_id FROM audit_link WHERE position = 2)
                """)
            let broken = try await stage.send(.post, "/console/audit/verify", as: caller).text
            #expect(broken.contains("At position 2: its row was changed."))
            let verdict = try await stage.send(.post, "/api/v1/audit/verify", as: caller)
            #expect(
                verdict.text
                    == #"{"is_whole":false,"position":2,"what":"its row was changed"}"#)
        }
    }
}
