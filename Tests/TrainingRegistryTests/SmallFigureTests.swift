import Testing

@testable import TrainingRegistry

/// What readers are shown from whom small figures are hidden.
@Suite(.timeLimit(.minutes(10))) struct SmallFigureTests {
    /// One of nine comes from Finland, to all three events and on four days; others from Latvia.
    static let finn = """
        UPDATE person SET country = 'FI' WHERE family_name = 'N9';
        SELECT become(place(7, 'e6'), NULL, 'LV'), become(place(8, 'e6'), NULL, 'LV');
        SELECT become(place(9, 'e6'), NULL, 'FI'), enter(9, 'e7'), enter(9, 'e8');
        UPDATE event SET ends_on = starts_on + 2 WHERE code = 'e7';
        INSERT INTO session (event_id, title, starts_at, ends_at)
        SELECT id, 'Day', starts_on + time '09:00' + n * interval '1 day',
               starts_on + time '10:00' + n * interval '1 day'
        FROM event, generate_series(0, 1) AS n WHERE code = 'e7';
        SELECT mark(p.id, n, 'present')
        FROM participation_now p JOIN event ON event.id = p.event_id, generate_series(1, 2) AS n
        WHERE event.code ~ '^e[678]$';
        """

    @Test("What no grant carries cannot be told from what grants carry together")
    func grants() async throws {
        try await ReportRoom.with { room in
            // Two of Latvia's nine participations are carried by no grant, the others by two.
            try await room.happen(
                """
                DELETE FROM event_grant;
                INSERT INTO event_grant (event_id, funding_grant_id)
                SELECT event.id, g.id FROM event,
                    (SELECT id FROM funding_grant ORDER BY code LIMIT 2) AS g
                WHERE event.code IN ('e6', 'e8');
                """)
            func report(_ audience: Recipe.Audience) async throws -> Report {
                try await room.report(
                    Recipe(
                        unit: .participation, attendance: .confirmed, group: [.country, .grant],
                        audience: audience))
            }

            let inside = try await report(.internal)
            let outside = try await report(.funder)
            let latvia = outside.figures.filter { $0.keys[0] == "LV" && $0.keys[1] != nil }
            let total = try #require(outside[["LV", nil]])
            let titles = try await room.database.titles(of: outside)

            #expect(inside.keys(of: 1).count == 3)
            #expect(inside[["LV", "-"]] == 2)
            let together = inside.keys(of: 1).dropFirst().joined(separator: "+")
            #expect(outside.keys(of: 1) == ["-", together])
            #expect(titles[.grant, together]?.contains(" + ") == true)
            #expect(outside[["LV", "-"]] == nil)
            #expect(total == 9)
            // Whatever is shown of it leaves room for three without a grant.
            #expect(total - latvia.compactMap(\.value).reduce(0, max) >= 3)
            #expect(outside.words.contains { $0.contains("all of them together") })
            #expect(!inside.words.contains { $0.contains("all of them together") })
        }
    }

    @Test(
        "What one person has is hidden, however much it is, and so is what would tell it",
        arguments: [(Recipe.Unit.personDay, 17, 4), (.participation, 14, 3), (.seat, 14, 3)])
    func oneOfMany(unit: Recipe.Unit, total: Int, finnish: Int) async throws {
        try await ReportRoom.with { room in
            try await room.happen(Self.finn)
            func report(_ unit: Recipe.Unit, _ audience: Recipe.Audience) async throws -> Report {
                try await room.report(
                    Recipe(
                        unit: unit, attendance: .confirmed, group: [.country], audience: audience))
            }

            let inside = try await report(unit, .internal)
            let outside = try await report(unit, .funder)
            let persons = try await report(.person, .funder)

            #expect(inside[["FI"]] == finnish)
            #expect(inside.total == total)
            #expect(outside[["FI"]] == nil)
            #expect(outside.total == total)
            #expect(
                outside.figures.map { $0.value == nil } == persons.figures.map { $0.value == nil })
        }
    }
}
