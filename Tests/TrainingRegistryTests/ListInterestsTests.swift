import Foundation
import Postgres
import TestSupport
import Testing

@testable import TrainingRegistry

@Suite(.timeLimit(.minutes(10))) struct ListInterestsTests {
    /// Ada has withdrawn, Bea has confirmed, Cleo has not, and Dora asked for an event.
    static func fill(_ room: InterestRoom) async throws {
        let event = InterestTarget.event(try Code(parsing: "protect-tallinn-2027"))
        for name in ["Ada", "Bea", "Cleo"] {
            let refusal = try await room.express(.test(name, "\(name)@example.org"))
            #expect(refusal == nil)
            room.now += 1
        }
        let refusal = try await room.express(.test("Dora", "Dora@example.org", in: event))
        #expect(refusal == nil)
        let own = try await room.confirm("Ada@example.org").get()
        _ = try await room.confirm("Bea@example.org").get()
        let held = try #require(try await room.database.heldData(of: own, at: room.now))
        _ = try await room.database.withdraw(
            WithdrawInterest(
                token: own, interest: held.interests[0].id, now: room.now,
                mailDomain: "example.org"))
    }

    @Test("A coordinator sees who is interested in what, by state, in the order they came")
    func filters() async throws {
        try await InterestRoom.with { room in
            try await Self.fill(room)
            let audtrain = try Code(parsing: "audtrain")
            let tallinn = try Code(parsing: "protect-tallinn-2027")
            let table: [(ListInterests, [String])] = [
                (
                    ListInterests(),
                    [
                        "Ada audtrain withdrawn withdrawn", "Bea audtrain confirmed received",
                        "Cleo audtrain unconfirmed -", "Dora protect-tallinn-2027 unconfirmed -",
                    ]
                ),
                (ListInterests(event: tallinn), ["Dora protect-tallinn-2027 unconfirmed -"]),
                (
                    ListInterests(programme: audtrain, state: .confirmed),
                    ["Bea audtrain confirmed received"]
                ),
                (ListInterests(state: .withdrawn), ["Ada audtrain withdrawn withdrawn"]),
                (
                    ListInterests(programme: audtrain, state: .unconfirmed),
                    ["Cleo audtrain unconfirmed -"]
                ),
                (ListInterests(event: tallinn, programme: audtrain), []),
            ]

            for (list, expected) in table {
                let lines = try await room.database.interests(list)
                let words = lines.map { line -> String in
                    "\(line.givenName) \(line.target) \(line.state) \(line.status ?? "-")"
                }
                #expect(words == expected)
            }
        }
    }

    @Test("Page after page shows every interest once, those of the same instant too")
    func pages() async throws {
        try await InterestRoom.with { room in
            try await Self.fill(room)
            try await room.test.script("UPDATE interest SET received_at = '2026-01-01 10:00Z'")
            var list = ListInterests(limit: 3)

            let first = try await room.database.interests(list)
            list.cursor = first.last.map(InterestLine.Cursor.init(after:))
            let second = try await room.database.interests(list)
            list.cursor = second.last.map(InterestLine.Cursor.init(after:))
            let third = try await room.database.interests(list)

            #expect([first, second, third].map(\.count) == [3, 1, 0])
            #expect(Set((first + second).map(\.givenName)) == ["Ada", "Bea", "Cleo", "Dora"])
        }
    }
}
