import Foundation
import Postgres
import TestSupport
import Testing

@testable import TrainingRegistry

@Suite(.timeLimit(.minutes(10))) struct InterestLifeTests {
    @Test("A withdrawn interest may be expressed again, and is then another one")
    func again() async throws {
        try await InterestRoom.with { room in
            let interest = try ExpressInterest.test("Ieva", "ieva@example.org")
            #expect(try await room.express(interest) == nil)
            let own = try await room.confirm("ieva@example.org").get()
            let held = try #require(try await room.database.heldData(of: own, at: room.now))
            let withdrawal = WithdrawInterest(
                token: own, interest: held.interests[0].id, now: room.now,
                mailDomain: "example.org")
            try await room.database.withdraw(withdrawal).get()
            room.now += 3_601

            #expect(try await room.express(interest) == nil)
            _ = try await room.confirm("ieva@example.org").get()

            let both = try await room.database.heldData(of: own, at: room.now)
            #expect(both?.interests.map(\.state) == [.confirmed, .withdrawn])
            #expect(Set(both?.interests.map(\.id) ?? []).count == 2)
        }
    }

    @Test("Two colleagues behind one office address are two people, each with their own page")
    func colleagues() async throws {
        try await InterestRoom.with { room in
            var pages: [HeldData?] = []
            for name in ["Ada", "Bea"] {
                #expect(try await room.express(.test(name, "office@example.org")) == nil)
                let own = try await room.confirm("office@example.org").get()
                pages.append(try await room.database.heldData(of: own, at: room.now))
            }

            #expect(pages.map { $0?.givenName } == ["Ada", "Bea"])
            #expect(pages.map { $0?.interests.count } == [1, 1])
        }
    }

    @Test("A name is not corrected to one that somebody else at the address has")
    func nameTaken() async throws {
        try await InterestRoom.with { room in
            _ = try await room.express(.test("Ada", "office@example.org"))
            _ = try await room.confirm("office@example.org").get()
            _ = try await room.express(.test("Bea", "office@example.org"))
            let own = try await room.confirm("office@example.org").get()
            let database = room.database

            let taken = try await database.correct(
                CorrectPerson(token: own, particulars: .test("ADA"), now: room.now))
            let free = try await database.correct(
                CorrectPerson(token: own, particulars: .test("Beate"), now: room.now))

            #expect(throws: CorrectionRefusal.nameTaken) { try taken.get() }
            #expect(throws: Never.self) { try free.get() }
            let held = try await database.heldData(of: own, at: room.now)
            #expect(held?.givenName == "Beate")
        }
    }
}
