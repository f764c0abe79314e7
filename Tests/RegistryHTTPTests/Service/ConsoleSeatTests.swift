import Foundation
import Testing
import TrainingRegistry

@testable import RegistryHTTP

@Suite(.timeLimit(.minutes(10))) struct ConsoleSeatTests {
    static let path = "/console/events/small/seats"

    @Test("Seats, quotas and targets are set; what does not go is said with what does")
    func rules() async throws {
        try await ConsoleDesk.with(people: ["Ada", "Bea"]) { desk, ids in
            let set = try await desk.send(
                Self.path + "/number", ["seats": "3", "offer_hours": "24"])
            #expect(set.status == 303)
            _ = try await desk.send(
                Self.path + "/quotas", ["quota-new": "country:LV", "max-new": "2"])
            _ = try await desk.send(
                Self.path + "/targets", ["target-new": "country-min:EE", "people-new": "1"])
            _ = try await desk.room.post(
                "/moves",
                """
                {"moves":[{"interest":"\(ids[0])","to":"offered"},
                {"interest":"\(ids[1])","to":"offered"}]}
                """)

            let page = try await desk.get(Self.path)
            #expect(page.says("Latvia, at most (2 taken)"))
            #expect(page.says("Estonia, at least"))
            #expect(page.says("Ada Ozola"))
            let few = try await desk.send(Self.path + "/number", ["seats": "1"])
            #expect(few.status == 409)
            #expect(few.says("Allowed: 2 or more (2 taken, 0 kept)."))
            #expect(few.says("value=\"1\""))
            let quota = try await desk.send(
                Self.path + "/quotas", ["quota-0": "country:LV", "max-0": "1"])
            #expect(quota.status == 409)
            #expect(quota.says("Allowed: not less than what is taken of it."))
            let empty = try await desk.send(Self.path + "/number", ["seats": ""])
            #expect(empty.status == 422)
            #expect(empty.says("Say how many."))
            let gone = try await desk.send(
                Self.path + "/quotas", ["quota-0": "country:LV", "max-0": ""])
            #expect(gone.status == 303)
            #expect(try await desk.told("SELECT count(*) FROM seat_quota") == "0")
        }
    }

    @Test("Seats are kept, freed, and given to somebody else")
    func hands() async throws {
        try await ConsoleDesk.with(people: ["Ada", "Bea"]) { desk, ids in
            _ = try await desk.send(Self.path + "/number", ["seats": "2"])
            let keep = Self.path + "/keep"
            let many = try await desk.send(keep, ["holder": "member:EE", "kept": "3"])
            #expect(many.status == 409)
            #expect(many.says("Allowed: 2 more at most."))
            let kept = try await desk.send(keep, ["holder": "member:EE", "kept": "1"])
            #expect(kept.status == 303)
            let nobody = try await desk.send(Self.path + "/keep", ["kept": "1"])
            #expect(nobody.says("Choose for whom."))
            _ = try await desk.room.post(
                "/moves",
                #"{"moves":[{"interest":"\#(ids[0])","to":"offered"}]}"#)
            _ = try await desk.room.post(
                "/moves",
                #"{"moves":[{"interest":"\#(ids[0])","to":"accepted"}]}"#)
            let number = try await desk.told(
                "SELECT number FROM seat WHERE participation_id IS NOT NULL")

            let page = try await desk.get(Self.path + "/\(number)")
            #expect(page.says("Bea Ozola (Received)"))
            let none = try await desk.send(Self.path + "/\(number)/substitute")
            #expect(none.says("Choose who comes."))
            let swapped = try await desk.send(
                Self.path + "/\(number)/substitute", ["interest": ids[1]])
            #expect(swapped.status == 303)
            let freed = try await desk.send(
                Self.path + "/\(number)/free", ["reason": "ill"])
            #expect(freed.status == 303)
            _ = try await desk.send(Self.path + "/number", ["seats": "3"])
            let again = try await desk.send(Self.path + "/3/substitute", ["interest": ids[0]])
            #expect(again.status == 409)
            #expect(again.says("Nobody has this seat."))
            #expect(try await desk.get(Self.path + "/77").status == 404)
        }
    }

    @Test(
        "Who may look may not always change",
        arguments: [
            ("check-in", "event:small", 403, 403), ("report-writer", "", 403, 403),
            ("coordinator", "programme:audtrain", 404, 404),
            ("coordinator", "event:small", 200, 303),
        ])
    func roles(role: String, place: String, look: Int, change: Int) async throws {
        try await ConsoleDesk.with(role: role, place: place) { desk, _ in
            let got = try await desk.get(Self.path).status
            let sent = try await desk.send(Self.path + "/number", ["seats": "3"]).status
            #expect(got == look)
            #expect(sent == change)
        }
    }
}
