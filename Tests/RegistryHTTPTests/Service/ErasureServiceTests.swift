import Foundation
import Testing
import TrainingRegistry

@testable import RegistryHTTP

@Suite struct ErasureServiceTests {
    static let path = "/api/v1/people/\(EndpointPeopleTests.other)/erasure"

    @Test("An administrator looks at what would go, erases, and cannot do it twice")
    func api() async throws {
        try await EndpointPeopleTests.with { stage, staff in
            #expect(try await stage.get(Self.path, staff).status == 403)
            try await stage.change("UPDATE staff_token SET role = 'administrator'")
            func send(_ body: String) async throws -> Response {
                try await stage.post(Self.path, "application/json", Array(body.utf8), [staff])
            }

            let preview = try await stage.get(Self.path, staff)
            let planned = try EndpointPeopleTests.items(preview)
            let words = planned.map {
                "\($0["table"] ?? "") \($0["does"] ?? "") \($0["rows"] ?? "")"
            }
            #expect(
                words == [
                    "person deleted 1", "participation kept 1", "participation_fact kept 1",
                ])
            #expect(
                try await send("{}").summary == "422 invalid-fields /reason missing")
            #expect(
                try await send(#"{"reason":"Ērika Bērziņa asked"}"#).summary
                    == "422 invalid-fields /reason names-the-person")

            let done = try await send(#"{"reason":"asked by letter"}"#)
            #expect(done.status == 200)
            #expect(done.text == preview.text)
            #expect(try await send(#"{"reason":"again"}"#).summary == "409 erased-already")
            #expect(try await stage.get(Self.path, staff).summary == "409 erased-already")
            let person = try await stage.get("/api/v1/people/\(EndpointPeopleTests.other)", staff)
            #expect(person.status == 404)
        }
    }

    @Test("The page shows who it is and what goes, and erases only who is sure and says why")
    func page() async throws {
        try await ConsoleDesk.with(people: ["Ada", "Bea"]) { desk, ids in
            let of = "WHERE given_name = 'Ada'"
            let person = try await desk.told("(SELECT id FROM person \(of))")
            let path = "/console/people/\(person)/erase"
            let place = try await desk.get("/console/events/small/people/\(ids[0])")
            #expect(place.text.contains("href=\"\(path)\""))

            let look = try await desk.get(path)
            #expect(look.says("Ada Ozola"))
            #expect(look.says("Names and addresses"))
            #expect(try await desk.told("(SELECT count(*) FROM person)") == "2")

            let unsure = try await desk.send(path, ["reason": "by letter"])
            #expect(unsure.status == 422)
            #expect(unsure.says("Make sure who asks, and tick the box."))
            let named = try await desk.send(path, ["reason": "Ada Ozola asks", "sure": "yes"])
            #expect(named.status == 422)
            #expect(named.says("without the name and the address"))
            #expect(try await desk.told("(SELECT count(*) FROM person)") == "2")

            let done = try await desk.send(path, ["reason": "by letter", "sure": "yes"])
            #expect(done.status == 200)
            #expect(done.says("The person is erased"))
            #expect(!done.says("Ada"))
            #expect(try await desk.told("(SELECT count(*) FROM person \(of))") == "0")
            #expect(try await desk.get(path).status == 404)
        }
    }

    @Test("What is to be done first is said in the place of the form")
    func refused() async throws {
        try await ConsoleDesk.with(people: ["Ada"]) { desk, ids in
            let person = try await desk.told("(SELECT id FROM person)")
            try await desk.room.room.change(
                """
                INSERT INTO staff (email, email_folded, name, created_at, created_by)
                VALUES ('ada@example.org', 'ada@example.org', 'Ada Ozola', now(), 'test')
                """)
            let path = "/console/people/\(person)/erase"
            let look = try await desk.get(path)
            #expect(look.status == 409)
            #expect(look.says("an open account of the secretariat"))
            #expect(!look.text.contains("name=\"reason\""))
            let sent = try await desk.send(path, ["reason": "by letter", "sure": "yes"])
            #expect(sent.status == 409)
        }
    }

    @Test("A coordinator sees no way to erase anybody")
    func coordinator() async throws {
        try await ConsoleDesk.with(role: "coordinator", people: ["Ada"]) { desk, ids in
            let place = try await desk.get("/console/events/small/people/\(ids[0])")
            #expect(place.status == 200)
            #expect(!place.text.contains("/erase"))
            let person = try await desk.told("(SELECT id FROM person)")
            #expect(try await desk.get("/console/people/\(person)/erase").status == 403)
        }
    }
}
