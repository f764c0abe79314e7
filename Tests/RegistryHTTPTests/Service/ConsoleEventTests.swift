import Foundation
import Testing
import TrainingRegistry

@testable import RegistryHTTP

@Suite(.timeLimit(.minutes(10))) struct ConsoleEventTests {
    static let draft: [(String, String)] = [
        ("code", "border-days"), ("kind", "training"), ("title", "Days at the border"),
        ("summary", "Two days."), ("programme", "audtrain"), ("admission", "selection"),
        ("capacity", "20"), ("languages", "en"), ("languages", "lv"),
        ("time_zone", "Europe/Riga"), ("starts_on", "2027-06-01"), ("ends_on", "2027-06-01"),
        ("city", "Riga"), ("country", "LV"), ("session-0-title", "All day"),
        ("session-0-day", "2027-06-01"), ("session-0-from", "09:00"), ("session-0-to", "16:00"),
    ]

    @Test("A draft is written, mended, published and edited; errors lead to their fields")
    func life() async throws {
        try await ConsoleDesk.with { desk, _ in
            let bad = try await desk.send(
                "/console/new-event",
                Self.draft.map { $0.0 == "title" ? ("title", "") : $0 } + [("audience", "police")])
            #expect(bad.status == 422)
            #expect(bad.says("<a href=\"#title\">"))
            #expect(bad.says("value=\"border-days\""))
            #expect(bad.says("value=\"police\" checked"))
            let made = try await desk.send("/console/new-event", Self.draft)
            #expect(made["Location"] == "/console/events/border-days/edit")
            let taken = try await desk.send("/console/new-event", Self.draft)
            #expect(taken.status == 409)
            #expect(taken.says("Another one has this code."))

            let form = try await desk.get("/console/events/border-days/edit/form")
            #expect(form.says("value=\"09:00\""))
            #expect(form.says("id=\"languages-lv\" value=\"lv\" checked"))
            let revision = "SELECT revision FROM event WHERE code = 'border-days'"
            let seen = try await desk.told(revision)
            let published = try await desk.send(
                "/console/events/border-days/publish", ["revision": seen])
            #expect(published.status == 303)
            let now = try await desk.told(revision)
            let edit = Self.draft.filter { !$0.0.hasPrefix("session") && $0.0 != "starts_on" }
            let saved = try await desk.send(
                "/console/events/border-days/edit",
                edit.map { $0.0 == "title" ? ("title", "Border days") : $0 }
                    + [("revision", now)])
            #expect(saved.status == 303)
            #expect(
                try await desk.told("SELECT title FROM event WHERE code = 'border-days'")
                    == "Border days")
            #expect(
                try await desk.told(
                    "SELECT count(*) FROM session JOIN event ON event.id = event_id"
                        + " WHERE code = 'border-days'") == "1")
        }
    }

    @Test("Of two who edit, the second sees both versions and overwrites nothing by accident")
    func conflict() async throws {
        try await ConsoleDesk.with { desk, _ in
            _ = try await desk.send("/console/new-event", Self.draft)
            let path = "/console/events/border-days"
            let seen = try await desk.told(
                "SELECT revision FROM event WHERE code = 'border-days'")
            func edit(_ title: String, _ revision: String) async throws -> Response {
                try await desk.send(
                    path + "/edit",
                    Self.draft.map { $0.0 == "title" ? ("title", title) : $0 }
                        + [("revision", revision)])
            }
            #expect(try await edit("First", seen).status == 303)

            let second = try await edit("Second", seen)

            #expect(second.status == 409)
            #expect(second.says("<td class=\"quoted\" data-label=\"Yours\">Second</td>"))
            #expect(second.says("<td class=\"quoted\" data-label=\"As it is now\">First</td>"))
            let title = "SELECT title FROM event WHERE code = 'border-days'"
            #expect(try await desk.told(title) == "First")
            let late = try await desk.send(path + "/publish", ["revision": seen])
            #expect(late.status == 409)
            #expect(late.says("It was changed since"))
        }
    }

    @Test("A move and a cancellation show who is told, and tell them once")
    func changes() async throws {
        try await ConsoleDesk.with(people: ["Ada", "Bea"]) { desk, _ in
            let path = "/console/events/small"
            let form = try await desk.get(path + "/move")
            #expect(form.status == 200)
            let day = "2027-09-01"
            let move = [
                ("time_zone", "Europe/Riga"), ("starts_on", day), ("ends_on", day),
                ("is_online", "on"), ("session-0-title", "All day"), ("session-0-day", day),
                ("session-0-from", "09:00"), ("session-0-to", "16:00"), ("sequence", "0"),
                ("reason", "A storm"),
            ]
            let look = try await desk.send(path + "/move", move)
            #expect(look.says("Who is informed: 2 people"))
            #expect(look.says("1 September 2027, 09:00–16:00: All day"))
            #expect(look.says("The reason: A storm"))
            #expect(try await desk.told("SELECT count(*) FROM outbox") == "0")
            let moved = try await desk.send(path + "/move", move + [("step", "send")])
            #expect(moved.status == 303)
            let again = try await desk.send(path + "/move", move + [("step", "send")])
            #expect(again.status == 409)
            #expect(try await desk.told("SELECT count(*) FROM outbox") == "2")

            #expect(try await desk.get(path + "/cancel").says("Who is informed: 2 people"))
            let stale = try await desk.send(path + "/cancel", ["sequence": "0", "step": "send"])
            #expect(stale.status == 409)
            let reason = try await desk.send(
                path + "/cancel", ["sequence": "1", "reason": "No trains", "step": "look"])
            #expect(reason.says("The reason: No trains"))
            let unseen = try await desk.send(
                path + "/cancel", ["sequence": "1", "reason": "No trains", "step": "send"])
            #expect(unseen.says("The reason: No trains"))
            #expect(try await desk.told("SELECT count(*) FROM outbox") == "2")
            let cancelled = try await desk.send(
                path + "/cancel",
                [
                    "sequence": "1", "reason": "No trains", "looked": "No trains",
                    "step": "send",
                ])
            #expect(cancelled.status == 303)
            #expect(try await desk.told("SELECT count(*) FROM outbox") == "4")
            #expect(try await desk.get(path + "/cancel").status == 409)
            #expect(try await desk.get(path + "/mails").says("The event is cancelled"))
            #expect(try await desk.get(path + "/mails?state=failed").says("There is no such mail."))
        }
    }

    @Test("Who is bound to a programme writes events in it and nowhere else")
    func scope() async throws {
        try await ConsoleDesk.with(role: "coordinator", place: "programme:protect") { desk, _ in
            let foreign = try await desk.send("/console/new-event", Self.draft)
            #expect(foreign.status == 422)
            #expect(foreign.says("Your role does not write events there."))
            let nowhere = try await desk.send(
                "/console/new-event", Self.draft.filter { $0.0 != "programme" })
            #expect(nowhere.status == 422)
            let own = Self.draft.map { $0.0 == "programme" ? ("programme", "protect") : $0 }
            #expect(try await desk.send("/console/new-event", own).status == 303)
            let path = "/console/events/border-days"
            let seen = try await desk.told(
                "SELECT revision FROM event WHERE code = 'border-days'")
            let away = try await desk.send(path + "/edit", Self.draft + [("revision", seen)])
            #expect(away.status == 422)

            try await desk.signIn("coordinator", "event:small")
            #expect(try await desk.get(path + "/edit").status == 404)
            #expect(try await desk.send("/console/new-event", own).status == 422)
            try await desk.signIn("check-in", "event:small")
            #expect(try await desk.get("/console/new-event").status == 403)
            #expect(try await desk.get("/console/events/small/cancel").status == 403)
        }
    }
}
