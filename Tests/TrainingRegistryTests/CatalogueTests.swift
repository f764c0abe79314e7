import Postgres
import TestSupport
import Testing
import TrainingRegistry

@Suite struct CatalogueTests {
    @Test("The list of countries is whole and reads as people sort names")
    func countries() async throws {
        let countries = try await DemoDatabase.catalogue().countries

        #expect(countries.count == 249)
        #expect(
            countries.prefix(3) == [
                Country(code: "AF", name: "Afghanistan"),
                Country(code: "AX", name: "Åland Islands"), Country(code: "AL", name: "Albania"),
            ])
    }

    @Test(
        "A sector is offered on the days it is valid",
        arguments: [
            ("2016-06-30", "citizens", true), ("2017-06-30", "citizens", true),
            ("2017-07-01", "citizens", false), ("2016-06-30", "border-guard", true),
            ("2030-01-01", "border-guard", true), ("2016-06-30", "children", false),
        ])
    func sectors(day: String, sector: String, isOffered: Bool) async throws {
        let day = try Day.of(day)

        let catalogue = try await TestDatabase.withDatabase {
            try await $0.loadCatalogue(on: day)
        }

        #expect(catalogue.sectors.contains { $0.code == sector } == isOffered)
    }

    @Test("A draft is not shown, and an event does not name a programme that is a draft")
    func drafts() async throws {
        let catalogue = try await DemoDatabase.with { test in
            try await test.script(
                """
                INSERT INTO event (code, kind, title, summary, admission, starts_on, ends_on,
                                   time_zone)
                VALUES ('draft', 'training', 'Draft', '', 'open', '2030-01-01', '2030-01-01',
                        'Europe/Riga');
                UPDATE programme SET published_at = NULL WHERE code = 'proguard';
                """)
            return try await test.withDatabase { try await $0.loadCatalogue(on: Day.today) }
        }

        #expect(catalogue.event(try Code(parsing: "draft")) == nil)
        #expect(catalogue.programme(try Code(parsing: "proguard")) == nil)
        let event = try #require(catalogue.event(try Code(parsing: "guardianship-stockholm")))
        #expect(event.programme == nil)
        #expect(catalogue.event(try Code(parsing: "audtrain-riga"))?.programme?.title == "AudTrain")
    }

    @Test("An event says how precisely its days are known")
    func precision() async throws {
        let catalogue = try await DemoDatabase.catalogue()

        let precision = try ["begging-roundtable", "audtrain-riga-2016", "protect-tallinn-2016"]
            .map { catalogue.event(try Code(parsing: $0))?.datePrecision }

        #expect(precision == [.year, .month, .day])
    }

    @Test("An event is meant for the sectors of its audience, in the order of their titles")
    func audience() async throws {
        let catalogue = try await DemoDatabase.catalogue()

        let event = try #require(catalogue.event(try Code(parsing: "protect-gdansk")))

        #expect(event.audience == ["border guard", "child welfare", "police"])
    }

    @Test(
        "Every instance hears of a change of the catalogue",
        arguments: [
            "UPDATE event SET capacity = 41 WHERE code = 'protect-tallinn-2027'",
            "UPDATE programme SET title = 'AudTrain!' WHERE code = 'audtrain'",
            "UPDATE sector SET valid = '(,2030-01-01)' WHERE code = 'citizens'",
        ])
    func notification(change: String) async throws {
        try await DemoDatabase.with { test in
            let service = SharedDatabase(test.service, on: test.loop)
            var heard = await service.notifications("catalogue").makeAsyncIterator()
            // The first one says that listening has begun.
            _ = await heard.next()

            try await test.script(change)

            #expect(await heard.next() == "")
            await service.close()
        }
    }
}
