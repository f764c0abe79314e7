import Foundation
import Postgres
import TestSupport
import Testing
import TrainingRegistry

@testable import RegistryHTTP

@Suite(.timeLimit(.minutes(10))) struct PublicFiguresTests {
    static let path = "/api/v1/public/figures"

    /// Lends a desk with the invented history, of which 3 of 45 persons are from Norway.
    private static func with(
        _ body: @escaping @Sendable (CoordinatorDesk) async throws -> Void
    ) async throws {
        let history = try Repository.text("demo/history.sql")
        try await CoordinatorDesk.with { desk in
            try await desk.stage.change(history)
            try await body(desk)
        }
    }

    private struct Answer: Decodable {
        var items: [Claim]
        var headlines: [Headline]
        var publications: [Publication]

        struct Claim: Decodable { var code: String }
        struct Headline: Decodable { var text: String }
        struct Publication: Decodable {
            var subject: String
            var total: Int?
            var figures: [Figure]
            var words: [String]
        }
        struct Figure: Decodable {
            var key: String
            var title: String
            var value: Int?
        }
    }

    private static func read(_ stage: ServiceStage) async throws -> Answer {
        try JSONDecoder().decode(Answer.self, from: Data(try await stage.get(path).body))
    }

    @Test("Before anything is published there are claims, and the page says that no count is")
    func nothing() async throws {
        try await ServiceStage.with { stage in
            let answer = try await Self.read(stage)

            #expect(answer.items.count == 14)
            #expect(answer.publications.isEmpty)
            #expect(answer.headlines.first?.text == "≥ 1000 (over 20 years, baseline)")
            #expect(try await stage.get("/figures").text.contains("No count is published yet."))
        }
    }

    @Test("What is published is told to everybody; what it hides is in no answer")
    func published() async throws {
        try await Self.with { desk in
            let stage = desk.stage
            let target = "/api/v1/figures/publications"
            let preview = try await desk.send("POST", target, #"{"is_preview":true}"#)
            #expect(preview.status == 200)
            #expect(try await desk.told("SELECT count(*) FROM figure_publication") == "0")

            #expect(try await desk.send("POST", target, "{}").status == 201)
            try await stage.service.holder.reload()

            let answer = try await Self.read(stage)
            let page = try await stage.get("/figures").text
            let countries = try #require(answer.publications.first { $0.subject == "country" })
            let norway = try #require(countries.figures.first { $0.key == "NO" })
            #expect(norway.value == nil)
            #expect(norway.title == "Norway")
            #expect(countries.total == 45)
            #expect(countries.words.contains { $0.contains("different persons") })
            #expect(answer.headlines.first?.text.hasSuffix(" + 45 counted") == true)
            #expect(page.contains("<td>hidden</td>"))
            #expect(page.contains("+ 45"))
            let hidden = try await desk.told(
                """
                SELECT count(*) FROM figure_publication,
                LATERAL jsonb_array_elements(counts->'columnTotals') WITH ORDINALITY AS c (n, i),
                LATERAL jsonb_array_elements(shown->'columnTotals') WITH ORDINALITY AS s (n, i)
                WHERE c.i = s.i AND (s.n = 'null' OR s.n = c.n) AND (c.n::int < 5) <= (s.n = 'null')
                """)
            let lines = answer.publications.reduce(0) { $0 + $1.figures.count }
            #expect(hidden == String(lines))
            #expect(
                try await desk.told(
                    "SELECT string_agg(DISTINCT subject || ' ' || action, ',') FROM audit "
                        + "WHERE subject = 'figure_publication'") == "figure_publication publish")
        }
    }

    @Test("Answers are kept by whoever asked, and asked about again")
    func cached() async throws {
        try await Self.with { desk in
            for path in [Self.path, "/figures"] {
                let first = try await desk.stage.get(path)
                let tag = try #require(first["ETag"])
                #expect(first["Cache-Control"] == "public, no-cache")
                #expect(try await desk.stage.get(path, "If-None-Match: \(tag)").status == 304)

                _ = try await desk.send("POST", "/api/v1/figures/publications", "{}")
                try await desk.stage.service.holder.reload()
                let after = try await desk.stage.get(path, "If-None-Match: \(tag)")
                #expect(after.status == (path == Self.path ? 200 : 304))
            }
        }
    }

    @Test("A claim is made, changed and listed, with all that is wrong with it told at once")
    func claims() async throws {
        try await CoordinatorDesk.with { desk in
            let path = "/api/v1/baseline-figures/experts-2012"
            func claim(_ more: String) -> String {
                """
                {"title":"Experts","value":80,"qualifier":"about","unit":"experts",
                "counts_people":true,"period":"until 2012","ends_on":"2012-12-31",
                "source":{"quote":"about 80","place":"Report"}\(more)}
                """
            }
            #expect(try await desk.send("PUT", path, claim("")).status == 201)
            let other = #","programme":"protect""#
            #expect(
                try await desk.send("PUT", path, claim(other)).summary
                    .hasPrefix("422 invalid-fields /reason needs-reason"))
            #expect(
                try await desk.send("PUT", path, claim(other + #","reason":"of PROTECT""#)).status
                    == 200)
            let list = try await desk.document("GET", "/api/v1/baseline-figures")
            let items = try #require(list["items"] as? [[String: Any]])
            let own = try #require(items.first { $0["code"] as? String == "experts-2012" })
            #expect(own["ends_on"] as? String == "2012-12-31")
            #expect(own["programme"] as? String == "protect")
            let headline = try await desk.document(
                "GET", "/api/v1/reports/headline?programme=protect")
            let first = try #require((headline["items"] as? [[String: Any]])?.first)
            #expect(first["text"] as? String == "≈ 80 (until 2012, baseline) + 0 counted")

            let early = claim(#","reason":"soon","told_on":"2999-01-01""#)
            #expect(
                try await desk.send("PUT", path, early).summary
                    == "422 invalid-fields /told_on in-the-future")

            let wrong = try await desk.send(
                "PUT", path, #"{"value":-1,"programme":"none","phase":"protect-1"}"#)
            #expect(wrong.status == 422)
            for pointer in ["/title", "/value", "/qualifier", "/unit", "/source", "/phase"] {
                #expect(wrong.text.contains("\"\(pointer)\""), "\(pointer)")
            }
            #expect(
                try await desk.send("PUT", path, claim(#","event":"nowhere""#)).summary
                    .hasPrefix("422 invalid-fields /event unknown-event"))
        }
    }

    @Test("What a claim said stays readable beside what it says now, with the reason")
    func entries() async throws {
        try await CoordinatorDesk.with { desk in
            let path = "/api/v1/baseline-figures/professionals-trained"
            func claim(_ value: Int, _ more: String = "") -> String {
                """
                {"title":"Professionals trained","value":\(value),"qualifier":"at-least",
                "unit":"professionals","counts_people":true,"period":"over 20 years",
                "source":{"quote":"over \(value)","place":"Report"}\(more)}
                """
            }
            func entries() async throws -> [[String: Any]] {
                let list = try await desk.document("GET", path)
                return try #require(list["items"] as? [[String: Any]])
            }
            #expect(try await desk.send("PUT", path, claim(5000)).status == 422)
            #expect(try await entries().count == 1)
            let reason = #","reason":"a later report""#
            #expect(try await desk.send("PUT", path, claim(5000, reason)).status == 200)
            // The same again is no other claim, with a reason or without.
            #expect(try await desk.send("PUT", path, claim(5000)).status == 200)
            #expect(try await desk.send("PUT", path, claim(5000, reason)).status == 200)

            let said = try await entries()
            #expect(said.map { $0["value"] as? Int } == [5000, 1000])
            #expect(said.map { $0["reason"] as? String } == ["a later report", nil])
            let quotes = said.map { ($0["source"] as? [String: Any])?["quote"] as? String ?? "" }
            #expect(quotes[0] == "over 5000")
            #expect(quotes[1].contains("training over a 1000"))
            #expect(said[0]["superseded_at"] is NSNull)
            #expect(said[1]["superseded_at"] as? String == said[0]["recorded_at"] as? String)
            let headline = try await desk.document("GET", "/api/v1/reports/headline")
            let first = try #require((headline["items"] as? [[String: Any]])?.first)
            #expect((first["text"] as? String)?.hasPrefix("≥ 5000 (over 20 years") == true)
            #expect(
                try await desk.told(
                    "SELECT string_agg(action || ' ' || reason, ',') FROM audit "
                        + "WHERE subject = 'baseline_figure'") == "edit a later report")
            let nowhere = try await desk.send("GET", "/api/v1/baseline-figures/of-nobody")
            #expect(nowhere.status == 404)
        }
    }

    @Test("Who only reads figures publishes none")
    func refused() async throws {
        try await CoordinatorDesk.with(role: .reportWriter) { desk in
            let wish = try await desk.send("POST", "/api/v1/figures/publications", "{}")
            let read = try await desk.send("GET", "/api/v1/reports/headline")
            #expect(wish.status == 403)
            #expect(read.status == 200)
        }
    }
}
