import Foundation
import Testing
import TrainingRegistry

@testable import RegistryHTTP

/// What an event is linked with, in its form: topics, phase, series, and grants with shares.
@Suite(.timeLimit(.minutes(10))) struct ConsoleEventLinkTests {
    static let path = "/console/events/border-days"
    static let links: [(String, String)] = [
        ("phase", "second-part"), ("series", "border"), ("reach", "indirect"),
        ("topics", "alternative-care"), ("grant-0-code", "first-grant"),
        ("grant-0-share", "0.25"), ("grant-2-code", "second-grant"), ("grant-2-share", ""),
    ]

    static func with(
        _ body: @escaping @Sendable (ConsoleDesk) async throws -> Void
    ) async throws {
        try await ConsoleDesk.with { desk, _ in
            try await desk.room.room.change(
                """
                INSERT INTO phase (programme_id, code, title)
                SELECT id, 'second-part', 'The second' FROM programme WHERE code = 'audtrain';
                INSERT INTO phase (programme_id, code, title)
                SELECT id, 'of-another', 'Another' FROM programme WHERE code = 'protect';
                INSERT INTO series (code, title, created_at) VALUES ('border', 'Border', now());
                INSERT INTO funding_grant (code, funder_id, funding_programme)
                SELECT code, (SELECT min(id::text)::uuid FROM organisation), title
                FROM (VALUES ('first-grant', 'First fund'), ('second-grant', 'Second fund'))
                    AS made (code, title)
                """)
            try await body(desk)
        }
    }

    static func said(_ desk: ConsoleDesk) async throws -> String {
        try await desk.told(
            """
            SELECT concat_ws(' ', phase.code, series.code, event.reach,
                (SELECT string_agg(topic, ',') FROM event_topic WHERE event_id = event.id),
                (SELECT string_agg(concat_ws('=', g.code, trim_scale(e.share)), ',' ORDER BY g.code)
                 FROM event_grant e JOIN funding_grant g ON g.id = e.funding_grant_id
                 WHERE e.event_id = event.id))
            FROM event LEFT JOIN phase ON phase.id = event.phase_id
            LEFT JOIN series ON series.id = event.series_id WHERE event.code = 'border-days'
            """)
    }

    @Test("Phase, series, topics and grants with shares are written, shown again and changed")
    func life() async throws {
        try await Self.with { desk in
            let made = try await desk.send(
                "/console/new-event", ConsoleEventTests.draft + Self.links)
            #expect(made.status == 303)
            #expect(
                try await Self.said(desk)
                    == "second-part border indirect alternative-care first-grant=0.25,second-grant")

            let form = try await desk.get(Self.path + "/edit/form")

            #expect(form.says("<option value=\"second-part\" selected>"))
            #expect(form.says("<option value=\"border\" selected>Border</option>"))
            #expect(form.says("<option value=\"indirect\" selected>"))
            #expect(form.says("id=\"topics-alternative-care\" value=\"alternative-care\" checked"))
            #expect(form.says("name=\"grant-0-share\" value=\"0.2500\""))
            #expect(form.says("<option value=\"second-grant\" selected>"))
            #expect(form.says("Second fund (second-grant)</option>"))
            #expect(form.says("id=\"grant-2-code\"") && !form.says("id=\"grant-3-code\""))
            let seen = try await desk.told(
                "SELECT revision FROM event WHERE code = 'border-days'")
            let fewer =
                ConsoleEventTests.draft + [
                    ("revision", seen), ("reach", "direct"), ("phase", ""), ("series", ""),
                    ("grant-1-code", "second-grant"),
                    ("grant-1-share", "1"),
                ]
            #expect(try await desk.send(Self.path + "/edit", fewer).status == 303)
            #expect(try await Self.said(desk) == "direct second-grant=1")
        }
    }

    @Test(
        "What is wrong with a link is said at its field, and what was typed stays",
        arguments: [
            (["phase": "of-another"], "phase", "This is not a phase of that programme."),
            (["grant-0-code": ""], "grant-0-code", "This field is needed."),
            (["grant-0-share": "1/4"], "grant-0-share", "A share is a text"),
            (["grant-2-share": "0.9"], "grant-0-share", "more than 1"),
            (["grant-2-code": "first-grant"], "grant-1-code", "This grant is there twice."),
            (["grant-2-share": "2"], "grant-1-share", "A share is a text"),
            (["programme": ""], "programme", "Choose the programme of the phase."),
            (["series": "nowhere"], "series", "This is not a series that we know."),
        ])
    func errors(changes: [String: String], field: String, says: String) async throws {
        try await Self.with { desk in
            let links = Self.links.map { ($0.0, changes[$0.0] ?? $0.1) }
            let draft = ConsoleEventTests.draft.map { ($0.0, changes[$0.0] ?? $0.1) }
            let bad = try await desk.send("/console/new-event", draft + links)
            #expect(bad.status == 422)
            #expect(bad.says("<a href=\"#\(field)\">"))
            #expect(bad.says(says))
            #expect(bad.says("id=\"\(field)\""))
            #expect(bad.says("<option value=\"second-grant\"") && bad.says("Days at the border"))
        }
    }

    @Test("Two who edit links see both versions, rows and lists too")
    func conflict() async throws {
        try await Self.with { desk in
            _ = try await desk.send("/console/new-event", ConsoleEventTests.draft + Self.links)
            let seen = try await desk.told(
                "SELECT revision FROM event WHERE code = 'border-days'")
            func edit(_ share: String) async throws -> Response {
                try await desk.send(
                    Self.path + "/edit",
                    ConsoleEventTests.draft + [("revision", seen)]
                        + Self.links.map { $0.0 == "grant-0-share" ? ($0.0, share) : $0 })
            }
            #expect(try await edit("0.5").status == 303)

            let second = try await edit("0.75")

            #expect(second.status == 409)
            #expect(second.says("<td class=\"quoted\" data-label=\"Yours\">first-grant 0.75;"))
            #expect(
                second.says("<td class=\"quoted\" data-label=\"As it is now\">first-grant 0.5000;"))
            #expect(!second.says("<th scope=\"row\">Topics</th>"))
            #expect(try await Self.said(desk).contains("first-grant=0.5,"))
        }
    }

    @Test("An event of trainers whom we trained stays one when its form does not say so")
    func reach() async throws {
        try await Self.with { desk in
            _ = try await desk.send("/console/new-event", ConsoleEventTests.draft + Self.links)
            let seen = try await desk.told(
                "SELECT revision FROM event WHERE code = 'border-days'")
            let saved = try await desk.send(
                Self.path + "/edit", ConsoleEventTests.draft + [("revision", seen)])
            #expect(saved.status == 303)
            #expect(try await Self.said(desk) == "second-part border indirect")
        }
    }
}
