import Foundation
import Testing
import TrainingRegistry

@testable import RegistryHTTP

@Suite struct ProgrammeKeepingTests {
    /// Every published phase, partner and grant as the tables hold them, a line each.
    static let loaded = """
        SELECT string_agg(line, E'\\n' ORDER BY line COLLATE "C") FROM (
            SELECT concat_ws('|', 'phase', p.code, h.code, h.title,
                coalesce(h.starts_on::text, '-'), coalesce(h.ends_on::text, '-'),
                coalesce(h.period_source_quote, '-'),
                coalesce(h.period_source_place, '-')) AS line
            FROM phase h JOIN programme p ON p.id = h.programme_id WHERE p.published_at IS NOT NULL
            UNION ALL
            SELECT concat_ws('|', 'partner', h.code, n.name, a.role, coalesce(o.country, '-'))
            FROM phase_partner a JOIN phase h ON h.id = a.phase_id
            JOIN organisation o ON o.id = a.organisation_id
            JOIN organisation_name n ON n.organisation_id = o.id
                AND n.valid @> coalesce(h.ends_on, current_date)
            UNION ALL
            SELECT concat_ws('|', 'grant', h.code, n.name, coalesce(g.funding_programme, '-'),
                coalesce(g.reference, '-'))
            FROM phase_grant a JOIN phase h ON h.id = a.phase_id
            JOIN funding_grant g ON g.id = a.funding_grant_id
            JOIN organisation_name n ON n.organisation_id = g.funder_id
                AND n.valid @> coalesce(h.ends_on, current_date)
        ) AS loaded
        """

    @Test("Every phase, partner and grant comes back equal to what was loaded")
    func readBack() async throws {
        try await CoordinatorDesk.with { desk in
            let wanted = try await desk.told(Self.loaded).split(separator: "\n").map(String.init)

            let answer = try await desk.document("GET", "/api/v1/programmes")

            let text = { (value: Any?) in value as? String ?? "-" }
            var lines: [String] = []
            for programme in try #require(answer["items"] as? [[String: Any]]) {
                for phase in try #require(programme["phases"] as? [[String: Any]]) {
                    let source = phase["period_source"] as? [String: Any]
                    let code = text(phase["code"])
                    lines.append(
                        [
                            "phase", text(programme["code"]), code, text(phase["title"]),
                            text(phase["starts_on"]), text(phase["ends_on"]),
                            text(source?["quote"]), text(source?["place"]),
                        ].joined(separator: "|"))
                    for part in try #require(phase["partners"] as? [[String: Any]]) {
                        let values = ["organisation", "role", "country"].map { text(part[$0]) }
                        lines.append((["partner", code] + values).joined(separator: "|"))
                    }
                    for grant in try #require(phase["grants"] as? [[String: Any]]) {
                        let names = ["funder", "funding_programme", "reference"]
                        let values = names.map { text(grant[$0]) }
                        lines.append((["grant", code] + values).joined(separator: "|"))
                    }
                }
            }
            let order = { (a: String, b: String) in a.utf8.lexicographicallyPrecedes(b.utf8) }
            #expect(lines.sorted(by: order) == wanted)
            #expect(wanted.filter { $0.hasPrefix("partner") }.count > 10)
            #expect(wanted.filter { $0.hasPrefix("grant") }.count > 5)
        }
    }

    @Test("Every programme, phase and grant can be sent back as it was read, and is the same then")
    func roundTrip() async throws {
        try await CoordinatorDesk.with { desk in
            let before = try await desk.send("GET", "/api/v1/staff/programmes")
            let items = try await desk.document("GET", "/api/v1/staff/programmes")["items"]
            for programme in try #require(items as? [[String: Any]]) {
                let path = "/api/v1/programmes/\(programme["code"] ?? "")"
                _ = try await desk.document("PUT", path, try programme.json())
                for phase in try #require(programme["phases"] as? [[String: Any]]) {
                    let grants = try #require(phase["grants"] as? [[String: Any]])
                    for grant in grants {
                        _ = try await desk.document(
                            "PUT", "/api/v1/grants/\(grant["code"] ?? "")", try grant.json())
                    }
                    _ = try await desk.document(
                        "PUT", "\(path)/phases/\(phase["code"] ?? "")",
                        try phase.json(changing: ["grants": grants.map { $0["code"] ?? "" }]))
                }
            }

            let after = try await desk.send("GET", "/api/v1/staff/programmes")

            // As a flag: both together would fill screens.
            #expect((after.body == before.body) == true)
            #expect(before.body.count > 5_000)
        }
    }

    @Test("A programme grows from nothing by the same documents")
    func made() async throws {
        try await CoordinatorDesk.with { desk in
            let programme = "/api/v1/programmes/safe-passage"
            let steps = [
                (
                    "PUT", "/api/v1/organisations/harbour-police",
                    #"{"name": "Harbour Police", "country": "SE", "sector": "police"}"#
                ),
                ("PUT", "/api/v1/grants/g-1", #"{"funder": "harbour-police", "reference": "7"}"#),
                ("PUT", programme, #"{"title": "Safe Passage", "is_published": true}"#),
                (
                    "PUT", programme + "/phases/safe-passage-1",
                    """
                    {"title": "One", "starts_on": "2027-01-01", "grants": ["g-1"],
                     "period_source": {"quote": "from 2027", "place": "The plan"},
                     "partners": [{"organisation": "harbour-police", "role": "lead"},
                                  {"organisation": "european-commission", "role": "associate"}]}
                    """
                ),
            ]
            for (method, path, json) in steps {
                #expect(try await desk.send(method, path, json).status == 201, "\(path)")
                #expect(try await desk.send(method, path, json).status == 200, "\(path)")
            }
            // The lead changes hands in one document.
            let swapped = try await desk.send(
                "PUT", programme + "/phases/safe-passage-1",
                """
                {"title": "One", "partners": [
                    {"organisation": "harbour-police", "role": "project"},
                    {"organisation": "european-commission", "role": "lead"}]}
                """)
            #expect(swapped.status == 200, "\(swapped.summary)")

            try await desk.stage.service.holder.reload()
            let shown = try await desk.document("GET", programme)
            let phase = try #require((shown["phases"] as? [[String: Any]])?.first)
            let partners = try #require(phase["partners"] as? [[String: Any]])
            #expect(partners.map { $0["role"] as? String } == ["lead", "project"])
            #expect((phase["grants"] as? [Any])?.isEmpty == true)
        }
    }

    @Test("Everything that is wrong with a phase is said at once")
    func complaints() async throws {
        try await CoordinatorDesk.with { desk in
            let answer = try await desk.send(
                "PUT", "/api/v1/programmes/audtrain/phases/audtrain-3",
                """
                {"starts_on": "2027-02-01", "ends_on": "2027-01-01", "grants": ["none"],
                 "partners": [{"organisation": "cbss-children-at-risk-unit", "role": "lead"},
                              {"organisation": "cbss-children-at-risk-unit", "role": "lead"},
                              {"organisation": "nobody", "role": "boss"}]}
                """)
            #expect(
                answer.summary == """
                    422 invalid-fields /title missing, /partners/2/role unknown-value, \
                    /ends_on ends-before-it-starts, /period_source missing, \
                    /grants/0 unknown-grant
                    """)
            let other = try await desk.send(
                "PUT", "/api/v1/programmes/protect/phases/audtrain-2", #"{"title": "Mine"}"#)
            #expect(other.summary == "409 code-taken")
            let nowhere = try await desk.send(
                "PUT", "/api/v1/programmes/none/phases/none-1", #"{"title": "One"}"#)
            #expect(nowhere.status == 404)
            #expect(try await desk.stage.get("/api/v1/organisations").status == 401)
        }
    }

    @Test("A programme has another name once at a time, and names give way to later ones")
    func otherNames() async throws {
        try await CoordinatorDesk.with { desk in
            let path = "/api/v1/programmes/audtrain"
            let names = { (first: String, second: String) in
                """
                {"title": "AudTrain", "is_published": true, "names": [
                    {"name": "Audits", "starts_on": \(first)},
                    {"name": "Audits", "ends_on": \(second)}]}
                """
            }
            let both = try await desk.send("PUT", path, names(#""2016-01-01""#, "null"))
            #expect(both.summary == "422 invalid-fields /names/1/name repeated")
            for (first, second) in [("2016-01-01", "2010-12-31"), ("2005-01-01", "2004-12-31")] {
                let put = try await desk.send("PUT", path, names("\"\(first)\"", "\"\(second)\""))
                #expect(put.status == 200, "\(put.summary)")
            }
            let kept = try await desk.document("GET", "/api/v1/staff/programmes/audtrain")
            let days = (kept["names"] as? [[String: Any]])?.map { $0["starts_on"] as? String }
            #expect(days == [nil, "2005-01-01"])
        }
    }

    @Test("An organisation is called by its name of the time, and found by every spelling")
    func names() async throws {
        try await CoordinatorDesk.with { desk in
            let path = "/api/v1/organisations/harbour-police"
            let added = try await desk.send(
                "POST", "/api/v1/organisations",
                """
                {"code": "harbour-police", "name": "Harbour Police", "country": "SE",
                 "aliases": ["Hamnpolisen", "Harbor Police"]}
                """)
            #expect(added.status == 201, "\(added.summary)")
            let again = try await desk.send(
                "POST", "/api/v1/organisations", #"{"code": "harbour-police", "name": "Other"}"#)
            #expect(again.summary == "409 code-taken")

            let renamed = try await desk.send(
                "POST", path + "/names",
                #"{"name": "Port Police", "short_name": "PP", "from": "2020-07-01"}"#)
            #expect(renamed.status == 201, "\(renamed.summary)")
            let earlier = try await desk.send(
                "POST", path + "/names", #"{"name": "Quay Police", "from": "2020-07-01"}"#)
            #expect(earlier.summary == "409 named-since")

            let found = try await desk.document("GET", "/api/v1/organisations?q=hamnPOLISEN")
            let one = try #require((found["items"] as? [[String: Any]])?.first)
            let names = try #require(one["names"] as? [[String: Any]])
            #expect(names.map { $0["name"] as? String } == ["Harbour Police", "Port Police"])
            #expect(names.map { $0["until"] as? String } == ["2020-07-01", nil])

            // What is not said of spellings leaves them; an empty list takes them away.
            _ = try await desk.document("PUT", path, #"{"country": "FI"}"#)
            let kept = try await desk.document("GET", path)
            #expect(kept["aliases"] as? [String] == ["Hamnpolisen", "Harbor Police"])
            #expect(kept["country"] as? String == "FI")
            let cleared = try await desk.document("PUT", path, #"{"aliases": []}"#)
            #expect(cleared["aliases"] as? [String] == [])
        }
    }
}
