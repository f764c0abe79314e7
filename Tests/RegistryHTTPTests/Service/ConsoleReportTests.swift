import Foundation
import Testing
import TrainingRegistry

@testable import RegistryHTTP

/// The pages of reports, as whoever writes reports uses them, and what is not for them.
@Suite(.timeLimit(.minutes(10))) struct ConsoleReportTests {
    static let path = "/console/reports"

    @Test("Who writes reports is led to them, and the form comes before the figures")
    func way() async throws {
        try await Self.with { desk in
            let home = try await desk.get("/console")
            #expect(home.text.contains("<a href=\"/console/reports\">Make a report</a>"))
            let page = try await desk.get(Self.path)

            #expect(page.status == 200)
            #expect(page.says("Choose what is counted"))
            #expect(!page.text.contains("SHA-256"))
            #expect(page.text.contains("<option value=\"presidency:2000\">"))
            _ = try PagesMarkup(page.text)
        }
    }

    @Test("Table, plot, CSV and JSON tell the same numbers, and what does not add up is flagged")
    func figures() async throws {
        try await Self.with { desk in
            let query = "attendance=confirmed&group=country&group=event&first_day=&period=2001"
            let page = try await desk.get("\(Self.path)?\(query)")
            #expect(page.status == 200)
            _ = try PagesMarkup(page.text)
            #expect(
                page.text.contains("<th scope=\"row\">Latvia</th><td data-label=\"One\">6</td>"))
            #expect(page.text.contains("aria-label=\"Latvia: 6\""))
            #expect(page.text.contains("aria-label=\"Two: 2\""))
            #expect(page.says("Latvia: the figures by event add up to 8, 2 more than 6"))
            #expect(page.text.contains("<span aria-hidden=\"true\">†</span>"))
            #expect(page.says("Counts different persons"))

            let link = try #require(
                page.text.firstMatch(of: /href="([^"]*report\.json[^"]*)"/)
            ).1
            let address = link.replacing("&amp;", with: "&")
            let json = try await desk.get(String(address))
            let document = try #require(
                try JSONSerialization.jsonObject(with: Data(json.body)) as? [String: Any])
            let digest = try #require(document["sha256"] as? String)
            #expect(page.text.contains(digest))
            let csv = try await desk.get(
                String(address).replacing("report.json", with: "report.csv"))
            #expect(
                csv.text
                    == "country,event,value\r\n,,9\r\n,one,9\r\n,two,2\r\nEE,,3\r\nEE,one,3\r\n"
                    + "LV,,6\r\nLV,one,6\r\nLV,two,2\r\n")
            #expect(page.text.contains("/report.xlsx?"))
            let book = try await desk.get(
                String(address).replacing("report.json", with: "report.xlsx"))
            #expect(book["Content-Type"] == FileFormat.xlsx.mediaType)
            #expect(book["Content-Disposition"] == "attachment; filename=\"report.xlsx\"")
            #expect(book.body.starts(with: Array("PK".utf8)))
        }
    }

    @Test("By year the totals are a trend, and for the public small figures are hidden")
    func trend() async throws {
        try await Self.with { desk in
            let years = try await desk.get("\(Self.path)?attendance=confirmed&group=year")
            #expect(years.text.contains("class=\"trend\" role=\"img\" aria-label=\"2001: 9"))
            let hidden = try await desk.get(
                "\(Self.path)?attendance=confirmed&group=country&period=2001&audience=public")

            #expect(hidden.text.contains("aria-label=\"Estonia: hidden\""))
            #expect(hidden.says("Hidden stands for small numbers"))
            #expect(!hidden.text.contains("Why is it another figure"))
            let csv = try await desk.get(
                "\(Self.path)/report.csv?attendance=confirmed&group=country&period=2001"
                    + "&audience=public")
            #expect(csv.text == "country,value\r\n,9\r\nEE,\r\nLV,\r\n")
        }
    }

    @Test("A recipe that cannot be counted is told field by field, with all that was chosen")
    func wrong() async throws {
        try await Self.with { desk in
            let page = try await desk.get(
                "\(Self.path)?roles=trainer&group=country&group=country&first_day=2026-01-01"
                    + "&as_of=yesterday&kinds=training")

            #expect(page.status == 422)
            #expect(page.text.contains("<title>Error: Reports"))
            for field in ["group", "last_day", "as_of"] {
                #expect(page.text.contains("<li><a href=\"#\(field)\">"), "\(field)")
            }
            #expect(page.says("Divided by: Each of them once."))
            #expect(page.says("id=\"roles-trainer\" value=\"trainer\" checked"))
            #expect(page.says("id=\"kinds-training\" value=\"training\" checked"))
            #expect(page.text.contains("value=\"2026-01-01\""))
            _ = try PagesMarkup(page.text)
            let unknown = try await desk.get("\(Self.path)?period=mandate:nothing")
            #expect(unknown.status == 422)
            #expect(unknown.text.contains("<li><a href=\"#period\">"))
        }
    }

    @Test("A report is kept under a title, listed, and counted again")
    func keep() async throws {
        try await Self.with { desk in
            let recipe: KeyValuePairs = ["title": "", "period": "2001", "group": "country,sector"]
            let untitled = try await desk.send("\(Self.path)/kept", recipe)
            #expect(untitled.status == 422)
            #expect(untitled.text.contains("<li><a href=\"#title\">"))
            #expect(untitled.says("Counts different persons"))
            let kept = try await desk.send(
                "\(Self.path)/kept", ["title": "Of <2001>", "period": "2001", "group": "country"])
            #expect(kept["Location"] == "\(Self.path)/kept")

            let list = try await desk.get("\(Self.path)/kept")
            _ = try PagesMarkup(list.text)
            #expect(list.text.contains("Of &lt;2001&gt;"))
            let link = try #require(list.text.firstMatch(of: /href="([^"]*\/kept\/[^"]+)"/)).1
            let bytes = try await desk.get(String(link))
            #expect(bytes["Repr-Digest"] != nil)
            #expect(try await desk.send("\(Self.path)/kept/verify").says("is the same"))
            try await desk.room.room.change(
                "UPDATE kept_report SET body = 'x', digest = sha256('x')")
            #expect(try await desk.send("\(Self.path)/kept/verify").says("are not the same"))
        }
    }

    @Test("Why figures changed is told cause by cause")
    func difference() async throws {
        try await Self.with { desk in
            let before = try await desk.told(Self.latest)
            try await desk.room.room.change(
                "UPDATE event SET cancelled_at = now() WHERE code = 'two'")
            let after = try await desk.told(Self.latest)
            let query = "unit=participation&attendance=confirmed&period=2001&group=event"
            let page = try await desk.get(
                "\(Self.path)/difference?\(query)&from=\(before)&to=\(after)")

            #expect(page.status == 200)
            _ = try PagesMarkup(page.text)
            #expect(page.says("An event was cancelled"))
            #expect(page.text.contains("<td data-label=\"Change\">−2</td>"))
            #expect(page.says("<li>Two: −2</li>"))
            let wrong = try await desk.get("\(Self.path)/difference?\(query)&from=\(after)&to=x")
            #expect(wrong.status == 422)
            #expect(wrong.text.contains("<li><a href=\"#to\">"))
        }
    }

    /// The instant of the latest fact, as a request writes it.
    private static let latest = """
        SELECT to_char(latest AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') FROM fact_clock
        """

    static func with(
        role: String = "report-writer",
        _ body: @escaping @Sendable (ConsoleDesk) async throws -> Void
    ) async throws {
        try await ConsoleDesk.with(role: role) { desk, _ in
            try await desk.room.room.change(world)
            // The facts are of now, and the clock of the stage stood still.
            desk.room.room.clock += 3_600
            try await body(desk)
        }
    }

    /// Nine persons in one event of 2001 and two of them in another.
    static let world = """
        INSERT INTO event (code, kind, title, summary, admission, starts_on, ends_on, time_zone,
            is_online, published_at)
        SELECT code, 'training', title, '', 'open', day::date, day::date, 'Europe/Riga', true,
               '2001-01-01Z'
        FROM (VALUES ('one', 'One', '2001-03-15'), ('two', 'Two', '2001-09-15'))
            AS v (code, title, day);
        INSERT INTO person (given_name, family_name, email, email_folded, sector, country,
            created_at)
        SELECT 'P', 'N' || n, 'p' || n || '@example.org', 'p' || n || '@example.org', 'police',
               CASE WHEN n <= 6 THEN 'LV' ELSE 'EE' END, '2001-01-01Z'
        FROM generate_series(1, 9) AS n;
        CREATE TEMP TABLE place AS
        SELECT gen_random_uuid() AS id, event.id AS event_id, person.token, person.country
        FROM event, person WHERE person.given_name = 'P'
          AND (event.code = 'one' OR (event.code = 'two' AND person.family_name IN ('N1', 'N2')));
        INSERT INTO participation (id, event_id, created_at)
        SELECT id, event_id, '2001-01-01Z' FROM place;
        INSERT INTO participation_fact (participation_id, person_token, status, role, country,
            sector, actor, occurred_at, recorded_at)
        SELECT id, token, 'confirmed', 'participant', country, 'police', 'command:7',
               '2001-01-01Z', moment.instant
        FROM place, (SELECT record_instant() AS instant) AS moment;
        """
}
