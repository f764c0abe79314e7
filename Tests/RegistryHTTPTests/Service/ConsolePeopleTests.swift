import Foundation
import Testing
import TrainingRegistry

@testable import RegistryHTTP

@Suite(.timeLimit(.minutes(10))) struct ConsolePeopleTests {
    static let path = "/console/events/small/people"

    @Test("People are found and sorted as asked, and no address holds a name")
    func list() async throws {
        try await ConsoleDesk.with(people: ["Ada", "Bea", "Cia"]) { desk, ids in
            let all = try await desk.get(Self.path + "?sort=-name&size=50")
            #expect(all.status == 200)
            #expect(all.text.contains("aria-sort=\"descending\""))
            let names = ["Cia Ozola", "Bea Ozola", "Ada Ozola"]
            let order = names.compactMap { all.text.range(of: $0) }
            let places: [String.Index] = order.map(\.lowerBound)
            #expect(places == places.sorted())
            #expect(order.count == 3)

            #expect(try await desk.get(Self.path + "?status=declined").says("Nobody is there."))
            #expect(try await desk.get(Self.path + "?country=XYZ").status == 422)

            let found = try await desk.send(Self.path + "/find", ["find": "bea@"])
            #expect(found.says("Bea Ozola"))
            #expect(!found.says("Ada Ozola"))
            let seen = "SELECT count(*) FROM audit WHERE action = 'see' AND subject = 'event'"
            #expect(try await desk.told("(\(seen))") == "4")
        }
    }

    @Test("A look shows the selection and changes nothing; a draft shows mails and changes nothing")
    func draft() async throws {
        try await ConsoleDesk.with(people: ["Ada", "Bea"]) { desk, ids in
            _ = try await desk.room.put("/seats", #"{"seats":1}"#)
            let picks = ids.map { ("pick", "\($0).received") }
            let look = try await desk.send(Self.path + "/move", picks + [("act", "look")])
            #expect(look.says("Bea Ozola: there are not so many seats"))
            let part = try await desk.send(
                Self.path + "/move", picks + [("act", "look"), ("part", "matrix")])
            #expect(part.text.hasPrefix("<table class=\"matrix\">"))

            let draft = try await desk.send(
                Self.path + "/move", picks + [("act", "draft"), ("to", "offered")])
            #expect(draft.status == 200)
            #expect(draft.says("A seat is offered: 1 mail"))
            #expect(draft.says("A seat in Small is offered to you"))
            #expect(draft.says("Dear Ada,"))
            #expect(draft.says("Not so many seats are free."))
            #expect(try await desk.told("SELECT count(*) FROM outbox") == "0")
            #expect(
                try await desk.told(
                    "SELECT string_agg(DISTINCT status, ' ') FROM interest_now "
                        + "JOIN event ON event.id = event_id WHERE code = 'small'") == "received")
        }
    }

    @Test("Moves report row by row, and what somebody else moved meanwhile is refused")
    func send() async throws {
        try await ConsoleDesk.with(people: ["Ada", "Bea"]) { desk, ids in
            _ = try await desk.room.put("/seats", #"{"seats":5}"#)
            let picks = ids.map { ("pick", "\($0).received") }
            _ = try await desk.room.post(
                "/moves", #"{"moves":[{"interest":"\#(ids[1])","to":"declined"}]}"#)

            let sent = try await desk.send(
                Self.path + "/send", picks + [("to", "offered"), ("reason", "balance")])

            #expect(sent.status == 409)
            #expect(sent.says("1 person moved"))
            #expect(sent.says("Somebody moved it in the meantime. It is now: Declined."))
            #expect(sent.says("There is a problem"))
            let again = try await desk.send(Self.path + "/send", picks + [("to", "offered")])
            #expect(again.says("0 people moved"))
            let offers = "SELECT count(*) FROM outbox WHERE template = 'seat-offered'"
            #expect(try await desk.told(offers) == "1")

            let person = try await desk.get(Self.path + "/\(ids[0])")
            #expect(person.says("Reason: balance"))
            #expect(person.says("a colleague"))
            #expect(person.says("A seat is offered"))
        }
    }

    @Test("What is missing in the form is told at once, and ticks and words are kept")
    func errors() async throws {
        try await ConsoleDesk.with(people: ["Ada"]) { desk, ids in
            let none = try await desk.send(
                Self.path + "/move", ["act": "draft", "decision": "We met."])
            #expect(none.status == 422)
            #expect(none.says("Tick who is to be moved."))
            #expect(none.says("Choose the status to move them to."))
            #expect(none.says("We met."))

            let kept = try await desk.send(
                Self.path + "/move", ["act": "draft", "pick": "\(ids[0]).received"])
            #expect(kept.says("value=\"\(ids[0]).received\" checked"))
            let bent = try await desk.send(
                Self.path + "/send", ["pick": "x.received", "to": "offered"])
            #expect(bent.status == 422)
            #expect(bent.says("This form was changed on its way."))
        }
    }

    @Test(
        "Who may not, does not",
        arguments: [
            ("check-in", "event:small", [403, 403, 403, 403]),
            ("report-writer", "", [200, 403, 403, 403]), ("auditor", "", [403, 403, 403, 403]),
            ("coordinator", "programme:audtrain", [404, 404, 404, 404]),
            ("coordinator", "event:small", [200, 200, 422, 422]),
        ])
    func roles(role: String, place: String, statuses: [Int]) async throws {
        try await ConsoleDesk.with(role: role, place: place) { desk, _ in
            var got = [try await desk.get("/console/events/small").status]
            got.append(try await desk.get(Self.path).status)
            got.append(try await desk.send(Self.path + "/move").status)
            got.append(try await desk.send(Self.path + "/send").status)
            #expect(got == statuses)
        }
    }

    @Test("Events are listed within reach only; a helper sees a door and no number")
    func reach() async throws {
        try await ConsoleDesk.with(role: "coordinator", place: "event:small") { desk, _ in
            let own = try await desk.get("/console/events")
            #expect(own.says("href=\"/console/events/small\""))
            #expect(!own.says("audtrain-riga"))
            let none = try await desk.get("/console/events?state=held")
            #expect(none.says("There is no such event."))

            try await desk.signIn("check-in", "event:small")
            let helper = try await desk.get("/console")
            #expect(helper.says("/console/events/small/attendance"))
            #expect(!helper.text.contains("class=\"counts\""))

            try await desk.signIn("administrator")
            let all = try await desk.get("/console/events?text=riga")
            #expect(all.says("audtrain-riga"))
            #expect(!all.says("/console/events/small"))
        }
    }

    @Test("Four hundred people are listed and drafted at once")
    func many() async throws {
        let names = (0..<400).map { "P\($0)" }
        try await ConsoleDesk.with(people: names) { desk, _ in
            _ = try await desk.room.put("/seats", #"{"seats":400}"#)
            let all = ListCandidates(event: try Code(parsing: "small"), limit: 500)
            let lines = try await desk.room.room.database.candidates(all).lines
            let list = try await desk.get(Self.path + "?size=500")
            #expect(list.says("1–400 of 400 people"))

            let picks = lines.map { ("pick", "\($0.id.uuidString).received") }
            let page = try await desk.send(
                Self.path + "/move", picks + [("act", "draft"), ("to", "offered")])
            let said = page.text.split(separator: "\n").filter { $0.contains("<h4>") }
            #expect(said.count == 1)
            #expect(page.says("A seat is offered: 400 mails"))
            #expect(page.status == 200)
        }
    }
}
