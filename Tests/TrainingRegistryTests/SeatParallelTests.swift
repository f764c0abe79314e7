import EventLoop
import Foundation
import Postgres
import TestSupport
import Testing

@testable import TrainingRegistry

@Suite(.timeLimit(.minutes(4))) struct SeatParallelTests {
    @Test("Many who press the button of one invitation at once have one seat and one interest")
    func invitation() async throws {
        try await SeatStage.with(admission: .invitation, seats: 5) { stage in
            let token = AccessToken()
            let hash = Digest.sha256(token.bytes).map { String($0, radix: 16) }
                .map { $0.count == 1 ? "0" + $0 : $0 }.joined()
            try await stage.test.script(
                """
                INSERT INTO invitation (event_id, email, email_folded, hash, invited_at, sent_at)
                SELECT id, 'a@example.org', 'a@example.org', '\\x\(hash)', '2026-12-01',
                       '2026-12-01' FROM event WHERE code = 'hall'
                """)
            let request = UseInvitation(
                token: token,
                particulars: Particulars(
                    givenName: try PersonName(parsing: "Ieva"),
                    familyName: try PersonName(parsing: "Ozola"), organisation: nil,
                    sector: try SectorCode(parsing: "police"),
                    country: try CountryCode(parsing: "LV"), language: nil),
                motivation: nil, notice: try NoticeVersion(parsing: "2026-11"), now: stage.now,
                mailDomain: "example.org")
            var settings = stage.test.service
            settings.connections = 8
            settings.requestTimeout = .seconds(60)
            let database = SharedDatabase(settings, on: stage.test.loop)

            let words = try await withThrowingTaskGroup(of: [String].self) { group in
                for _ in 1...16 {
                    let use = WriteUsedInvitation(request: request, own: AccessToken())
                    group.addTask { try await database.run(use) }
                }
                return try await group.reduce(into: []) { $0 += $1 }
            }

            await database.close()
            #expect(words.sorted() == ["taken"] + Array(repeating: "used", count: 15).sorted())
            let count = try #require(try await stage.counted())
            #expect(count.accepted == 1 && count.taken == 1)
        }
    }

    @Test("Changing the number of seats while people accept deadlocks with nobody")
    func capacity() async throws {
        try await SeatStage.with(seats: 20, people: 200) { stage in
            var settings = stage.test.service
            settings.requestTimeout = .seconds(60)
            let database = SharedDatabase(settings, on: stage.test.loop)
            let requests = (0..<30).map { SetSeats(stage.change, seats: 200 + $0 % 3) }
            async let changed = withThrowingTaskGroup(of: [String].self) { group in
                for request in requests {
                    group.addTask { try await database.run(WriteSeats(request: request)) }
                }
                return try await group.reduce(into: []) { $0 += $1 }
            }

            let answers = try await SeatRaceTests.race(1...200, stage)

            #expect(try await changed == Array(repeating: "set", count: 30))
            await database.close()
            #expect(answers.count == 200)
            let count = try #require(try await stage.counted())
            #expect(count.accepted + count.waiting == 200 - count.offered)
        }
    }

    @Test(
        "Who is not answered in time is told to come again, and then has one place like all others")
    func late() async throws {
        try await SeatStage.with(seats: 24, people: 300) { stage in
            var settings = stage.test.service
            settings.requestTimeout = .milliseconds(250)
            let now = stage.now
            var left = Array(1...300)
            var refusals: Set<String> = []
            var answers: [SeatAnswer] = []

            while !left.isEmpty {
                let database = SharedDatabase(settings, on: stage.test.loop)
                let outcomes = await withTaskGroup(
                    of: (Int, Result<SeatAnswer, any Error>).self
                ) { group in
                    for person in left {
                        let request = AcceptInterest(
                            interest: SeatStage.id(person), actor: .person, now: now,
                            mailDomain: "example.org")
                        group.addTask {
                            do {
                                let rows = try await database.run(
                                    WriteAcceptance(request: request))
                                return (person, .success(try #require(rows.first).get()))
                            } catch {
                                return (person, .failure(error))
                            }
                        }
                    }
                    return await group.reduce(into: []) { $0.append($1) }
                }
                await database.close()
                // Who comes again finds a machine that has the time.
                settings.requestTimeout = .seconds(60)
                for (person, outcome) in outcomes {
                    switch outcome {
                    case .success(let answer):
                        answers.append(answer)
                        left.removeAll { $0 == person }
                    // 503 with Retry-After, never a deadlock or a fault.
                    case .failure(DatabaseError.unavailable(let state, _)): refusals.insert(state)
                    case .failure(let error): throw error
                    }
                }
            }

            // A busy machine may also lose a connection, and tells so the same way.
            #expect(refusals.isSubset(of: ["57014", "08001", "08006"]))
            let seats = answers.compactMap {
                if case .accepted(let seat) = $0 { seat } else { nil }
            }
            #expect(seats.sorted() == Array(1...24))
            #expect(
                try await stage.counted()
                    == RoomCount(
                        taken: 24, seatsHad: 24, participants: 24, people: 24, accepted: 24,
                        waiting: 276, overQuota: 0))
        }
    }

    @Test("The code of an event never changes, so its row is never locked against acceptances")
    func code() async throws {
        try await SeatStage.with(seats: 2) { stage in
            _ = await #expect(
                throws: DatabaseError.constraintViolated(name: "event_code_never_changes")
            ) {
                try await stage.test.script(
                    "UPDATE event SET code = 'other', capacity = 3 WHERE code = 'hall'")
            }
        }
    }
}

extension RoomCount {
    /// Promised and not yet answered.
    fileprivate var offered: Int { taken - seatsHad }
}
