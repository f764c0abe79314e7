import Foundation
import Testing
import TrainingRegistry

@testable import RegistryHTTP

@Suite struct DoorPagesTests {
    /// Somebody who signed in, and what their browser sends.
    private struct Desk {
        let stage: ServiceStage
        let fields: [String]
        let csrf: String

        init(_ stage: ServiceStage, role: String, event: String? = nil) async throws {
            let secret = AccessToken()
            let bytes = secret.bytes.map { ($0 < 16 ? "0" : "") + String($0, radix: 16) }.joined()
            let place = event.map { "(SELECT id FROM event WHERE code = '\($0)')" } ?? "NULL"
            try await stage.change(
                """
                WITH made AS (
                    INSERT INTO staff (email, email_folded, name, created_at, created_by)
                    VALUES ('\(role)@example.org', '\(role)@example.org', 'A', now(), 'command:0')
                    RETURNING id
                ), able AS (
                    INSERT INTO staff_role (staff_id, role, event_id, granted_at, granted_by)
                    SELECT id, '\(role)', \(place), now(), 'command:0' FROM made
                )
                INSERT INTO staff_session (hash, staff_id, created_at, seen_at, expires_at)
                SELECT sha256('\\x\(bytes)'), id, now(), now(), now() + interval '1 hour' FROM made
                """)
            self.stage = stage
            csrf = CSRFToken(of: secret).text
            fields = ["Cookie: __Host-session=\(secret.description)", "Accept: text/html"]
        }

        func get(_ path: String) async throws -> Response {
            try await stage.get(path, fields[0], fields[1])
        }

        func post(_ path: String, _ form: String) async throws -> Response {
            try await stage.post(
                path, "application/x-www-form-urlencoded", Array("csrf=\(csrf)&\(form)".utf8),
                fields + ["Sec-Fetch-Site: same-origin"])
        }
    }

    private static let event = "protect-tallinn-2027"
    private static let pages = [
        "attendance", "attendance?all", "attendance.csv", "attendance/csv", "check-in", "walk-in",
        "sign-in-sheet", "certificates",
    ]

    @Test("Coordinators open every page of the door, helpers those of their event")
    func opens() async throws {
        try await ServiceStage.with { stage in
            let all = try await Desk(stage, role: "coordinator")
            let helper = try await Desk(stage, role: "check-in", event: Self.event)
            var seen: [[Int]] = []
            for page in Self.pages {
                let path = "/console/events/\(Self.event)/\(page)"
                let one = try await all.get(path).status
                seen.append([one, try await helper.get(path).status])
            }
            #expect(seen.dropLast().allSatisfy { $0 == [200, 200] }, "\(seen)")
            #expect(seen.last == [200, 403])
            let none = try await helper.get("/console/events/no-such-event/attendance").status
            #expect(none == 404)
            let code = try await all.get("/console/check-in/AAAAAAAAAA").status
            #expect(code == 404)
        }
    }

    @Test("A form that changes nothing is saved, and one that is no sheet is refused")
    func saves() async throws {
        try await ServiceStage.with { stage in
            let desk = try await Desk(stage, role: "coordinator")
            let path = "/console/events/\(Self.event)/attendance"
            let saved = try await desk.post(path, "do=save&session=").status
            #expect(saved == 303)
            let twice = try await desk.post(path, "do=save&do=save").status
            #expect([400, 403].contains(twice))
            let walkIn = try await desk.post("/console/events/\(Self.event)/walk-in", "").status
            #expect(walkIn == 422)
            let file = try await desk.post(path + "/csv", "csv=a%2Cb&do=look")
            #expect(file.status == 422)
            #expect(file.text.contains("The first line has to be"))
        }
    }

    @Test("The code on somebody's own page opens them at the door, typed or scanned")
    func code() async throws {
        try await ServiceStage.with { stage in
            try await stage.change(
                "UPDATE event SET admission = 'open' WHERE code = '\(Self.event)'")
            try await stage.service.holder.reload()
            let form = "/events/\(Self.event)/interest"
            _ = try await stage.form(form, EndpointPagesTests.typed(try await stage.get(form)))
            let link = try #require(try await stage.mailedToken("confirm-interest"))
            let own = try #require(try await stage.form("/confirm/\(link)", [:])["Location"])
            let page = try await stage.get(own).text
            let words = try #require(page.firstMatch(of: /class="key">(\w{5} \w{5})</)).1
            let code = words.replacing(" ", with: "")
            #expect(page.contains(#"aria-label="QR code of the check-in code \#(words)""#))

            let desk = try await Desk(stage, role: "check-in", event: Self.event)
            let typed = [
                code.lowercased(), "\(words)".replacing(" ", with: "+"),
                "http%3A%2F%2F127.0.0.1%3A8080%2Fconsole%2Fcheck-in%2F\(code)",
            ]
            var found: [String?] = []
            for who in typed {
                let path = "/console/events/\(Self.event)/check-in"
                found.append(try await desk.post(path, "do=find&who=\(who)")["Location"])
            }
            #expect(found == Array(repeating: "/console/check-in/\(code)", count: 3))
            #expect(try await desk.get("/console/check-in/\(code)").text.contains("Ieva Ozola"))
            #expect(try await desk.get("/console/check-in/\(code)2").status == 404)
        }
    }
}
