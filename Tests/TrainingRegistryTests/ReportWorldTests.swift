import Foundation
import Mailer
import Postgres
import TestSupport
import Testing

@testable import TrainingRegistry

/// One world in which everything happens that a count may trip over, and one number from all.
@Suite(.timeLimit(.minutes(10))) struct ReportWorldTests {
    @Test("Report, list, export, dashboard, capacity, presence and feed tell the same number")
    func oneNumber() async throws {
        try await AttendanceRoom.with(people: 13, seats: 9) { room in
            try await Self.happen(in: room)
            let now = room.stage.now
            func count(
                _ unit: Recipe.Unit, _ rule: AttendanceRule,
                _ roles: [ParticipationRole] = [.participant]
            ) async throws -> Int? {
                let recipe = Recipe(unit: unit, attendance: rule, roles: roles, event: room.event)
                return try await room.database.report(recipe, now: now).get().total
            }

            // Nine had a seat: one gave it back, one was a double, one walked in, one was erased
            // and still counts. Whoever is offered a seat, waits, was declined, trains or
            // organises is no participant. Two had a seat and did not come, the one who walked in
            // has no mark.
            let confirmed = try await Self.confirmed(in: room)
            let came = try await Self.came(in: room)

            #expect(confirmed == Dictionary(uniqueKeysWithValues: confirmed.keys.map { ($0, 8) }))
            #expect(came == Dictionary(uniqueKeysWithValues: came.keys.map { ($0, 6) }))
            let counts = [
                try await count(.participation, .confirmed), try await count(.seat, .confirmed),
                try await count(.person, .confirmed),
                try await count(.person, .confirmed, ParticipationRole.allCases),
                try await count(.person, .came), try await count(.personDay, .came),
                try await count(.person, .completedByDefault),
            ]
            #expect(counts == [8, 8, 8, 10, 6, 6, 2])
        }
    }

    @Test("What two grants carry counts in each of them, and once in report and list")
    func grants() async throws {
        try await AttendanceRoom.with(people: 13, seats: 9) { room in
            try await Self.happen(in: room)
            let recipe = Recipe(unit: .participation, attendance: .confirmed, group: [.grant])
            let report = try await room.database.report(recipe, now: room.stage.now).get()
            let persons = try await room.database.report(
                Recipe(attendance: .confirmed), now: room.stage.now
            ).get()
            let rows = try await Self.rows(.participants, .period(from: nil, until: nil), of: room)
                .filter { $0["role"] == "participant" }

            // The first grant carries the hall and another event of two, the second that one and a
            // third event of one.
            #expect(report.figures.map(\.value) == [11, 10, 3])
            #expect(report.overlaps.map(\.excess) == [2])
            #expect(rows.count == 11)
            #expect(persons.total == 8)
            #expect(Set(rows.compactMap { $0["person"] }).count == 8)
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

            let feed = try await Self.feed(of: room)

            #expect(report.total == 1)
            #expect(report.heads == [.init(ageBand: "12-to-14", people: 12)])
            #expect(feed.publications.first { $0.subject == .children }?.table.total == 12)
        }
    }

    /// Thirteen asked; nine were accepted, four wait.
    private static func happen(in room: AttendanceRoom) async throws {
        let stage = room.stage
        try await room.mark(1, 0, .absent)
        try await room.mark(2, 1, .present)
        for session in 0...1 { try await room.mark(3, session, .present) }
        try await room.mark(4, 0, .partly)
        try await room.mark(4, 1, .absent)
        for session in 0...1 { try await room.mark(5, session, .absent) }
        try await room.mark(6, 0, .present)
        for session in 0...1 { try await room.mark(7, session, .present) }
        try await room.mark(8, 1, .partly)
        // The first gives the seat back, and it is offered to the tenth; the eleventh is declined.
        try await stage.database.free(FreeSeat(stage.change, number: 1)).get()
        #expect(try await stage.move([11], to: .declined) == ["declined"])
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
        try await stage.test.script(elsewhere)
        try await countChildren(12, in: 0, of: room)
        try await erase("p9@example.org", of: room)
    }

    private static func erase(_ email: String, of room: AttendanceRoom) async throws {
        let found = try await room.database.people(
            ListPeople(query: email, after: nil, limit: 1)
        ).first?.person.id
        _ = try await room.database.erase(
            ErasePerson(
                person: try #require(found), actor: .command(userID: 7),
                reason: PeopleReason(parsing: "asked by letter"), now: room.stage.now,
                mailDomain: "example.org")
        ).get()
    }

    /// Two more events and the grants of all three, and everybody sits for their country.
    private static let elsewhere = """
        INSERT INTO event (code, kind, title, summary, admission, starts_on, ends_on, time_zone,
            is_online, published_at)
        SELECT code, 'training', 'E', 'E', 'open', '2027-05-01', '2027-05-01', 'Europe/Riga', true,
               '2026-01-01' FROM unnest(ARRAY['second', 'third']) AS code;
        CREATE TEMP TABLE place AS
        SELECT gen_random_uuid() AS id, event.id AS event_id, token, person.country, sector
        FROM (VALUES ('p4', 'second'), ('p6', 'second'), ('p4', 'third')) AS v (name, code)
        JOIN event USING (code) JOIN person ON email = name || '@example.org';
        INSERT INTO participation (id, event_id, created_at)
        SELECT id, event_id, '2026-01-01Z' FROM place;
        INSERT INTO participation_fact (participation_id, person_token, status, role, country,
            sector, actor, occurred_at, recorded_at)
        SELECT id, token, 'confirmed', 'participant', country, sector, 'command:7', '2026-01-01Z',
               moment.instant
        FROM place, (SELECT record_instant() AS instant) AS moment;
        INSERT INTO event_grant (event_id, funding_grant_id)
        SELECT event.id, g.id
        FROM (VALUES ('hall', 1), ('second', 1), ('second', 2), ('third', 2)) AS v (code, n)
        JOIN event USING (code)
        JOIN (SELECT id, row_number() OVER (ORDER BY code) AS n FROM funding_grant) AS g USING (n);
        UPDATE participation_fact SET member = country WHERE role = 'participant';
        """

    /// How many participants have a confirmed place in the hall, as everything tells it.
    private static func confirmed(in room: AttendanceRoom) async throws -> [String: Int?] {
        let database = room.database
        let recipe = Recipe(unit: .participation, attendance: .confirmed, event: room.event)
        let people = try await rows(.participants, .event(room.event), of: room)
        let event = try await rows(.events, .event(room.event), of: room).first
        return [
            "report": try await database.report(recipe, now: room.stage.now).get().total,
            "dashboard": try await database.numbers(of: room.event, now: room.stage.now)?
                .counts.confirmed,
            "capacity": try await database.room(of: room.event)?
                .seats.count { $0.participation != nil },
            "presence": try await database.presentByState(at: room.event)?
                .map(\.confirmed).reduce(0, +),
            "list": try await room.sheet().people.count { $0.role == "participant" },
            "export": people.count { $0["role"] == "participant" },
            "export of events": event?["participants"].flatMap { Int($0) },
            "export of countries": try await rows(.countries, .event(room.event), of: room)
                .compactMap { $0["participations"].flatMap { Int($0) } }.reduce(0, +),
        ]
    }

    /// How many participants came to the hall, as everything tells it.
    private static func came(in room: AttendanceRoom) async throws -> [String: Int?] {
        let database = room.database
        let recipe = Recipe(attendance: .came, event: room.event)
        let people = try await rows(.participants, .event(room.event), of: room)
        let event = try await rows(.events, .event(room.event), of: room).first
        let feed = try await Self.feed(of: room)
        return [
            "report": try await database.report(recipe, now: room.stage.now).get().total,
            "presence": try await database.presentByState(at: room.event)?
                .map(\.present).reduce(0, +),
            "export": Set(
                people.filter { row in
                    row["role"] == "participant" && (row["present"] != "0" || row["partly"] != "0")
                }.compactMap { $0["person"] }
            ).count,
            "export of events": event?["came"].flatMap { Int($0) },
            "feed": feed.publications.first { $0.subject == .year }?["2027"],
            "feed in all": feed.publications.first { $0.subject == .sector }?.table.total,
            "headline of the feed": feed.headlines.first?.counted?.value,
        ]
    }

    /// What everybody may read, once it is published.
    private static func feed(of room: AttendanceRoom) async throws -> Catalogue {
        _ = try await room.database.publish(
            PublishFigures(actor: .command(userID: 7), now: room.stage.now)
        ).get()
        return try await room.database.loadCatalogue(on: try Day.of("2027-06-01"))
    }

    /// The rows of an export, by the keys of their columns.
    private static func rows(
        _ export: Export, _ scope: ExportScope, of room: AttendanceRoom
    ) async throws -> [[String: String]] {
        let lines = try CSVParser.records(in: try await room.export(export, .csv, scope).bytes)
            .map(\.fields)
        let keys = try #require(lines.first)
        return lines.dropFirst().map { Dictionary(uniqueKeysWithValues: zip(keys, $0)) }
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
