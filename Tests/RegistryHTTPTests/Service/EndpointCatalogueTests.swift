import Foundation
import Testing
import TrainingRegistry

@testable import RegistryHTTP

@Suite struct EndpointCatalogueTests {
    private struct Page: Decodable {
        struct Item: Decodable, Equatable {
            var code: String
            var starts_on: String
        }
        var items: [Item]
        var next: String?
    }

    private static func read(_ response: Response) throws -> Page {
        try JSONDecoder().decode(Page.self, from: Data(response.body))
    }

    @Test("The list of events, read page by page, is the list read at once")
    func pages() async throws {
        try await ServiceStage.with { stage in
            let all = try Self.read(try await stage.get("/api/v1/events?limit=200")).items
            var items: [Page.Item] = []
            var next: String? = ""
            while let cursor = next {
                let path = "/api/v1/events?limit=3" + (cursor.isEmpty ? "" : "&cursor=\(cursor)")
                let page = try Self.read(try await stage.get(path))
                items += page.items
                next = page.next
            }

            #expect(items == all)
            #expect(items.count == stage.catalogue.events.count)
        }
    }

    @Test("What is asked for in a way that is not known is refused with its name")
    func parameters() async throws {
        try await ServiceStage.with { stage in
            let rows = [
                ("events?form=2027-01-01", "422 invalid-fields /form unknown-member"),
                ("events?from=2027-02-30", "422 invalid-fields /from bad-date"),
                ("events?kind=party&limit=0", "422 invalid-fields /kind unknown-kind, /limit "),
                ("events?cursor=x", "422 invalid-fields /cursor bad-cursor"),
                ("members?on=today", "422 invalid-fields /on bad-date"),
                ("programmes?x", "422 invalid-fields /x unknown-member"),
                ("events/nowhere-2027", "404 not-found"),
                ("programmes/NOWHERE", "404 not-found"),
                ("nothing", "404 not-found"),
            ]
            for (target, expected) in rows {
                let answer = try await stage.get("/api/v1/\(target)", "Accept: text/html")
                #expect(answer.summary.hasPrefix(expected), "\(target)")
            }
        }
    }

    @Test("Lists are whole JSON, and one that has not changed is not sent again")
    func lists() async throws {
        try await ServiceStage.with { stage in
            for path in [
                "/api/v1/events", "/api/v1/programmes", "/api/v1/members",
                "/api/v1/members?on=2015-01-01", "/api/v1/public/figures", "/openapi.json",
                "/api/v1/events/protect-tallinn-2027", "/api/v1/programmes/protect",
            ] {
                let answer = try await stage.get(path)
                #expect(answer.status == 200, "\(path)")
                _ = try JSONSerialization.jsonObject(with: Data(answer.body))
            }
            for path in ["/", "/api/v1/events", Asset.favicon.path] {
                let tag = try #require(try await stage.get(path)["ETag"])
                #expect(try await stage.get(path, "If-None-Match: \(tag)").status == 304)
            }
        }
    }

    @Test("The description names every operation of the API and no other")
    func description() async throws {
        let document = try JSONSerialization.jsonObject(with: Data(OpenAPI.document.body))
        let paths = try #require((document as? [String: Any])?["paths"] as? [String: Any])
        let told = try paths.flatMap { path, operations in
            try #require(operations as? [String: Any]).keys.map { "\(path) \($0.uppercased())" }
        }
        let served = Service.routes.filter { $0.pattern.hasPrefix("/api/") }

        #expect(told.sorted() == served.map { "\($0.pattern) \($0.method.rawValue)" }.sorted())
    }

    @Test("Operators get plain answers, and the mailbox is there only in demonstrations")
    func upkeep() async throws {
        try await ServiceStage.with { stage in
            #expect(try await stage.get("/healthz").text == "ok\n")
            #expect(try await stage.get("/readyz").text == "ready\n")
            #expect(try await stage.get("/metrics").status == 200)
            for path in ["/dev/mailbox", "/dev/mailbox.json", "/dev/mailbox/1"] {
                let page = try await stage.get(path, "Accept: text/html")
                #expect(page.status == 404)
                #expect(page.text.contains("<h1>There is no such page</h1>"))
            }
        }
        let mail = MailboxMessage(
            id: "1", receivedAt: Date(timeIntervalSince1970: 0), from: "a@example.org",
            to: "b@example.org", subject: "Hello", text: "Text", source: "Source")
        try await ServiceStage.with(mailbox: [mail]) { stage in
            #expect(try await stage.get("/dev/mailbox/1").status == 200)
            let list = try await stage.get("/dev/mailbox.json").text
            #expect(list.hasPrefix(#"[{"id":"1","received_at":"1970-01-01T00:00:00Z""#))
        }
    }
}
