import Foundation
import Postgres
import TrainingRegistry

@testable import RegistryHTTP

/// Every public page once or more, made from invented values that try to break out of the markup.
enum PagesSamples {
    static let site = Site(contact: "trainings@example.org", isDemo: true)
    /// 21 November 2026, 06:00 UTC.
    static let now = Date(timeIntervalSince1970: 1_795_240_800)
    static let token = "q3v9Yk0mT7cXb2LrWnE5uJd8HsAf1GpZ4oIiKxVtQyM"
    static let hostile = "\"><script>alert('1')</script>&amp;"

    static let sectors = [
        Choice(value: "border-guard", title: "Border guard"),
        Choice(value: "child-welfare", title: "Child welfare"),
        Choice(value: "police", title: "Police"),
        Choice(value: "prosecution", title: "Prosecution"),
    ]
    static let countries = [
        Choice(value: "EE", title: "Estonia"), Choice(value: "LV", title: "Latvia"),
        Choice(value: "LT", title: "Lithuania"), Choice(value: "SE", title: "Sweden"),
    ]
    static let languages = [
        Choice(value: "en", title: "English"), Choice(value: "lv", title: "Latvian"),
    ]

    static func day(_ text: String) throws -> CalendarDay {
        guard let day = CalendarDay(parsing: text) else { throw NoSuchDay(text: text) }
        return day
    }

    struct NoSuchDay: Error { var text: String }

    static func event(
        _ code: String = "protect-tallinn-2027", _ title: String = "PROTECT training, Tallinn",
        from start: String = "2027-04-28", to end: String = "2027-04-29",
        kind: EventKind = .training, admission: Admission = .selection
    ) throws -> Event {
        let opening = Date(timeIntervalSince1970: 1_808_892_000)
        return Event(
            code: try Code(parsing: code), kind: kind, title: title,
            summary: "Two days on children on the move: how to identify, refer and protect them.",
            description: """
                Law enforcement officials, child welfare officials and organisations work through
                cross-border cases together.

                The training uses the guidelines on transnational child protection.
                """,
            programme: ProgrammeReference(code: try Code(parsing: "protect"), title: "PROTECT"),
            admission: admission, startsOn: try day(start), endsOn: try day(end),
            timeZone: "Europe/Tallinn", venue: "House of Training", city: "Tallinn",
            country: "EE", countryName: "Estonia", isOnline: false, languages: ["en", "et"],
            capacity: 40, audience: ["police", "border guard", "child welfare"], opensAt: nil,
            closesAt: Date(timeIntervalSince1970: 1_803_999_600), cancelledAt: nil, heldAt: nil,
            sessions: [
                Session(
                    title: "Standards and agencies", startsAt: opening,
                    endsAt: opening + 3 * 3_600),
                Session(
                    title: "Cases across borders", startsAt: opening + 86_400,
                    endsAt: opening + 86_400 + 5 * 3_600),
            ])
    }

    static func events() throws -> [Event] {
        var announced = try event(
            "barnahus-riga-2027", "Study visit to a Children's House", from: "2027-05-31",
            to: "2027-06-02", kind: .studyVisit, admission: .open)
        announced.city = "Riga"
        announced.countryName = "Latvia"
        announced.opensAt = now + 40 * 86_400
        announced.closesAt = nil
        announced.isOnline = true
        var cancelled = try event(
            "care-vilnius-2027", "Auditing alternative care: advocacy conference",
            from: "2027-06-07", to: "2027-06-08", kind: .conference)
        cancelled.cancelledAt = now
        cancelled.city = "Vilnius"
        cancelled.countryName = "Lithuania"
        let group = try event(
            "expert-group-2027-1", "Expert Group on Children at Risk, spring meeting",
            from: "2027-04-13", to: "2027-04-13", kind: .expertGroupMeeting,
            admission: .nomination)
        return [group, try event(), announced, cancelled]
    }

    static func programme() throws -> Programme {
        let source = Source(
            quote: "In the fall 2015, a new project has been launched.",
            place: "The unit's page about its projects")
        return Programme(
            code: try Code(parsing: "audtrain"), title: "AudTrain",
            summary: "Training professionals who audit and monitor children's residential care.",
            description: "Auditors learn to review how a facility follows relevant standards.",
            takesInterest: true,
            phases: [
                Phase(
                    code: try Code(parsing: "audtrain-1"), title: "AudTrain", startsOn: nil,
                    endsOn: nil, periodSource: nil, partners: [], grants: []),
                Phase(
                    code: try Code(parsing: "audtrain-2"), title: "AudTrain II",
                    startsOn: try day("2015-09-01"), endsOn: try day("2017-06-08"),
                    periodSource: source,
                    partners: [
                        Partner(organisation: "Children's Unit", role: "lead", country: nil),
                        Partner(
                            organisation: "Ministry of Welfare", role: "project", country: "LV"),
                        Partner(
                            organisation: "Children's Villages", role: "project", country: "LT"),
                        Partner(organisation: "Village Society", role: "associate", country: "HR"),
                    ],
                    grants: [
                        Grant(
                            funder: "European Commission", fundingProgramme: "Rights and Equality",
                            reference: nil)
                    ]),
            ])
    }

    static func figures() throws -> [BaselineFigure] {
        [
            try figure(
                "Professionals trained", 1_000, .atLeast, "professionals", "twenty years to 2018"),
            try figure("PROTECT expert meetings", 250, .atLeast, "experts", "2014–2015"),
            try figure("Final roundtable of the site visits", 60, .exact, "experts", "until 2013"),
            try figure("First PROTECT meeting", 40, .about, "experts", "January 2014"),
        ]
    }

    /// A catalogue of figures alone: claims, and a table by country in which one count is small.
    static func catalogue(
        _ figures: [BaselineFigure], _ counts: [String: Int] = [:]
    ) throws -> Catalogue {
        let keys = counts.keys.sorted()
        let table = CountTable(
            columns: keys, counts: keys.map { counts[$0, default: 0] },
            total: counts.values.reduce(0, +))
        guard case .table(let shown) = Suppression.apply(table, threshold: 5) else {
            throw CocoaError(.featureUnsupported)
        }
        let publications = try FigurePublication.Subject.allCases.map { subject in
            FigurePublication(
                subject: subject, table: shown, recipe: nil, words: [hostile],
                asOf: RecordedInstant(now), first: try day("2019-01-01"),
                last: try day("2026-11-21"), publishedAt: now)
        }
        return Catalogue(
            day: try day("2026-11-21"), countries: [Country(code: "LV", name: hostile)],
            languages: [], sectors: [], topics: [], events: [], programmes: [try programme()],
            figures: figures, publications: counts.isEmpty ? [] : publications, members: [])
    }

    private static func figure(
        _ title: String, _ value: Int, _ qualifier: BaselineFigure.Qualifier, _ unit: String,
        _ period: String
    ) throws -> BaselineFigure {
        BaselineFigure(
            code: try Code(parsing: "claim-\(value)"), about: .work, title: title, value: value,
            qualifier: qualifier, unit: unit, countsPeople: true, period: period,
            days: DayRange(first: nil, last: nil), toldOn: try day("2018-12-31"),
            countedFrom: try day("2019-01-01"),
            source: Source(
                quote: "Over the past 20 years, it has been involved in training professionals.",
                place: "https://www.example.org/child-protection"))
    }

    static func held() -> HeldData {
        HeldData(
            givenName: "Ieva", familyName: "Ozola", email: "ieva.ozola@example.org",
            organisation: "State Border Guard", sector: "border-guard", country: "LV",
            language: nil,
            interests: [
                HeldInterest(
                    id: UUID(), title: "PROTECT training, Tallinn",
                    path: "/events/protect-tallinn-2027", state: .confirmed,
                    motivation: "I train colleagues at the land border.", receivedAt: now - 90_000,
                    confirmedAt: now - 86_400, withdrawnAt: nil),
                HeldInterest(
                    id: UUID(), title: "AudTrain", path: "/programmes/audtrain",
                    state: .withdrawn, motivation: nil, receivedAt: now - 9_000_000,
                    confirmedAt: now - 8_900_000, withdrawnAt: now - 8_000_000),
            ] + pooled)
    }

    /// Interests in the pool: one that was asked about again, another, and one that has lapsed.
    static let pooled = [HeldInterest.State.confirmed, .confirmed, .lapsed].enumerated().map {
        index, state in
        HeldInterest(
            id: UUID(), title: hostile, path: "/programmes/protect", state: state, motivation: nil,
            receivedAt: now - 9_000_000, confirmedAt: now - 8_900_000,
            withdrawnAt: state == .lapsed ? now - 8_000_000 : nil,
            pooled: code.map {
                HeldInterest.Pooled(
                    programme: $0, topics: index == 0 ? ["migration", hostile] : [],
                    languages: index == 0 ? ["lv"] : [], expiresAt: now + 9_000_000,
                    isAskedAgain: index == 0, months: 12 + index)
            })
    }
    private static let code = try? Code(parsing: "protect")

    /// One to come, one that is over, and one that is both.
    static let places = ["7KQ2MXW4TA", "", "ABCDE23456"].enumerated().compactMap {
        index, letters -> OwnPlace? in
        guard let code, let first = try? day("2027-04-28"), let last = try? day("2027-04-29")
        else { return nil }
        return OwnPlace(
            code: code, title: hostile, startsOn: first, endsOn: last,
            checkInCode: CheckInCode(parsing: letters),
            certificate: index == 0 ? nil : "ABCDEFGHJKMNPQRSTVWX")
    }

    static let wishes = WishChoices(
        topics: [
            Choice(value: "migration", title: "The best interests of children in migration"),
            Choice(value: "trafficking", title: hostile),
        ], languages: languages)

    static func chance(_ answer: Chance.Answer?, isOpen: Bool) throws -> Chance {
        Chance(
            id: UUID(), interest: pooled[0].id, event: try Code(parsing: "protect-tallinn-2027"),
            title: hostile, answer: answer, isOpen: isOpen)
    }

    static let message = MailboxMessage(
        id: "1", receivedAt: now, from: "trainings@example.org", to: "ieva.ozola@example.org",
        subject: "Confirm your interest in PROTECT training, Tallinn",
        text: "Please confirm:\n\nhttps://example.org/confirm/\(token)\n\n<b>Thank you</b>.",
        source: "Subject: =?utf-8?q?Confirm?=\r\n\r\n<html><script>1</script></html>")

    static let wrong = FormState(
        values: [
            "given_name": "Ieva", "family_name": hostile, "email": "ieva.ozola(at)example.org",
            "organisation": "State Border Guard", "country": "LV", "language": "lv",
            "motivation": "\nFirst line\n</textarea><b>second</b> \"line\"",
        ],
        errors: [
            ("email", "Enter an email address with an @, such as name@example.org."),
            ("sector", "Choose the sector you work in."),
            ("notice", "Please read the privacy notice and tick the box."),
            ("form", "The page had been open for long. Please send it again."),
        ])

    static func interest(
        _ target: InterestSubject, _ state: FormState, _ invitation: InterestPage.Invited? = nil
    ) -> InterestPage {
        InterestPage(
            site: site, target: target, sectors: sectors, countries: countries,
            languages: languages, wishes: target.section == .programmes ? wishes : .none,
            formToken: "3f1c", state: state, invitation: invitation)
    }

    static func my(_ state: FormState?, _ notice: MyPage.Notice?) -> MyPage {
        MyPage(
            site: site, token: token, held: held(), sectors: sectors, countries: countries,
            languages: languages,
            wishes: Dictionary(uniqueKeysWithValues: pooled.map { ($0.id, wishes) }),
            chances: [try? chance(nil, isOpen: true)].compactMap { $0 },
            own: OwnPlaceParts(places: places, publicURL: "https://example.org"), state: state,
            notice: notice)
    }
}
