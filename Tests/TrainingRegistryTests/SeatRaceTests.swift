import EventLoop
import Foundation
import Postgres
import TestSupport
import Testing

@testable import TrainingRegistry

@Suite(.timeLimit(.minutes(2))) struct SeatRaceTests {
    /// Everybody accepts at once, over two instances on a loop of their own with four connections
    /// each; the answers by the number of the person.
    static func race(
        _ people: ClosedRange<Int>, _ stage: SeatStage
    ) async throws -> [Int: SeatAnswer] {
        let loops = [try Loop(name: "one"), try Loop(name: "two")]
        defer { for loop in loops { loop.stop() } }
        var settings = stage.test.service
        settings.connections = 4
        settings.requestTimeout = .seconds(60)
        let instances = loops.map { SharedDatabase(settings, on: $0) }
        let now = stage.now
        let answers = try await withThrowingTaskGroup(of: (Int, SeatAnswer).self) { group in
            for person in people {
                let instance = instances[person % 2]
                group.addTask {
                    let request = AcceptInterest(
                        interest: SeatStage.id(person), actor: .person, now: now,
                        mailDomain: "example.org")
                    let rows = try await instance.run(WriteAcceptance(request: request))
                    return (person, try #require(rows.first).get())
                }
            }
            return try await group.reduce(into: [:]) { $0[$1.0] = $1.1 }
        }
        for instance in instances { await instance.close() }
        return answers
    }

    @Test("A thousand people accept at once: 24 have a seat, the others wait in their order")
    func thousand() async throws {
        try await SeatStage.with(seats: 24, people: 1_000) { stage in
            let answers = try await Self.race(1...1_000, stage)

            let seats = answers.values.compactMap { answer in
                if case .accepted(let seat) = answer { seat } else { nil }
            }
            let places = answers.values.compactMap { answer in
                if case .waiting(let place) = answer { place } else { nil }
            }
            #expect(seats.sorted() == Array(1...24))
            #expect(places.sorted() == Array(1...976))
            #expect(
                try await stage.counted()
                    == RoomCount(
                        taken: 24, seatsHad: 24, participants: 24, people: 24, accepted: 24,
                        waiting: 976, overQuota: 0))
            for (person, answer) in answers where person % 100 == 0 {
                #expect(try await stage.accept(person).get() == answer)
            }
        }
    }

    @Test("The same with quotas: no country has more than its share, and nobody waits for nothing")
    func quotas() async throws {
        try await SeatStage.with(seats: 24, people: 1_000) { stage in
            let quotas = SetQuotas(
                stage.change,
                quotas: [
                    SeatQuota(.country, "LV", seatsMax: 5), SeatQuota(.country, "EE", seatsMax: 3),
                ])
            try await stage.database.setQuotas(quotas).get()

            let answers = try await Self.race(1...1_000, stage)

            let accepted = answers.filter { if case .accepted = $1 { true } else { false } }
            let byCountry = Dictionary(grouping: accepted.keys) { SeatStage.countries[$0 % 3] }
            #expect(byCountry.mapValues(\.count) == ["LV": 5, "EE": 3, "SE": 16])
            #expect(
                try await stage.counted()
                    == RoomCount(
                        taken: 24, seatsHad: 24, participants: 24, people: 24, accepted: 24,
                        waiting: 976, overQuota: 0))
        }
    }

    @Test("Seats freed while others accept are neither lost nor given twice")
    func freedMeanwhile() async throws {
        try await SeatStage.with(seats: 10, people: 300) { stage in
            _ = try await Self.race(1...100, stage)
            let database = SharedDatabase(stage.test.service, on: stage.test.loop)
            let change = stage.change
            async let freed = withThrowingTaskGroup(of: [String].self) { group in
                for number in 1...10 {
                    let request = FreeSeat(change, number: number)
                    group.addTask { try await database.run(WriteFreedSeat(request: request)) }
                }
                return try await group.reduce(into: []) { $0 += $1 }
            }

            _ = try await Self.race(101...300, stage)

            #expect(try await freed == Array(repeating: "freed", count: 10))
            let room = try #require(try await stage.database.room(of: stage.event))
            #expect(room.taken == 10)
            // Those who had waited were offered what became free, before the newcomers.
            #expect(room.seats.allSatisfy { $0.state == .promised })
            let count = try #require(try await stage.counted())
            #expect(count.accepted == 0 && count.participants == 0 && count.waiting == 280)
            await database.close()
        }
    }
}
