import Foundation
import Testing
import TrainingRegistry

@testable import RegistryHTTP

/// Work lists, final periods and the tables of a period in the console.
@Suite(.timeLimit(.minutes(10))) struct ConsolePeriodTests {
    static let path = "/console/reports/periods"

    @Test("Who may make a period final sees who is in charge, which is noted; others see no name")
    func gaps() async throws {
        try await ConsoleReportTests.with { desk in
            try await desk.signIn("coordinator")
            let first = try await desk.get("\(Self.path)?period=2001")
            #expect(first.says("Nobody said that the event was held."))
            #expect(first.says("Ieva Ozola</td>"))
            _ = try PagesMarkup(first.text)
            let noted = "SELECT count(*) FROM audit WHERE action = 'see' AND via = '\(Self.path)'"
            #expect(try await desk.told(noted) == "1")

            try await desk.signIn("report-writer")
            let other = try await desk.get("\(Self.path)?period=2001")
            #expect(other.says("Nobody said that the event was held."))
            #expect(!other.says("Ieva Ozola</td>"))
            #expect(!other.text.contains("In charge"))
            #expect(try await desk.told(noted) == "1")
            #expect(try await desk.send(Self.path, ["period": "2001"]).status == 403)
            let wrong = try await desk.get("\(Self.path)?period=moon")
            #expect(wrong.status == 422)
            #expect(wrong.text.contains("<li><a href=\"#period\">"))
        }
    }

    @Test("A period becomes final in the console once nothing is missing, and says so")
    func finalise() async throws {
        try await ConsoleReportTests.with(role: "coordinator") { desk in
            try await desk.room.room.change(Self.emptyEvent)
            let refused = try await desk.send(Self.path, ["period": "2003"])
            #expect(refused.status == 409)
            #expect(refused.says("The period cannot be final yet"))
            #expect(refused.says("Nobody said that the event was held."))
            try await desk.room.room.change(
                "UPDATE event SET held_at = now() WHERE code = 'empty'")
            let complete = try await desk.get("\(Self.path)?period=2003")
            #expect(complete.says("Nothing is missing in this period."))
            let made = try await desk.send(Self.path, ["period": "2003"])
            #expect(made["Location"] == "\(Self.path)?period=2003")

            let page = try await desk.get("\(Self.path)?period=2003-01-01..2003-12-31")
            #expect(page.says("It is final since"))
            #expect(!page.text.contains("Make it final"))
            _ = try PagesMarkup(page.text)
            let again = try await desk.send(Self.path, ["period": "2003"])
            #expect(again.status == 409)
            #expect(again.says("The period is final already"))
            #expect(try await desk.send(Self.path, ["period": "all"]).status == 422)
        }
    }

    /// An event of 2003 to which nobody came.
    private static let emptyEvent = """
        INSERT INTO event (code, kind, title, summary, admission, starts_on, ends_on, time_zone,
            is_online, published_at)
        VALUES ('empty', 'training', 'Empty', '', 'open', '2003-06-15', '2003-06-15',
            'Europe/Riga', true, '2003-01-01Z')
        """

    @Test("The tables of a period are of one instant, in the page and in the API")
    func annual() async throws {
        try await ConsoleReportTests.with { desk in
            let bare = try await desk.get("/console/reports/annual")
            #expect(bare.status == 200)
            #expect(!bare.text.contains("SHA-256"))
            try await desk.room.room.change(Self.marks)
            let page = try await desk.get("/console/reports/annual?period=2001&audience=internal")
            _ = try PagesMarkup(page.text)
            for title in [
                "Events and meetings", "Present by state", "Participants by country",
                "Participants by sector",
            ] {
                #expect(page.text.contains(">\(title)</h2>"), "\(title)")
            }
            #expect(page.text.contains("aria-label=\"Latvia: 6\""))
            #expect(page.text.contains("aria-label=\"For no member: 9\""))
            #expect(page.says("All together, 2 events"))

            let api = try await desk.room.room.ask(
                "GET", "/api/v1/reports/annual?period=2001", nil, token: desk.room.token)
            let document = try #require(
                try JSONSerialization.jsonObject(with: Data(api.body)) as? [String: Any])
            let tables = try #require(document["tables"] as? [[String: Any]])
            let digests = tables.compactMap {
                ($0["counted"] as? [String: Any])?["sha256"] as? String
            }
            #expect(tables.count == 4 && digests.count == 4)
            for digest in digests { #expect(page.text.contains(digest)) }
            #expect((document["events"] as? [Any])?.count == 2)
            let wrong = try await desk.get("/console/reports/annual?period=moon")
            #expect(wrong.status == 422)
            let hidden = try await desk.get("/console/reports/annual?period=2001&audience=public")
            #expect(hidden.text.contains("aria-label=\"Estonia: hidden\""))
        }
    }

    /// Everybody was in the one session of each event.
    private static let marks = """
        INSERT INTO session (event_id, title, starts_at, ends_at)
        SELECT id, 'All day', starts_on + time '09:00', starts_on + time '16:00'
        FROM event WHERE code IN ('one', 'two');
        INSERT INTO attendance (event_id, session_id, participation_id, status, actor, occurred_at,
            recorded_at)
        SELECT s.event_id, s.id, p.id, 'present', 'command:7', '2001-10-01Z', moment.instant
        FROM session s JOIN participation p USING (event_id) JOIN event e ON e.id = s.event_id,
             (SELECT record_instant() AS instant) AS moment
        WHERE e.code IN ('one', 'two');
        """
}
