import EventLoop
import Foundation
import Postgres
import TestSupport
import Testing

@testable import TrainingRegistry

@Suite struct MergeRaceTests {
    @Test("Of many who merge the same two at once, either way round, one does and all are told")
    func race() async throws {
        try await PeopleRoom.with { room in
            let before = try await room.dump()
            var settings = room.test.service
            settings.connections = 8
            settings.requestTimeout = .seconds(60)
            let database = SharedDatabase(settings, on: room.test.loop)
            let answers = try await withThrowingTaskGroup(of: WriteMerge.Row.self) { group in
                for turn in 0..<16 {
                    let isTurned = turn % 2 == 0
                    let request = MergePeople(
                        keep: isTurned ? PeopleRoom.kept : PeopleRoom.absorbed,
                        absorb: isTurned ? PeopleRoom.absorbed : PeopleRoom.kept, actor: .system,
                        reason: try PeopleReason(parsing: "Same"), now: PeopleRoom.now,
                        mailDomain: "example.org")
                    group.addTask {
                        let rows = try await database.run(WriteMerge(request: request))
                        return try #require(rows.first)
                    }
                }
                return try await group.reduce(into: []) { $0.append($1) }
            }
            await database.close()

            let merges = answers.compactMap(\.id)
            #expect(merges.count == 1)
            #expect(answers.count { $0.refusal == .alreadyMerged } == 15)
            try await room.undo(try #require(merges.first)).get()
            #expect(try await room.dump() == before)
        }
    }

    @Test("Who withdraws while being merged loses nothing and deadlocks nobody")
    func withdrawing() async throws {
        try await PeopleRoom.with { room in
            let database = SharedDatabase(room.test.service, on: room.test.loop)
            let merge = WriteMerge(
                request: MergePeople(
                    keep: PeopleRoom.kept, absorb: PeopleRoom.absorbed, actor: .system,
                    reason: try PeopleReason(parsing: "Same"), now: PeopleRoom.now,
                    mailDomain: "example.org"))
            async let merged = database.run(merge)
            try await room.test.script(
                """
                UPDATE interest SET withdrawn_at = received_at
                WHERE person_id = '\(PeopleRoom.absorbed)' AND programme_id IS NOT NULL
                """)

            #expect(try await merged.first?.id != nil)
            await database.close()
            let left = try await room.ask(
                "SELECT count(*)::text FROM interest WHERE person_id = '\(PeopleRoom.absorbed)'")
            #expect(left == "0")
        }
    }
}
