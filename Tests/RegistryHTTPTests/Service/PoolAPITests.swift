import Foundation
import Testing
import TrainingRegistry

@testable import RegistryHTTP

@Suite struct PoolAPITests {
    /// Lends a desk with three people in the pool of a programme that has one open event.
    static func with(
        _ body: @escaping @Sendable (CoordinatorDesk) async throws -> Void
    ) async throws {
        try await CoordinatorDesk.with { desk in
            for (name, more) in [
                ("Anna", [:]), ("Bea", ["topics": #"["trafficking"]"#]),
                ("Cleo", ["languages": #"["sv"]"#, "country": #""SE""#]),
            ] as [(String, [String: String?])] {
                let members = [
                    "programme": #""protect""#, "given_name": "\"\(name)\"",
                    "email": "\"\(name)@example.org\"",
                ].merging(more) { $1 }
                let sent = try await desk.stage.interest(EndpointInterestTests.pooled(members))
                try #require(sent.status == 202)
                let link = try #require(try await desk.stage.mailedToken("confirm-interest"))
                _ = try await desk.stage.form("/confirm/\(link)", [:])
                // The order of the list is that of confirming.
                desk.stage.clock += 1
            }
            try await body(desk)
        }
    }

    static let preview = "/api/v1/events/protect-tallinn-2027/pool"
    static let offers = "/api/v1/events/protect-tallinn-2027/pool/offers"

    static func items(_ document: [String: Any]) -> [[String: Any]] {
        document["items"] as? [[String: Any]] ?? []
    }

    @Test("A preview says whom an event suits, whom not, and why, page by page")
    func preview() async throws {
        try await Self.with { desk in
            let all = try await desk.document("GET", Self.preview)
            #expect(all["is_open"] as? Bool == true)
            let told = Self.items(all).map {
                "\($0["given_name"] ?? "") \(($0["reasons"] as? [String] ?? []).joined())"
            }
            #expect(told == ["Anna ", "Bea ", "Cleo languages"])
            let swedish = try await desk.document("GET", "\(Self.preview)?country=SE")
            #expect(Self.items(swedish).count == 1)
            let suited = try await desk.document("GET", "\(Self.preview)?matched=true&limit=1")
            let next = try #require(suited["next"] as? String)
            let rest = try await desk.document(
                "GET", "\(Self.preview)?matched=true&limit=1&cursor=\(next)")
            #expect(Self.items(rest).first?["given_name"] as? String == "Bea")
            #expect(rest["next"] is NSNull)
        }
    }

    @Test("Chosen people are offered the event with a reason; each is reported, and audited")
    func offer() async throws {
        try await Self.with { desk in
            let ids = Self.items(try await desk.document("GET", Self.preview))
                .compactMap { $0["interest"] as? String }
            let unknown = UUID().uuidString.lowercased()
            let chosen = [ids[2], ids[2], unknown].map { "\"\($0)\"" }.joined(separator: ",")

            let done = try await desk.document(
                "POST", Self.offers, #"{"interests":[\#(chosen)],"reason":"She asked for it."}"#)

            #expect(
                Self.items(done).map { $0["outcome"] as? String } == ["done", "refused", "refused"])
            #expect(
                Self.items(done).map { $0["code"] as? String } == [
                    nil, "offered", "unknown-interest",
                ])
            #expect(
                try await desk.told("SELECT reason FROM audit WHERE action = 'offer-to-pool'")
                    == "She asked for it.")
            let kept = try await desk.stage.database.keepPool(
                at: desk.stage.clock, mailDomain: "example.org")
            #expect(kept.offers == 2)
            let figure = try await desk.document("GET", "/api/v1/programmes/protect/pool")
            #expect(figure["offered"] as? Int == 3)
            #expect(figure["unmatched"] as? Int == 0)
            #expect((figure["topics"] as? [[String: Any]])?.count == 2)
        }
    }

    @Test("The figure of a programme counts the unmatched and says since when they wait")
    func figure() async throws {
        try await Self.with { desk in
            let figure = try await desk.document("GET", "/api/v1/programmes/protect/pool")

            #expect(figure["unmatched"] as? Int == 3)
            #expect(figure["oldest_since"] is String)
            let countries = figure["countries"] as? [[String: Any]] ?? []
            #expect(countries.map { $0["country"] as? String } == ["LV", "SE"])
            #expect(countries.map { $0["unmatched"] as? Int } == [2, 1])
            let languages = figure["languages"] as? [[String: Any]] ?? []
            #expect(languages.map { $0["language"] as? String } == [nil, "sv"])
        }
    }

    @Test("What is wrong, unknown or not allowed is refused by name")
    func refusals() async throws {
        try await CoordinatorDesk.with { desk async throws in
            let one = #"{"interests":["\#(UUID())"],"reason":"As agreed."}"#
            for (method, path, body, answer) in [
                ("GET", "/api/v1/programmes/nowhere/pool", "", "404 not-found"),
                ("GET", "/api/v1/events/nowhere/pool", "", "404 not-found"),
                ("POST", "/api/v1/events/nowhere/pool/offers", one, "404 not-found"),
                (
                    "GET", "\(Self.preview)?country=1&matched=x&limit=0&a=b", "",
                    "422 invalid-fields /country unknown-country, /matched unknown-value, "
                        + "/limit out-of-range, /a unknown-member"
                ),
                (
                    "POST", Self.offers, #"{"interests":[],"who":1}"#,
                    "422 invalid-fields /interests out-of-range, /reason missing, "
                        + "/who unknown-member"
                ),
                (
                    "POST", Self.offers, #"{"interests":["x"],"reason":"y"}"#,
                    "422 invalid-fields /interests/0 bad-identity"
                ),
                (
                    "POST", "/api/v1/events/protect-gdansk/pool/offers", one, "409 event-closed"
                ),
            ] {
                #expect(try await desk.send(method, path, body).summary == answer, "\(path)")
            }
            for path in ["/api/v1/programmes/protect/pool", Self.preview] {
                #expect(try await desk.stage.get(path).status == 401)
            }
        }
    }

    @Test("Coordinators say how long an interest of a programme stands")
    func months() async throws {
        try await CoordinatorDesk.with { desk in
            let path = "/api/v1/programmes/protect"
            let shown = try await desk.document("GET", "/api/v1/staff/programmes/protect")
            #expect(shown["pool_months"] as? Int == 12)

            let changed = try await desk.document(
                "PUT", path, shown.json(changing: ["pool_months": 24]))
            let kept = try await desk.document(
                "PUT", path, changed.json(changing: ["pool_months": NSNull()]))

            #expect(kept["pool_months"] as? Int == 24)
            let short = try await desk.send("PUT", path, shown.json(changing: ["pool_months": 1]))
            #expect(short.summary == "422 invalid-fields /pool_months out-of-range")
        }
    }
}
