import Foundation
import Testing
import TrainingRegistry

@testable import RegistryHTTP

@Suite(.timeLimit(.minutes(10))) struct ConsoleRuleTests {
    static let page = "/console/events/small/certificates"
    static let path = "/console/events/small/completion-rule"

    @Test("The rule of an event is read in words, and changed with errors at their fields")
    func rule() async throws {
        try await ConsoleDesk.with { desk, _ in
            let before = try await desk.get(Self.page)
            #expect(before.says("at least 80 % of their sessions"))
            #expect(before.says("Nothing else is needed to complete the event."))
            let bad = try await desk.send(
                Self.path,
                [
                    "attended_percent": "0", "partly_percent": "x", "needs_mentoring": "on",
                    "rule-reason": "A short one",
                ])
            #expect(bad.status == 422)
            #expect(bad.says("<a href=\"#attended_percent\">Least share of their sessions"))
            #expect(bad.says("<a href=\"#partly_percent\">") && bad.says("value=\"A short one\""))
            #expect(
                bad.says("id=\"needs_mentoring\" name=\"needs_mentoring\" value=\"on\" checked"))
            #expect(bad.says("<details open>"))

            let set = try await desk.send(
                Self.path,
                [
                    "attended_percent": "75", "partly_percent": "0", "needs_assignment": "on",
                    "needs_mentoring": "on", "rule-reason": "A short one",
                ])

            #expect(set["Location"] == Self.page + "?rule")
            let after = try await desk.get(Self.page + "?rule")
            #expect(after.says("The rule is set."))
            #expect(after.says("at least 75 % of their sessions; one attended partly counts 0 %."))
            #expect(after.says("the assignment and the mentoring are needed too."))
            #expect(
                try await desk.told(
                    "SELECT reason FROM audit WHERE subject = 'completion_rule'") == "A short one")
            let less = try await desk.send(
                Self.path, ["attended_percent": "75", "partly_percent": "0"])
            #expect(less.status == 303)
            #expect(try await desk.get(Self.page).says("Nothing else is needed"))
        }
    }

    @Test(
        "Who helps at the door, reads figures or has another programme changes no rule",
        arguments: [
            ("check-in", "event:small", 403), ("report-writer", "", 403),
            ("coordinator", "programme:audtrain", 404), ("coordinator", "event:small", 303),
        ])
    func roles(role: String, place: String, expected: Int) async throws {
        try await ConsoleDesk.with(role: role, place: place) { desk, _ in
            let sent = try await desk.send(
                Self.path, ["attended_percent": "75", "partly_percent": "0"])
            #expect(sent.status == expected)
            let forged = try await desk.send(Self.path, ["csrf": "AAAA"])
            #expect(forged.status == 403)
        }
    }
}
