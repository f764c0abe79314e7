import Foundation
import Postgres
import TestSupport
import Testing
import TrainingRegistry

@Suite struct DemoTests {
    @Test("Loading the demonstration data twice is refused and changes nothing")
    func twice() async throws {
        try await DemoDatabase.with { test in
            let before = try await test.withDatabase { try await $0.run(CountRows()) }

            await #expect(
                throws: DatabaseError.constraintViolated(name: "organisation_code_is_unique")
            ) {
                try await test.script(try DemoDatabase.sql())
            }

            #expect(try await test.withDatabase { try await $0.run(CountRows()) } == before)
        }
    }

    @Test(
        "Every phase has the period, the partners and the grants that the texts give it",
        arguments: [
            PhaseFacts("audtrain-1", nil, nil, [], []),
            PhaseFacts(
                "audtrain-2", "2015-09-01", "2017-06-08",
                [
                    "lead Children’s Unit at the CBSS Secretariat",
                    "project Ministry of Welfare of Latvia",
                    "project SOS Children’s Villages Association of Estonia",
                    "project SOS Children’s Villages, Lithuania",
                    "associate SOS Children’s Villages of Croatia",
                ], ["European Commission"]),
            PhaseFacts(
                "protect-1", "2014-01-01", "2015-12-31",
                [
                    "lead Children’s Unit at the CBSS Secretariat",
                    "project Latvian State Border Guard",
                    "project Lithuanian State Child Protection and Adoption Service",
                    "project Stockholm Social Emergency Center",
                ], ["European Commission: Return Fund"]),
            PhaseFacts(
                "protect-extension", "2016-01-01", "2016-12-31",
                [
                    "lead Council of the Baltic Sea States",
                    "funder-office Nordic Council of Ministers’ office in Estonia",
                    "funder-office Nordic Council of Ministers’ office in Latvia",
                    "funder-office Nordic Council of Ministers’ office in Lithuania",
                ], ["Nordic Council of Ministers: Trafficking in Human Beings Programme"]),
            PhaseFacts(
                "protect-meeting-series", "2017-01-01", "2018-12-31", [],
                ["Nordic Council of Ministers"]),
            PhaseFacts("proguard-1", nil, nil, ["project Council of the Baltic Sea States"], []),
            PhaseFacts(
                "non-violent-childhoods-1", "2016-01-01", "2018-12-31",
                [
                    "project Global Initiative to End All Corporal Punishment of Children",
                    "project Ministry responsible for children’s issues EE",
                    "project Ministry responsible for children’s issues FI",
                    "project Ministry responsible for children’s issues LV",
                    "project Ministry responsible for children’s issues SE",
                    "project Ombudsman for Children’s Rights PL",
                ], ["European Union: Rights, Equality and Citizenship Programme 2014-2020"]),
            PhaseFacts(
                "promise-1", nil, nil,
                ["project Barnahus", "project Council of the Baltic Sea States"],
                ["European Commission"]),
            PhaseFacts(
                "barnahus-network-1", nil, nil, ["lead Council of the Baltic Sea States"], []),
            PhaseFacts(
                "robert-1", nil, "2012-12-31",
                ["lead CBSS Expert Group for Cooperation on Children at Risk"],
                ["European Commission: Safer Internet Programme, Knowledge Enhancement Project"]),
            PhaseFacts(
                "begging-and-criminality-1", nil, "2013-12-31", [],
                [
                    "Norwegian Ministry of Children, Equality and Social Inclusion",
                    "Swedish Institute: Baltic Sea Unit",
                ]),
        ])
    func phase(facts: PhaseFacts) async throws {
        let phases = try await DemoDatabase.catalogue().programmes.flatMap(\.phases)

        let phase = try #require(phases.first { $0.code.description == facts.code })

        #expect(PhaseFacts(phase, namingCountries: facts.namesCountries) == facts)
        #expect((phase.periodSource != nil) == (phase.startsOn != nil || phase.endsOn != nil))
    }

    @Test("No phase is there that the texts do not tell of")
    func elevenPhases() async throws {
        let phases = try await DemoDatabase.catalogue().programmes.flatMap(\.phases)

        #expect(phases.count == 11)
    }

    @Test(
        "A figure of the texts has its qualifier and its words",
        arguments: [
            ("Professionals trained", 1000, .atLeast, "training over a 1000 professionals"),
            (
                "Experts at the PROTECT expert meetings", 250, .atLeast,
                "In bringing more than 250 experts"
            ),
            ("Expert meetings of PROTECT", 5, .exact, "organised 5 expert meetings"),
            (
                "Reach of the European Barnahus network", 34, .exact,
                "active in 34 national contexts"
            ),
            (
                "Experts at the roundtable on child trafficking for begging", 60, .exact,
                "a final roundtable meeting of 60 experts"
            ),
            (
                "Participants of the AudTrain training in Zagreb", 22, .about,
                "about 22 participants"
            ),
            ("Experts at the first PROTECT meeting", 40, .atLeast, "over forty experts"),
            ("New trainers of AudTrain II", 20, .exact, "20 new trainers"),
        ] as [(String, Int, BaselineFigure.Qualifier, String)])
    func figure(
        title: String, value: Int, qualifier: BaselineFigure.Qualifier, words: String
    ) async throws {
        let figures = try await DemoDatabase.catalogue().figures

        let figure = try #require(figures.first { $0.title == title })

        #expect(figure.value == value)
        #expect(figure.qualifier == qualifier)
        #expect(figure.source.quote.contains(words))
        #expect(!figure.source.place.isEmpty)
    }

    @Test("The headline comes before every other figure")
    func headline() async throws {
        #expect(try await DemoDatabase.catalogue().figures.first?.value == 1000)
    }

    @Test("Two programmes take interest without a date")
    func pool() async throws {
        let open = try await DemoDatabase.catalogue().programmes.filter(\.takesInterest)

        #expect(open.map(\.code.description) == ["audtrain", "protect"])
    }

    @Test("Among the events to come are those of every kind and at every door")
    func doors() async throws {
        let catalogue = try await DemoDatabase.catalogue()
        let now = Date()

        let coming = catalogue.events.filter { $0.startsOn > catalogue.day }
        let doors = coming.map { event in
            switch event.door(at: now) {
            case .open: "open"
            case .notYetOpen: "not yet open"
            case .closed: "closed"
            case .cancelled: "cancelled"
            case .held: "held"
            case .byInvitation: "by invitation"
            }
        }

        #expect(coming.count == 10)
        #expect(Set(coming.map(\.kind)) == Set(EventKind.allCases))
        #expect(Set(coming.map(\.admission)) == Set(Admission.allCases))
        #expect(doors.count { $0 == "open" } == 5)
        #expect(
            Set(doors) == ["open", "not yet open", "closed", "cancelled", "by invitation"])
        #expect(coming.contains { $0.isOnline && $0.country == nil })
        #expect(coming.allSatisfy { !$0.sessions.isEmpty })
    }

    @Test("A session is at its hour in the time zone of its event")
    func localTime() async throws {
        let catalogue = try await DemoDatabase.catalogue()
        let event = try #require(catalogue.event(try Code(parsing: "protect-tallinn-2027")))
        var calendar = Calendar(identifier: .gregorian)
        calendar.timeZone = try #require(TimeZone(identifier: event.timeZone))

        let parts = calendar.dateComponents(
            [.year, .month, .day, .hour, .minute], from: try #require(event.sessions.first).startsAt
        )

        #expect([parts.hour, parts.minute] == [9, 30])
        #expect(
            [parts.year, parts.month, parts.day]
                == [event.startsOn.year, event.startsOn.month, event.startsOn.day])
    }
}

/// What is expected of a phase, as one reads it.
struct PhaseFacts: Sendable, Equatable, CustomTestStringConvertible {
    var code: String
    var startsOn: String?
    var endsOn: String?
    var partners: [String]
    var grants: [String]

    init(
        _ code: String, _ startsOn: String?, _ endsOn: String?, _ partners: [String],
        _ grants: [String]
    ) {
        self.code = code
        self.startsOn = startsOn
        self.endsOn = endsOn
        self.partners = partners
        self.grants = grants
    }

    init(_ phase: Phase, namingCountries: Bool) {
        code = phase.code.description
        startsOn = phase.startsOn?.description
        endsOn = phase.endsOn?.description
        partners = phase.partners.map { partner in
            let country = namingCountries ? partner.country.map { " \($0)" } ?? "" : ""
            return "\(partner.role) \(partner.organisation)\(country)"
        }
        grants = phase.grants.map { grant in
            ([grant.funder] + [grant.fundingProgramme].compactMap(\.self)).joined(separator: ": ")
        }
    }

    var namesCountries: Bool { partners.contains { $0.hasSuffix(" EE") } }

    var testDescription: String { code }
}
