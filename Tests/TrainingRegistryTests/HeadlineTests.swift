import Foundation
import Postgres
import TestSupport
import Testing

@testable import TrainingRegistry

@Suite(.timeLimit(.minutes(10))) struct HeadlineTests {
    static func claim(
        _ value: Int, _ qualifier: BaselineFigure.Qualifier, _ about: BaselineFigure.About = .work,
        countsPeople: Bool = true, from day: String = "2018-01-01"
    ) throws -> BaselineFigure {
        BaselineFigure(
            code: try Code(parsing: "claim-\(value)"), about: about, title: "T", value: value,
            qualifier: qualifier, unit: "experts", countsPeople: countsPeople,
            period: "before 2018", days: DayRange(first: nil, last: nil),
            toldOn: try Day.of("2018-01-01"), countedFrom: try Day.of(day),
            source: Source(quote: "Q", place: "P"))
    }

    @Test("A headline shows what is claimed and what is counted, and never their sum")
    func text() throws {
        func text(_ claims: [BaselineFigure], _ value: Int??) -> String {
            Headline(
                scope: .work, title: "T", claims: claims,
                counted: value.map { Headline.Counted(value: $0, since: nil) }
            ).text
        }
        let thousand = try Self.claim(1000, .atLeast)

        #expect(text([thousand], 412) == "≥ 1000 (before 2018, baseline) + 412 counted")
        #expect(
            text([thousand], .some(nil))
                == "≥ 1000 (before 2018, baseline) + a hidden number counted")
        #expect(text([thousand], nil) == "≥ 1000 (before 2018, baseline)")
        #expect(text([], 0) == "0 counted")
        #expect(
            text([try Self.claim(40, .exact), try Self.claim(22, .about)], 3)
                == "40 experts (before 2018, baseline), ≈ 22 experts (before 2018, baseline) "
                + "+ 3 counted")
    }

    @Test("A programme has its own claims, or those of its phases where it has none")
    func claims() throws {
        let (programme, phase) = (try Code(parsing: "protect"), try Code(parsing: "protect-1"))
        let ofWork = try Self.claim(1000, .atLeast)
        let ofPhase = try Self.claim(250, .atLeast, .phase(phase))
        let ofProgramme = try Self.claim(300, .about, .programme(programme))
        let states = try Self.claim(10, .exact, countsPeople: false)
        func told(_ scope: Headline.Scope, _ figures: [BaselineFigure]) -> [Int] {
            Headline.claims(about: scope, phases: [phase], among: figures).map(\.value)
        }

        #expect(told(.work, [ofWork, ofPhase, states]) == [1000])
        #expect(told(.programme(programme), [ofWork, ofPhase, states]) == [250])
        #expect(told(.programme(programme), [ofWork, ofPhase, ofProgramme]) == [300])
        #expect(told(.phase(phase), [ofWork, ofPhase, ofProgramme]) == [250])
    }

    @Test("Counting begins after the last of the claims, and not before it is over")
    func period() throws {
        let today = try Day.of("2026-11-21")
        let early = try Self.claim(1, .exact, from: "2016-01-01")
        let late = try Self.claim(2, .exact, from: "2020-07-01")

        #expect(Headline.period(after: [], until: today) == .all)
        #expect(
            Headline.period(after: [late, early], until: today)
                == .days(try Day.of("2020-07-01"), today))
        #expect(
            Headline.period(after: [try Self.claim(1, .exact, from: "2026-11-22")], until: today)
                == nil)
    }

    @Test(
        "The headlines of the demonstration are the unit's own statements, with words and source",
        arguments: [
            (nil, "≥ 1000 (over 20 years, baseline) + 0 counted", "training over a 1000"),
            ("protect", "≥ 250 (2014 and 2015, baseline) + 0 counted", "more than 250 experts"),
        ] as [(String?, String, String)])
    func demo(programme: String?, text: String, words: String) async throws {
        try await DemoDatabase.with { test in
            try await test.withDatabase { database in
                let code = try programme.map { try Code(parsing: $0) }
                let headlines = try #require(try await database.headlines(of: code, now: Date()))
                let headline = try #require(headlines.first)

                #expect(headline.text == text)
                let source = try #require(headline.claims.first?.source)
                #expect(source.quote.contains(words))
                #expect(source.place.hasPrefix("CBSS, "))
            }
        }
    }

    @Test(
        "What is no sum of people, or of one event, stays a claim of its own beside the headline",
        arguments: [
            ("protect-expert-meetings", 5, "organised 5 expert meetings"),
            ("begging-roundtable-experts", 60, "60 experts"),
        ])
    func aside(code: String, value: Int, words: String) async throws {
        let catalogue = try await DemoDatabase.catalogue()
        let figure = try #require(catalogue.figures.first { $0.code.description == code })

        #expect(figure.value == value)
        #expect(figure.qualifier == .exact)
        #expect(figure.source.quote.contains(words))
        #expect(!catalogue.headlines.flatMap(\.claims).contains(figure))
    }
}
