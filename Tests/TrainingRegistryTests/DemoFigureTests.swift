import Postgres
import Testing
import TrainingRegistry

/// The claims of the demonstration beside the texts that they were taken from.
@Suite struct DemoFigureTests {
    @Test(
        "What the unit says of itself is there in its own words, with qualifier, time and source",
        arguments: [
            StatedFigure(
                "professionals-trained", 1000, .atLeast, "professionals", "over 20 years",
                nil, about: nil,
                """
                Over the past 20 years, CBSS has been involved in training over a 1000 \
                professionals in the areas of child protection, asylum and migration, trafficking, \
                alternative care, safety on the internet, child friendly justice and more.
                """, "CBSS, Child Protection"),
            StatedFigure(
                "protect-expert-meetings", 5, .exact, "expert meetings", "2014 and 2015",
                "2014-01-01 to 2015-12-31", about: "protect-1",
                """
                During 2014 and 2015, with co-financing from the EU Commission’s Return Fund, the \
                Children’s Unit at the CBSS Secretariat organised 5 expert meetings
                """, "CBSS, Expert Group on Children at Risk"),
            StatedFigure(
                "protect-experts", 250, .atLeast, "experts", "2014 and 2015",
                "2014-01-01 to 2015-12-31", about: "protect-1",
                "In bringing more than 250 experts from across the Baltic Sea Region and beyond",
                "CBSS, Expert Group on Children at Risk"),
            StatedFigure(
                "begging-roundtable-experts", 60, .exact, "experts", "until 2013",
                "2013-01-01 to 2013-12-31", about: "begging-roundtable",
                """
                In addition to the site visits, a final roundtable meeting of 60 experts developed \
                an understanding of the obstacles
                """, "CBSS, Expert Group on Children at Risk"),
        ])
    func statement(expected: StatedFigure) async throws {
        let figures = try await DemoDatabase.catalogue().figures

        let figure = try #require(figures.first { $0.code.description == expected.code })

        #expect(StatedFigure(figure) == expected)
    }

    @Test("The headlines of the work and of PROTECT begin with what the unit says of them")
    func headlines() async throws {
        let headlines = try await DemoDatabase.catalogue().headlines

        let code = try Code(parsing: "protect")
        let first = try #require(headlines.first)
        let protect = try #require(headlines.first { $0.scope == .programme(code) })
        #expect(first.claims.map(\.code.description) == ["professionals-trained"])
        #expect(first.text.hasPrefix("≥ 1000 (over 20 years, baseline)"))
        #expect(protect.claims.map(\.code.description) == ["protect-experts"])
        #expect(protect.text.hasPrefix("≥ 250 (2014 and 2015, baseline)"))
    }
}

/// A claim, as one reads it.
struct StatedFigure: Sendable, Equatable, CustomTestStringConvertible {
    var code: String
    var value: Int
    var qualifier: BaselineFigure.Qualifier
    var unit: String
    var period: String
    /// Such as `2014-01-01 to 2015-12-31`.
    var days: String?
    /// The code of a phase or an event; nil for the whole work.
    var about: String?
    var quote: String
    var place: String

    init(
        _ code: String, _ value: Int, _ qualifier: BaselineFigure.Qualifier, _ unit: String,
        _ period: String, _ days: String?, about: String?, _ quote: String, _ place: String
    ) {
        self.code = code
        self.value = value
        self.qualifier = qualifier
        self.unit = unit
        self.period = period
        self.days = days
        self.about = about
        self.quote = quote
        self.place = place
    }

    init(_ figure: BaselineFigure) {
        let days = [figure.days.first, figure.days.last].compactMap(\.self).map(\.description)
        let about: String? =
            switch figure.about {
            case .work: nil
            case .programme(let code), .phase(let code), .event(let code): code.description
            }
        self.init(
            figure.code.description, figure.value, figure.qualifier, figure.unit, figure.period,
            days.isEmpty ? nil : days.joined(separator: " to "), about: about, figure.source.quote,
            figure.source.place)
    }

    var testDescription: String { code }
}
