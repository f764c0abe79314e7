import Foundation
import Testing
import TrainingRegistry

@testable import RegistryHTTP

@Suite(.timeLimit(.minutes(10))) struct UpkeepAPITests {
    static let events = """
        code,kind,title,starts_on,country,city,capacity
        old-one,training,Old one,2016-04-28,LV,Riga,20
        old-two,training,Old two,2017-04,,,
        """

    @Test("A file is previewed, written once, and leaves a line for each event")
    func imports() async throws {
        try await CoordinatorDesk.with(role: .administrator) { desk in
            let path = "/api/v1/imports/events"
            let preview = try await desk.upload(path, Self.events)
            #expect(preview.status == 200, "\(preview.summary)")
            #expect(preview.text.hasPrefix(#"{"is_written":false,"counts":{"created":2,"#))
            #expect(
                try await desk.told("(SELECT count(*) FROM event WHERE code LIKE 'old-%')") == "0")

            let written = try await desk.upload(path + "?mode=apply", Self.events)
            #expect(written.text.hasPrefix(#"{"is_written":true,"counts":{"created":2,"#))
            let again = try await desk.upload(path + "?mode=apply", Self.events)
            #expect(again.text.contains(#""unchanged":2"#))

            let audit = try await desk.document("GET", "/api/v1/audit?subject=event&limit=1")
            let items = try #require(audit["items"] as? [[String: Any]])
            #expect(items.map { $0["action"] as? String } == ["import"])
            let next = try #require(audit["next"] as? String)
            let rest = try await desk.document("GET", "/api/v1/audit?subject=event&cursor=\(next)")
            let others = try #require(rest["items"] as? [[String: Any]])
            #expect(others.count == 1)
            #expect(rest["next"] is NSNull)
            let id = try #require(others.first?["id"] as? String)
            let one = try await desk.document("GET", "/api/v1/audit?subject=event&id=\(id)")
            #expect((one["items"] as? [[String: Any]])?.count == 1)
        }
    }

    @Test("A row that is wrong is told with its line and column, and nothing is written")
    func wrong() async throws {
        try await CoordinatorDesk.with(role: .administrator) { desk in
            let file = Self.events + "\nbad-one,party,Bad,2016-13,,,\n"
            let answer = try await desk.upload("/api/v1/imports/events?mode=apply", file)
            #expect(answer.text.contains(#""is_written":false"#))
            #expect(answer.text.contains(#""line":4,"column":"kind","code":"unknown-value""#))
            #expect(
                try await desk.told("(SELECT count(*) FROM event WHERE code LIKE 'old-%')") == "0")
            let noTable = try await desk.upload("/api/v1/imports/people", "name\nIeva\n")
            #expect(noTable.text.contains(#""code":"unknown-column""#))
        }
    }

    @Test("A large file is taken from coordinators, and only where files are brought in")
    func large() async throws {
        try await CoordinatorDesk.with(role: .administrator) { desk in
            let rows = (1...5_000).map {
                "Person,Number\(Self.letters($0)),p\($0)@example.org,police,LV"
            }
            let file = (["given_name,family_name,email,sector,country"] + rows)
                .joined(separator: "\n")
            #expect(file.utf8.count > 200_000)
            let answer = try await desk.upload("/api/v1/imports/people", file)
            #expect(answer.text.contains(#""created":5000"#))
            for (path, bytes) in [
                ("/api/v1/people/search", 100_000), ("/api/v1/imports/people", 5_000_000),
            ] {
                await #expect(throws: Problem.self) {
                    try await desk.upload(path, String(repeating: "x", count: bytes))
                }
            }
        }
    }

    /// Digits are no part of a name.
    private static func letters(_ number: Int) -> String {
        String(String(number).map { Character(UnicodeScalar($0.asciiValue.map { $0 + 49 } ?? 97)) })
    }

    @Test("What is asked for wrongly is refused with its name")
    func refused() async throws {
        try await CoordinatorDesk.with(role: .administrator) { desk in
            #expect(
                try await desk.upload("/api/v1/imports/events?mode=now", "").summary
                    == "422 invalid-fields /mode unknown-value")
            #expect(try await desk.upload("/api/v1/imports/pets", "").status == 404)
            #expect(try await desk.send("POST", "/api/v1/imports/events", "{}").status == 415)
            #expect(
                try await desk.send("GET", "/api/v1/audit?id=x&cursor=0&limit=0").summary
                    == "422 invalid-fields /id bad-id, /cursor out-of-range, /limit out-of-range")
            for path in ["/api/v1/audit", "/api/v1/imports/events"] {
                let status = try await desk.stage.get(path).status
                #expect(status == 401 || status == 405)
            }
        }
    }

    @Test("An organisation without a code is given one, once; places in a session leave a line")
    func codes() async throws {
        try await CoordinatorDesk.with(role: .administrator) { desk in
            try await desk.stage.change(
                "INSERT INTO organisation (country, created_at) VALUES ('LV', '2026-01-01')")
            let id = try await desk.told("(SELECT id FROM organisation WHERE code IS NULL LIMIT 1)")
            let path = "/api/v1/organisations/\(id)/code"
            let other = try await desk.told("(SELECT min(code) FROM organisation)")
            #expect(
                try await desk.send("PUT", path, #"{"code":"\#(other)"}"#).summary
                    == "409 code-taken")
            #expect(try await desk.send("PUT", path, #"{"code":"the-new-one"}"#).status == 200)
            #expect(
                try await desk.send("PUT", path, #"{"code":"another-one"}"#).summary
                    == "409 has-a-code")
            let nobody = "/api/v1/organisations/\(UUID())/code"
            #expect(try await desk.send("PUT", nobody, #"{"code":"nobody"}"#).status == 404)

            let session = try await desk.told("(SELECT id FROM session LIMIT 1)")
            let places = "/api/v1/sessions/\(session)/places"
            #expect(try await desk.send("PUT", places, #"{"places":3}"#).status == 204)
            let audit = try await desk.document("GET", "/api/v1/audit?limit=2")
            let items = try #require(audit["items"] as? [[String: Any]])
            #expect(items.map { $0["action"] as? String } == ["set-places", "give-code"])
        }
    }
}

extension CoordinatorDesk {
    /// Sends a file of CSV with the key.
    func upload(_ target: String, _ csv: String) async throws -> Response {
        let head = """
            POST \(target) HTTP/1.1\r\nHost: 127.0.0.1:8080\r\nAuthorization: Bearer \(key)\r
            Content-Type: text/csv; charset=utf-8\r\nContent-Length: \(csv.utf8.count)\r\n\r\n
            """
        return try await stage.answer(Array((head + csv).utf8))
    }
}
