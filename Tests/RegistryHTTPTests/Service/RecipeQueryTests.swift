import Postgres
import Testing
import TrainingRegistry

@testable import RegistryHTTP

@Suite struct RecipeQueryTests {
    private static func recipes() throws -> [Recipe] {
        [
            Recipe(),
            Recipe(
                unit: .personDay, attendance: .completed(attendedPercent: 75, partlyPercent: 0),
                roles: [.trainer, .participant], reach: .indirect, period: .presidency(2025),
                programme: try Code(parsing: "protect"), phase: try Code(parsing: "protect-1"),
                grant: try Code(parsing: "isf-1"), kinds: [.training, .roundtable],
                event: try Code(parsing: "one"), group: [.year, .member, .grant],
                asOf: try RecordedInstant(parsing: "2026-07-01T00:00:00.000042Z")),
            Recipe(period: .mandate("Mandate & more, 2017–2020"), audience: .public),
            Recipe(
                attendance: .confirmed,
                period: try ReportPeriod(parsing: "2026-01-01..2026-06-30")),
        ]
    }

    @Test("A recipe that stands in an address is read back as the same recipe")
    func address() throws {
        for recipe in try Self.recipes() {
            let text = Query(recipe).text
            let query = try #require(Query(parsing: Array(text.utf8)[...]))
            var fields = FieldReader(query: query)

            #expect(Recipe(reading: &fields) == recipe, "\(text)")
            #expect(fields.complete() == [])
        }
    }

    @Test(
        "A form says the same as a request: ticked boxes are a list, empty fields are nothing",
        arguments: [
            ("unit=&roles=participant&roles=trainer", "roles=participant,trainer"),
            ("group=country&group=sector&attended_percent=", "group=country,sector"),
            ("group=&group=sector", "group=sector"), ("first_day=&last_day=", ""),
            (
                "first_day=2026-01-01&last_day=2026-06-30&period=all",
                "period=2026-01-01..2026-06-30"
            ),
        ])
    func form(sent: String, request: String) throws {
        var form = FieldReader(query: Query(recipeForm: try Self.query(sent)))
        var fields = FieldReader(query: try Self.query(request))

        let recipe = Recipe(readingForm: &form)
        #expect(form.complete() == [])
        #expect(recipe != nil)
        #expect(recipe == Recipe(reading: &fields))
    }

    @Test(
        "What a form says wrong is told at its field",
        arguments: [
            ("first_day=2026-01-01", "/last_day missing"),
            ("last_day=2026-01-01", "/first_day missing"),
            ("first_day=2026-01-02&last_day=2026-01-01", "/last_day too-early"),
            ("first_day=2026-01-01&last_day=2026-01-02&period=2026", "/period not-together"),
            ("first_day=May&last_day=2026-01-02", "/first_day bad-date"),
            ("group=country&group=country", "/group repeated"),
            ("attended_percent=50", "/attended_percent not-asked"),
            ("unit=head", "/unit unknown-value"), ("moon=full", "/moon unknown-member"),
            ("period=2026&period=2027", "/period duplicate-member"),
        ])
    func complaints(sent: String, complaint: String) throws {
        var fields = FieldReader(query: Query(recipeForm: try Self.query(sent)))
        _ = Recipe(readingForm: &fields)

        #expect(fields.complete().map { "\($0.pointer) \($0.code)" } == [complaint])
    }

    @Test("Every year stands on the line of a trend: none is left out, and a hidden one is a gap")
    func trend() {
        let years = TrendPlot.years([("2019", 4), ("2022", nil), ("2021", 9)])

        #expect(years.map(\.title) == ["2019", "2020", "2021", "2022"])
        #expect(years.map(\.value) == [4, 0, 9, nil])
        let html = TrendPlot(points: years).html.description
        #expect(html.contains("aria-label=\"2019: 4; 2020: 0; 2021: 9; 2022: hidden\""))
        #expect(html.split(separator: "class=\"course\"").count == 3)
    }

    private static func query(_ text: String) throws -> Query {
        try #require(Query(parsing: Array(text.utf8)[...]))
    }
}
