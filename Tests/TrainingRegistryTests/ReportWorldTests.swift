import Foundation
import Mailer
import Postgres
import TestSupport
import Testing

@testable import TrainingRegistry

/// One world in which everything happens that a count may trip over, and one number from all.
@Suite(.timeLimit(.minutes(10))) struct ReportWorldTests {
    @Test("Report, list, dashboard, capacity, matrix, reach and presence tell the same number")
    func oneNumber() async throws {
        try await AttendanceRoom.with(people: 9, seats: 6) { room in
            try await Self.happen(in: room)
            let database = room.database
            var recipe = Recipe(unit: .participation, attendance: .confirmed, event: room.event)
            let now = room.stage.now
            func count(_ recipe: Recipe) async throws -> Int? {
                try await database.report(recipe, now: now).get().total
            }

            // Six had a seat: one gave it back, one was a double, one walked in. Whoever is
            // offered a seat, waits, was declined, trains or organises is no participant.
            let number = try await count(recipe)
            let dashboard = try await database.dashboard(
                ReadDashboard(.everything, now: room.stage.now, filter: .init(code: room.event)))
            let capacity = try #require(try await database.room(of: room.event))
            let presence = try await database.presentByState(at: room.event)
            let sheet = try await room.sheet()

            #expect(number == 5)
            #expect(dashboard.first?.counts.confirmed == number)
            #expect(capacity.seats.count { $0.participation != nil } == number)
            #expect(sheet.people.count { $0.role == "participant" } == number)
            #expect(presence?.map(\.confirmed).reduce(0, +) ?? 0 <= 5)
            let variations: [(Recipe.Unit, AttendanceRule, [ParticipationRole], Int)] = [
                (.seat, .confirmed, [.participant], 5), (.person, .confirmed, [.participant], 5),
                (.person, .confirmed, ParticipationRole.allCases, 7),
                (.person, .came, [.participant], 3),
                (.person, .completedByDefault, [.participant], 1),
                (.personDay, .came, [.participant], 3),
            ]
            for (unit, rule, roles, expected) in variations {
                recipe = Recipe(unit: unit, attendance: rule, roles: roles, event: room.event)
                let people = try await count(recipe)
                #expect(people == expected, "\(unit) \(rule)")
            }
        }
    }

    @Test("People without names are told beside persons, never among them")
    func heads() async throws {
        try await AttendanceRoom.with(people: 1, seats: 6) { room in
            try await Self.countChildren(12, in: 0, of: room)
            try await Self.countChildren(9, in: 1, of: room)

            let report = try await room.database.report(
                Recipe(attendance: .confirmed), now: room.stage.now
            ).get()

            #expect(report.total == 1)
            #expect(report.heads == [.init(ageBand: "12-to-14", people: 12)])
        }
    }

    /// Nine asked; six were accepted, three wait.
    private static func happen(in room: AttendanceRoom) async throws {
        let stage = room.stage
        try await room.mark(1, 0, .absent)
        try await room.mark(2, 1, .present)
        for session in 0...1 { try await room.mark(3, session, .present) }
        try await room.mark(4, 0, .partly)
        try await room.mark(4, 1, .absent)
        for session in 0...1 { try await room.mark(5, session, .absent) }
        // The first gives the seat back, and it is offered to the seventh; the eighth is declined.
        try await stage.database.free(FreeSeat(stage.change, number: 1)).get()
        #expect(try await stage.move([8], to: .declined) == ["declined"])
        // The second and the third are one person; what the third was marked counts for them.
        try await stage.test.script(
            """
            SELECT merge_people(keep.id, absorb.id, 'command:7', 'the same', '2027-06-01T12:30Z')
            FROM person keep, person absorb
            WHERE keep.email = 'p2@example.org' AND absorb.email = 'p3@example.org';
            INSERT INTO person (given_name, family_name, email, email_folded, sector, country,
                created_at)
            SELECT name, 'Staff', name || '@example.org', name || '@example.org', 'ngo', 'LV',
                   '2026-12-01' FROM unnest(ARRAY['trainer', 'organiser']) AS name;
            SELECT add_participation('hall', id, given_name, NULL, NULL, NULL, 'command:7', NULL,
                '2027-06-01T12:30Z') FROM person WHERE family_name = 'Staff';
            """)
        _ = try await room.walkIn("Liis", "Tamm", "liis.tamm@example.org").get()
    }

    private static func countChildren(
        _ people: Int, in session: Int, of room: AttendanceRoom
    ) async throws {
        _ = try await room.database.count(
            CountHeads(
                people, of: "12-to-14", in: room.sessions[session], of: room.event, seen: 0,
                reason: nil, actor: .command(userID: 7), now: room.stage.now))
    }
}
