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
            let database = SharedDatabase(stage.test.service, on: stage.test.loop)
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
