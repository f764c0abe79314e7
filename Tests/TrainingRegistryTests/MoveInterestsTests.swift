import Foundation
import Postgres
import TestSupport
import Testing

@testable import TrainingRegistry

@Suite(.timeLimit(.minutes(10))) struct MoveInterestsTests {
    @Test("Moves are made each for itself: bad ones are refused with what is allowed")
    func bulk() async throws {
        try await SeatStage.with(admission: .selection, seats: 2, people: 5) { stage in
            #expect(try await stage.accept(1) == .failure(.notOffered))
            #expect(
                try await stage.move([1, 2, 3], to: .shortlisted)
                    == ["shortlisted", "shortlisted", "shortlisted"])

            let reports = try #require(
                try await stage.database.move(
                    MoveInterests(
                        stage.change,
                        moves: [
                            InterestMove(SeatStage.id(1), to: .offered, reason: "two years there"),
                            InterestMove(SeatStage.id(2), to: .accepted),
                            InterestMove(SeatStage.id(99), to: .offered),
                            InterestMove(SeatStage.id(3), to: .offered),
                            InterestMove(SeatStage.id(4), to: .offered),
                            InterestMove(SeatStage.id(1), to: .declined),
                            InterestMove(SeatStage.id(5), to: .offered, expiresAt: stage.now),
                        ], decision: DecisionWords(parsing: "We chose by sector."))))

            #expect(
                reports.map(\.refusal) == [
                    nil, .notAllowed, .unknownInterest, nil, .noSeatFree,
                    .changedMeanwhile, .offerInThePast,
                ])
            #expect(
                reports[1].allowed == [.received, .offered, .waiting, .declined, .withdrawn])
            #expect(reports[0].expiresAt == stage.now + 72 * 3_600)
            #expect(try await stage.seats() == "1 promised p1, 2 promised p3")
            let step = try #require(try await stage.explain(1)?.history.last)
            #expect(step.actor == "command:7" && step.reason == "two years there")
            #expect(step.decision == "We chose by sector.")
            #expect(try await stage.accept(1) == .success(.accepted(seat: 1)))
        }
    }

    @Test("A declined offer goes to the next who waits; pending people are not among them")
    func declined() async throws {
        try await SeatStage.with(admission: .selection, seats: 1, people: 3) { stage in
            let moved = try await stage.move([1], to: .offered)
            #expect(moved == ["offered"])
            #expect(try await stage.move([3], to: .waiting) == ["waiting"])
            #expect(try await stage.explain(2)?.place == nil)

            #expect(try await stage.move([1], to: .declined) == ["declined"])

            #expect(try await stage.seats() == "1 promised p3")
            #expect(try await stage.move([2], to: .offered) == ["no-seat-free"])
            #expect(try await stage.move([3], to: .withdrawn) == ["withdrawn"])
            #expect(try await stage.seats() == "1 free")
            #expect(try await stage.move([2], to: .offered) == ["offered"])
            #expect(try await stage.mails(to: 1) == ["seat-offered", "interest-declined"])
        }
    }

    @Test("An offer ends when it says, and a quota refuses one by its name")
    func offers() async throws {
        try await SeatStage.with(admission: .selection, seats: 3, people: 6) { stage in
            let quotas = SetQuotas(stage.change, quotas: [SeatQuota(.country, "LV", seatsMax: 1)])
            try await stage.database.setQuotas(quotas).get()
            let soon = stage.now + 60
            #expect(
                try await stage.move([3, 6], to: .offered, expiresAt: soon)
                    == ["offered", "quota-full"])
            #expect(try await stage.explain(6)?.fullQuotas == ["country:LV"])

            stage.now = soon
            #expect(try await stage.lapse() == 1)
            #expect(try await stage.move([6], to: .offered) == ["offered"])
        }
    }

    @Test("An offer of the service ends when the event begins, at the latest")
    func lastDays() async throws {
        try await SeatStage.with(admission: .selection, seats: 2, people: 2) { stage in
            let begins = try Date("2027-05-31T21:00:00Z", strategy: .iso8601)
            stage.now = begins - 10 * 3_600
            _ = try await stage.move([1], to: .offered)
            #expect(try await stage.explain(1)?.promisedUntil == begins)

            stage.now = begins + 60
            _ = try await stage.move([2], to: .offered)
            #expect(try await stage.explain(2)?.promisedUntil == stage.now + 3_600)
        }
    }

    @Test("A person accepts, gives back and withdraws by their own link, and by no other")
    func ownLink() async throws {
        try await SeatStage.with(admission: .selection, seats: 1, people: 3) { stage in
            _ = try await stage.move([1], to: .offered)
            _ = try await stage.move([2, 3], to: .waiting)
            let own = try #require(try await stage.ownLink(1))
            let answer = { (number: Int, accepts: Bool) in
                try await stage.database.answer(
                    AnswerOffer(
                        token: own, interest: SeatStage.id(number), accepts: accepts,
                        now: stage.now, mailDomain: "example.org"))
            }

            #expect(try await answer(2, true) == .failure(.unknown))
            #expect(try await answer(1, true) == .success(.accepted(seat: 1)))
            let held = try await stage.database.heldData(of: own, at: stage.now)
            #expect(held?.interests.first?.standing?.status == .accepted)
            #expect(held?.interests.first?.standing?.seat == 1)
            #expect(try await answer(1, false) == .success(.declined))
            #expect(try await answer(1, false) == .success(.declined))
            #expect(try await answer(1, true) == .failure(.notOffered))
            #expect(try await stage.seats() == "1 promised p2")

            let other = try #require(try await stage.ownLink(2))
            let withdrawal = WithdrawInterest(
                token: other, interest: SeatStage.id(2), now: stage.now, mailDomain: "example.org")
            try await stage.database.withdraw(withdrawal).get()
            try await stage.database.withdraw(withdrawal).get()
            #expect(try await stage.seats() == "1 promised p3")
            #expect(
                try await stage.explain(2)?.history.map(\.status) == [
                    .received, .waiting, .offered, .withdrawn,
                ])
        }
    }

    @Test("Where admission is open, confirming the mail gives a seat, or a place in the list")
    func confirmed() async throws {
        try await InterestRoom.with { room in
            try await room.test.script(
                """
                INSERT INTO event (code, kind, title, summary, admission, starts_on, ends_on,
                    time_zone, is_online, capacity, published_at)
                VALUES ('small', 'roundtable', 'Small', 'One seat', 'open', current_date + 30,
                    current_date + 30, 'Europe/Riga', true, 1, now() - interval '1 day')
                """)
            let target = InterestTarget.event(try Code(parsing: "small"))
            var standings: [HeldInterest.Standing?] = []
            for name in ["Ada", "Bea"] {
                let address = "\(name.lowercased())@example.org"
                #expect(try await room.express(.test(name, address, in: target)) == nil)
                let own = try await room.confirm(address).get()
                let held = try await room.database.heldData(of: own, at: room.now)
                standings.append(held?.interests.first?.standing)
            }

            #expect(standings.map { $0?.status } == [.accepted, .waiting])
            #expect(standings.map { $0?.seat } == [1, nil])
            #expect(standings.map { $0?.place } == [nil, 1])
            let mails = try await room.database.run(ReadMails(recipient: "bea@example.org"))
            #expect(mails == ["confirm-interest", "seat-awaited"])
        }
    }
}
