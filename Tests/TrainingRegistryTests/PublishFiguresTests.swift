import Foundation
import Postgres
import TestSupport
import Testing

@testable import TrainingRegistry

@Suite(.timeLimit(.minutes(10))) struct PublishFiguresTests {
    static let publish = PublishFigures(actor: .command(userID: 7), now: Date())
    static let persons: [FigurePublication.Subject] = [
        .year, .country, .sector, .programme, .phase,
    ]

    /// Lends the demonstration with its invented history: 45 persons, 3 of them from Norway.
    static func with(
        _ body: @escaping @Sendable (Database, TestDatabase) async throws -> Void
    ) async throws {
        try await DemoDatabase.with { test in
            try await test.script(try DemoDatabase.history())
            try await test.withDatabase { try await body($0, test) }
        }
    }

    /// More people who came to the training in Gdynia.
    static func come(_ people: Int, from country: String, _ test: TestDatabase) async throws {
        try await test.script(
            """
            WITH who AS (
                INSERT INTO person (given_name, family_name, email, email_folded, sector, country,
                    created_at)
                SELECT 'A', name, name || '@example.net', name || '@example.net', 'police',
                       '\(country)', now()
                FROM (SELECT 'x' || gen_random_uuid() AS name
                      FROM generate_series(1, \(people))) AS named
                RETURNING token, country, sector, id
            ), place AS (
                INSERT INTO participation (id, event_id, created_at)
                SELECT who.id, event.id, now() FROM who, event WHERE code = 'protect-gdynia'
                RETURNING id, event_id
            ), fact AS (
                INSERT INTO participation_fact (participation_id, person_token, status, role,
                    country, sector, actor, occurred_at, recorded_at)
                SELECT id, token, 'confirmed', 'participant', country, sector, 'system', now(),
                       moment.instant
                FROM who, (SELECT record_instant() AS instant) AS moment
            )
            INSERT INTO attendance (event_id, session_id, participation_id, status, actor,
                occurred_at, recorded_at)
            SELECT place.event_id, session.id, place.id, 'present', 'system', now(), moment.instant
            FROM place JOIN session ON session.event_id = place.event_id
                AND session.title = 'First day',
                 (SELECT record_instant() AS instant) AS moment;
            """)
    }

    @Test("Everybody is shown what was counted, and no figure of 1 to 4")
    func first() async throws {
        try await Self.with { database, _ in
            let published = try await database.publish(Self.publish).get()
            let catalogue = try await database.loadCatalogue(on: Day.today)

            #expect(published.withheld == [])
            #expect(catalogue.publications.map(\.subject) == FigurePublication.Subject.allCases)
            #expect(catalogue.publications.map(\.table) == published.publications.map(\.table))
            #expect(Self.persons.allSatisfy { catalogue.figure($0)?.table.total == 45 })
            #expect(catalogue.figure(.country)?["LV"] == 12)
            #expect(catalogue.figure(.country)?["NO"] == .some(nil))
            // Who sees the total could take all others from it.
            #expect(catalogue.figure(.country)?.lines.count { $0.value == nil } == 2)
            let shown = catalogue.publications.flatMap { $0.lines.compactMap(\.value) }
            #expect(shown.allSatisfy { $0 == 0 || $0 >= 5 })
            #expect(catalogue.figure(.children)?.table.total == 46)
            #expect(
                catalogue.headlines.first?.text == "≥ 1000 (over 20 years, baseline) + 45 counted")
            let protect = catalogue.headlines.first { $0.title.hasPrefix("PROTECT Children") }
            #expect(protect?.text == "≥ 250 (2014 and 2015, baseline) + 17 counted")
        }
    }

    @Test("A preview publishes nothing")
    func preview() async throws {
        try await Self.with { database, _ in
            var request = Self.publish
            request.isPreview = true

            let published = try await database.publish(request).get()

            #expect(published.publications.count == 6)
            #expect(try await database.loadCatalogue(on: Day.today).publications == [])
        }
    }

    @Test("Where a few came since, what was published stays until more have")
    func withheld() async throws {
        try await Self.with { database, test in
            _ = try await database.publish(Self.publish).get()
            try await Self.come(2, from: "LV", test)

            let second = try await database.publish(Self.publish).get()
            let between = try await database.loadCatalogue(on: Day.today)
            try await Self.come(6, from: "NO", test)
            let third = try await database.publish(Self.publish).get()
            let after = try await database.loadCatalogue(on: Day.today)

            #expect(second.withheld == Self.persons)
            #expect(second.publications.map(\.subject) == [.children])
            #expect(between.figure(.country)?.table.total == 45)
            #expect(third.withheld == [])
            #expect(after.figure(.country)?.table.total == 53)
            // 12 before and 14 now: two people could be told.
            #expect(after.figure(.country)?["LV"] == .some(nil))
            #expect(after.figure(.programme)?["protect"] == 25)
        }
    }

    @Test("The service reads what is hidden only to publish, and never from the table")
    func guarded() async throws {
        try await Self.with { database, _ in
            _ = try await database.publish(Self.publish).get()

            await #expect(throws: DatabaseError.self) { try await database.run(ReadCounts()) }
            #expect(try await database.run(ReadFiguresBefore()).count == 6)
        }
    }

    @Test("Who publishes while somebody else does is told, and publishes nothing")
    func overtaken() async throws {
        try await Self.with { database, test in
            // Somebody comes first between what is read and what is written.
            try await test.script(
                """
                CREATE FUNCTION come_first() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER AS $$
                BEGIN
                    IF pg_trigger_depth() = 1 THEN
                        INSERT INTO figure_publication (subject, number, words, as_of, counts,
                            shown, published_by, published_at)
                        VALUES ('year', 1, '{}', now(), '{}', '{}', 'system', now());
                    END IF;
                    RETURN NULL;
                END $$;
                CREATE TRIGGER come_first BEFORE INSERT ON figure_publication
                    FOR EACH STATEMENT EXECUTE FUNCTION come_first();
                """)

            #expect(try await database.publish(Self.publish) == .failure(.overtaken))
            #expect(try await database.loadCatalogue(on: Day.today).publications == [])
        }
    }

    @Test("A claim that may hold everything until today leaves nothing to publish")
    func tooEarly() async throws {
        try await Self.with { database, test in
            try await test.script("UPDATE baseline_figure SET told_on = current_date + 1")

            #expect(try await database.publish(Self.publish) == .failure(.nothingSinceClaim))
        }
    }

    @Test("A programme is not shown beside its phases where that tells who is in none")
    func nested() throws {
        func draft(
            _ subject: FigurePublication.Subject, _ counted: [([String?], Int)],
            earlier: [FiguresBefore] = []
        ) -> FigureDraft {
            let report = Report(
                Recipe(group: subject.dimensions), first: nil, last: nil,
                asOf: RecordedInstant(Date(timeIntervalSince1970: 0)),
                counted: counted.map { CountedFigure(keys: $0, value: $1) }, heads: [])
            return FigureDraft(subject, report, earlier: earlier)
        }
        let programmes = draft(
            .programme, [([nil], 62), (["audtrain"], 20), (["protect"], 42)])
        let byPhase: [([String?], Int)] = [
            ([nil, nil], 62), ([nil, "-"], 23), ([nil, "extension"], 39),
            (["audtrain", nil], 20), (["audtrain", "-"], 20), (["protect", nil], 42),
            (["protect", "-"], 3), (["protect", "extension"], 39),
        ]
        let phases = draft(.phase, byPhase)
        #expect(programmes.shown == ["audtrain": 20, "protect": 42])

        let both = FigureDraft.nested([programmes, phases])

        // 42 persons and 39 of them in the only phase: three would be in none.
        #expect(both[0].shown["protect"] == nil || both[1].shown["extension"] == nil)
        #expect(both[0].shown["audtrain"] == nil || both[1].shown["-"] == nil)

        // Phases that were published by themselves were not weighed with any programme.
        let flat = CountTable(columns: ["-", "extension"], counts: [23, 39], total: 62)
        let later = draft(
            .phase, byPhase,
            earlier: [
                FiguresBefore(
                    subject: .phase,
                    publication: EarlierPublication(
                        counts: flat, shown: PublishedTable(flat) { _, _ in false }))
            ])
        #expect(later.shown == [:])
    }

    @Test("A figure is compared with all that were published, not with the last alone")
    func afterAll() {
        // Somebody may be in several, so a part can grow while the total stays.
        func table(_ first: Int) -> CountTable {
            CountTable(columns: ["a", "b", "c"], counts: [first, 30, 40], total: 80)
        }
        func first(_ published: Published) -> Int? {
            if case .table(let table) = published { table.columnTotals[0] } else { nil }
        }
        let (ten, twelve) = (table(10), table(12))
        let earlier = [
            EarlierPublication(counts: ten, shown: PublishedTable(ten) { _, _ in false }),
            EarlierPublication(
                counts: twelve, shown: PublishedTable(twelve) { _, column in column < 2 }),
        ]

        let afterLast = Suppression.apply(twelve, threshold: 5, previous: earlier[1])
        let afterBoth = Suppression.apply(twelve, threshold: 5, afterAll: earlier)

        #expect(first(afterLast) == 12)
        #expect(first(afterBoth) == nil)
    }
}

extension Catalogue {
    fileprivate func figure(_ subject: FigurePublication.Subject) -> FigurePublication? {
        publications.first { $0.subject == subject }
    }
}

/// What nobody but the operation that publishes may read.
struct ReadCounts: Statement {
    static let sql: StaticString = "SELECT counts::text FROM figure_publication"

    func bind(to parameters: inout Parameters) {}

    static func decode(_ row: RowReader) throws(DatabaseError) -> String { try row.text(0) }
}

extension FigureDraft {
    /// What would be published, by its key.
    fileprivate var shown: [String: Int] {
        guard case .table(let table) = outcome else { return [:] }
        return Dictionary(
            uniqueKeysWithValues: zip(table.columns, table.columnTotals).compactMap { key, count in
                count.map { (key, $0) }
            })
    }
}
