import Foundation
import Testing
import TrainingRegistry

@testable import RegistryHTTP

@Suite(.timeLimit(.minutes(10))) struct ConsoleNominationTests {
    static let path = "/console/events/group/nominations"
    static let person: [(String, String)] = [
        ("given_name", "Ada"), ("family_name", "Lepa"), ("email", "ada@example.org"),
        ("sector", "police"), ("country", "EE"),
    ]

    /// Lends a desk with a meeting of the Expert Group in which Estonia has a focal point.
    static func with(
        role: String = "administrator", place: String = "",
        _ body: @escaping @Sendable (ConsoleDesk) async throws -> Void
    ) async throws {
        try await ConsoleDesk.with { desk, _ in
            try await desk.room.room.change(
                """
                INSERT INTO event (code, kind, title, summary, admission, starts_on, ends_on,
                    time_zone, is_online, capacity, published_at)
                VALUES ('group', 'expert-group-meeting', 'Group', 'Meets', 'nomination',
                    '2027-06-01', '2027-06-02', 'Europe/Riga', true, 12, '2026-01-01');
                SELECT save_focal_point('EE', 'Eha', 'eha@example.org', 'eha@example.org', NULL,
                    '2020-01-01', NULL, now(), 'test')
                """)
            try await desk.signIn(role, place)
            try await body(desk)
        }
    }

    static func ask(_ desk: ConsoleDesk, seats: String = "1") async throws -> Response {
        try await desk.send(
            path + "/ask", ["member": "EE", "seats": seats, "deadline": "2027-05-01T12:00"])
    }

    @Test("Members are asked until a day, another is set, and what is wrong leads to its field")
    func round() async throws {
        try await Self.with { desk in
            #expect(try await desk.get(Self.path).says("Members were not asked to nominate"))
            let empty = try await desk.send(Self.path + "/ask", ["seats": "", "deadline": ""])
            #expect(empty.status == 422)
            #expect(empty.says("<a href=\"#seats\">") && empty.says("<a href=\"#deadline\">"))
            let late = try await desk.send(
                Self.path + "/ask", ["seats": "1", "deadline": "2027-08-01T12:00"])
            #expect(late.status == 409)
            #expect(late.says("value=\"2027-08-01T12:00\"") && late.says("#deadline"))
            let many = try await Self.ask(desk, seats: "13")
            #expect(many.status == 409)
            #expect(many.says("Not so many seats are free."))

            let asked = try await Self.ask(desk)

            #expect(asked["Location"] == Self.path + "?done=asked")
            let page = try await desk.get(Self.path + "?done=asked")
            #expect(page.says("Saturday 1 May 2027, 12:00 (Europe/Riga)"))
            #expect(page.says("<td data-label=\"Links\">1</td>"))
            #expect(page.says("the links are on their way"))
            let deadline = Self.path + "/deadline"
            let wrong = try await desk.send(deadline, ["until": "soon"])
            #expect(wrong.status == 422 && wrong.says("<a href=\"#until\">"))
            let over = try await desk.send(deadline, ["until": "2020-01-01T12:00"])
            #expect(over.status == 409 && over.says("The deadline is in the future"))
            let set = try await desk.send(
                deadline, ["until": "2027-05-02T12:00", "until-reason": "Holidays"])
            #expect(set.status == 303)
            #expect(
                try await desk.told(
                    """
                    SELECT string_agg(concat_ws(' ', action, reason), ', ' ORDER BY id) FROM audit
                    WHERE subject = 'nomination_round'
                    """) == "invite, deadline Holidays")
        }
    }

    @Test("Without seats in the event every member is asked for that each has")
    func everyMember() async throws {
        try await Self.with { desk in
            try await desk.room.room.change(
                "UPDATE event SET capacity = 60 WHERE code = 'group'")
            let all = try await desk.send(
                Self.path + "/ask", ["seats": "1", "deadline": "2027-05-01T12:00"])
            #expect(all.status == 303)
            let held = try await desk.told(
                """
                SELECT count(*) FROM membership WHERE valid @> '2027-06-01'::date AND seat = 'held'
                """)
            #expect(
                try await desk.told("SELECT count(*) FROM seat WHERE kept_for_member IS NOT NULL")
                    == held)
            let page = try await desk.get(Self.path)
            #expect(page.says("<td data-label=\"Links\">0</td>"))
        }
    }

    @Test("People are named, ranked, substituted and withdrawn; a refusal keeps what was typed")
    func people() async throws {
        try await Self.with { desk in
            let member = Self.path + "/EE"
            #expect(try await desk.get(member).status == 404)
            _ = try await Self.ask(desk)
            #expect(try await desk.get(member).says("Nobody yet."))
            let empty = try await desk.send(member, [("given_name", "Ada")])
            #expect(empty.status == 422)
            #expect(empty.says("<a href=\"#email\">") && empty.says("value=\"Ada\""))
            #expect(try await desk.send(member, Self.person).status == 303)
            let again = try await desk.send(member, Self.person)
            #expect(again.status == 409)
            #expect(again.says("<a href=\"#email\">") && again.says("value=\"Lepa\""))
            let bea = Self.person.map { field in
                ["given_name": ("given_name", "Bea"), "email": ("email", "bea@example.org")][
                    field.0] ?? field
            }
            #expect(try await desk.send(member, bea + [("reason", "Rotation")]).status == 303)
            let first = "SELECT id FROM nomination WHERE given_name = 'Ada'"
            let second = "SELECT id FROM nomination WHERE given_name = 'Bea'"
            let (ada, other) = (try await desk.told(first), try await desk.told(second))

            let up = try await desk.send(member + "/change", ["nomination": other, "step": "up"])

            #expect(up["Location"] == member + "?done=changed")
            #expect(
                try await desk.told(
                    "SELECT string_agg(given_name, ' ' ORDER BY rank) FROM nomination")
                    == "Bea Ada")
            let form = try await desk.get(member + "?instead=\(ada)")
            #expect(form.says("Who comes in the place of Ada Lepa?"))
            let cia = Self.person.map { field in
                ["given_name": ("given_name", "Cia"), "email": ("email", "cia@example.org")][
                    field.0] ?? field
            }
            #expect(try await desk.send(member, cia + [("instead", ada)]).status == 303)
            #expect(try await desk.get(member).says("<li>Ada Lepa: substituted</li>"))
            let gone = try await desk.send(
                member + "/change", ["nomination": ada, "step": "withdraw"])
            #expect(gone.status == 409)
            #expect(gone.says("only proposed and confirmed ones change"))
            let page = try await desk.get(Self.path)
            #expect(page.says("<td data-label=\"Named\">2 proposed</td>"))
            #expect(
                try await desk.told("SELECT count(*) FROM audit WHERE reason = 'Rotation'") == "1")
        }
    }

    @Test("New links end the old ones, and no page shows one")
    func links() async throws {
        try await Self.with { desk in
            _ = try await Self.ask(desk)
            let token = """
                SELECT parameters ->> 'token' FROM outbox
                WHERE template = 'nomination-invitation' ORDER BY id DESC LIMIT 1
                """
            let old = try await desk.told(token)
            #expect(try await desk.get("/nominate/\(old)").status == 200)
            let sent = try await desk.send(Self.path + "/EE/links", ["do": "send"])
            #expect(sent["Location"] == Self.path + "/EE?done=sent")
            let new = try await desk.told(token)
            #expect(new != old)
            #expect(try await desk.get("/nominate/\(old)").status == 404)
            let page = try await desk.get(Self.path + "/EE")
            #expect(page.says("1 link works.") && !page.text.contains(new))

            let revoked = try await desk.send(Self.path + "/EE/links", ["do": "revoke"])

            #expect(revoked.status == 303)
            #expect(try await desk.get("/nominate/\(new)").status == 404)
            let none = try await desk.get(Self.path + "/EE")
            #expect(none.says("No link works.") && !none.says("Revoke the links"))
            let again = try await desk.send(Self.path + "/EE/links", ["do": "revoke"])
            #expect(again.status == 409)
        }
    }

    @Test(
        "Who may look may not always change, and a form of another session changes nothing",
        arguments: [
            ("check-in", "event:group", 403, 403), ("report-writer", "", 403, 403),
            ("coordinator", "programme:audtrain", 404, 404),
            ("coordinator", "event:group", 200, 303),
        ])
    func roles(role: String, place: String, look: Int, change: Int) async throws {
        try await Self.with(role: role, place: place) { desk in
            let got = try await desk.get(Self.path).status
            let forged = try await desk.send(Self.path + "/ask", ["csrf": "AAAA"]).status
            let sent = try await Self.ask(desk).status
            #expect(got == look)
            #expect(sent == change)
            #expect(forged == 403)
        }
    }
}
