import Foundation
import Postgres
import TestSupport
import Testing

@testable import TrainingRegistry

/// Who is counted but never listed.
@Suite(.timeLimit(.minutes(10))) struct UnlistedTests {
    @Test("Who is counted but never listed is in no list, also after a merge, and in every number")
    func unlisted() async throws {
        try await AttendanceRoom.with { room in
            let scope = ExportScope.event(room.event)
            let before = try await room.export(.countries, .csv, scope)
            try await room.stage.test.script(
                "UPDATE person SET unlisted_at = '2027-01-01' WHERE family_name = 'Number1'")

            let list = try await room.export(.participants, .csv, scope)
            #expect((list.rows, list.withheld) == (2, 1))
            #expect(!String(decoding: list.bytes, as: UTF8.self).contains("Number1"))
            #expect(try await room.export(.countries, .csv, scope).bytes == before.bytes)

            // The absorbed person's right goes on to whom they became.
            try await room.stage.test.script(
                """
                UPDATE person
                SET merged_into = (SELECT id FROM person WHERE family_name = 'Number2')
                WHERE family_name = 'Number1'
                """)
            let merged = try await room.export(.participants, .csv, scope)
            #expect(!String(decoding: merged.bytes, as: UTF8.self).contains("Number2"))
        }
    }

    @Test("Who is never listed is not listed as who they were before a merge, nor once erased")
    func neverListed() async throws {
        try await AttendanceRoom.with { room in
            let scope = ExportScope.event(room.event)
            try await room.stage.test.script(
                """
                UPDATE person SET unlisted_at = '2027-01-01' WHERE family_name = 'Number2';
                UPDATE person
                SET merged_into = (SELECT id FROM person WHERE family_name = 'Number2')
                WHERE family_name = 'Number1'
                """)
            let before = Date()

            let merged = try await room.export(.participants, .csv, scope, asOf: before)
            try await room.stage.test.script(
                """
                SELECT erase_person(id, 'command:7', 'asked', now(), 'example.org')
                FROM person WHERE family_name = 'Number2'
                """)
            let erased = try await room.export(.participants, .csv, scope, asOf: before)

            #expect((merged.rows, merged.withheld) == (1, 2))
            #expect(!String(decoding: merged.bytes, as: UTF8.self).contains("Number1"))
            #expect((erased.rows, erased.withheld) == (1, 2))
            #expect(erased.bytes == merged.bytes)
        }
    }

    @Test("Listing is said once in the log, however often it is said")
    func listing() async throws {
        try await AttendanceRoom.with { room in
            let person = try #require(
                try await room.database.people(
                    ListPeople(query: "p1@example.org", after: nil, limit: 1)
                ).first?.person.id)
            func list(_ id: UUID, _ isListed: Bool) async throws -> Bool {
                try await room.database.list(
                    ListPerson(
                        id, isListed: isListed, reason: "asked", actor: .command(userID: 7),
                        now: room.stage.now))
            }

            let known = [
                try await list(person, false), try await list(person, false),
                try await list(person, true), try await list(UUID(), false),
            ]

            #expect(known == [true, true, true, false])
            // Whose right came from somebody who was merged into them is listed again, too.
            try await room.stage.test.script(
                """
                UPDATE person SET unlisted_at = '2027-01-01', merged_into = '\(person)'
                WHERE family_name = 'Number2'
                """)
            #expect(try await list(person, true))
            let all = try await room.export(.participants, .csv, .event(room.event))
            #expect(all.withheld == 0)
            let lines = try await room.database.audit(ListAudit(subject: "person", id: person))
            #expect(lines.map(\.action) == ["list", "list", "unlist"])
        }
    }
}
