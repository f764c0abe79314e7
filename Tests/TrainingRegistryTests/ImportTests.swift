import Foundation
import Postgres
import TestSupport
import Testing

@testable import TrainingRegistry

@Suite struct ImportTests {
    static let now = Date()

    static let twoPeople = """
        \u{FEFF}given_name,family_name,email,organisation,sector,country,language\r
        Ērika,Bērziņa,Erika@example.com,State Police,police,lv,lv\r
        "Juris",Kalns,juris@example.org,,ngo,EE,\r

        """

    static func file(_ text: String) throws(ImportRejection) -> ImportPeople {
        try ImportPeople(parsing: Array(text.utf8))
    }

    /// `2 created, 3 error; 3 sector unknown-sector`.
    static func told(_ report: ImportReport) -> String {
        let lines = report.lines.map { "\($0.line) \($0.outcome)" }.joined(separator: ", ")
        let errors = report.errors.map { "\($0.line) \($0.column ?? "-") \($0.code)" }
        return ([lines] + [errors.joined(separator: ", ")]).filter { !$0.isEmpty }
            .joined(separator: "; ")
    }

    @Test("A file is previewed, written once, and changes nothing the second time")
    func people() async throws {
        try await DemoDatabase.with { test in
            try await test.withDatabase { database in
                let file = try Self.file(Self.twoPeople)
                let preview = try await database.importPeople(file, apply: false, now: Self.now)
                #expect(Self.told(preview) == "2 created, 3 created")
                #expect(!preview.isWritten)
                #expect(try await database.people(ListPeople()) == [])

                let first = try await database.importPeople(file, apply: true, now: Self.now)
                #expect(Self.told(first) == "2 created, 3 created")
                #expect(first.isWritten)
                let again = try await database.importPeople(file, apply: true, now: Self.now)
                #expect(Self.told(again) == "2 unchanged, 3 unchanged")

                let changed = try Self.file(
                    """
                    given_name,family_name,email,sector,country
                    ĒRIKA,BĒRZIŅA,erika@EXAMPLE.com,ombudsman,LV
                    Juris,Kalns,juris@example.org,ngo,EE
                    """)
                let third = try await database.importPeople(changed, apply: true, now: Self.now)
                #expect(Self.told(third) == "2 updated, 3 unchanged")
                let line = try #require(
                    try await database.people(ListPeople(query: "erika@")).first)
                #expect(line.person.givenName == "Ērika")
                #expect(line.person.sector == "ombudsman")
                #expect(line.person.organisation == "State Police")
            }
        }
    }

    @Test("All errors are told at once with line and column, and nothing is written")
    func errors() async throws {
        try await DemoDatabase.with { test in
            try await test.withDatabase { database in
                let file = try Self.file(
                    """
                    given_name,family_name,email,sector,country,language
                    Anna,Liepa,anna@example.org,police,LV,lv
                    Anna,Liepa,ANNA@example.org,police,LV,lv
                    7,,no address,piracy,XX,
                    "Two
                    lines",Ozola,a@example.org,Police,LV,xx-yy-zz
                    Ilze,Ozola,ilze@example.org,piracy,XX,qq
                    """)

                let report = try await database.importPeople(file, apply: true, now: Self.now)

                #expect(
                    Self.told(report) == """
                        2 created, 3 error, 4 error, 5 error, 7 error; \
                        3 email duplicate-row, 4 email missing-at, 4 family_name missing, \
                        4 given_name not-a-name, 5 given_name control-character, \
                        5 language unknown-language, 5 sector unknown-sector, \
                        7 country unknown-country, 7 language unknown-language, \
                        7 sector unknown-sector
                        """)
                #expect(!report.isWritten)
                #expect(try await database.people(ListPeople()) == [])
            }
        }
    }

    @Test(
        "A file that is no table of people is refused as a whole",
        arguments: [
            ("", "1 - no-header"),
            (
                "given_name,email\n",
                "1 family_name missing-column, 1 sector missing-column, "
                    + "1 country missing-column"
            ),
            (twoPeople + "a,b\n", "4 - wrong-number-of-fields"),
            (twoPeople + "a\"b\n", "4 - stray-quote"),
            (
                "given_name,family_name,email,sector,country,country,age\n",
                "1 country duplicate-column, 1 age unknown-column"
            ),
        ])
    func refused(text: String, expected: String) {
        let rejection = #expect(throws: ImportRejection.self) { try Self.file(text) }

        let told = rejection?.errors.map { "\($0.line) \($0.column ?? "-") \($0.code)" }
        #expect(told?.joined(separator: ", ") == expected)
    }

    @Test("Who is imported beside an initial of the same employer is suggested to be one person")
    func suggested() async throws {
        try await DemoDatabase.with { test in
            try await test.withDatabase { database in
                for row in [
                    "E.,Berzina,berzina@example.org,State Police,police,LV",
                    "Ērika,Bērziņa,erika@example.com,State Police,police,LV",
                ] {
                    let header = "given_name,family_name,email,organisation,sector,country\n"
                    let file = try Self.file(header + row)
                    _ = try await database.importPeople(file, apply: true, now: Self.now)
                }

                let suggestions = try await database.duplicates(SuggestDuplicates())
                #expect(suggestions.map(\.reasons) == [[.initials, .sameEmployer, .sameCountry]])
            }
        }
    }

    static let fourEvents = """
        code,kind,title,starts_on,ends_on,city,country,languages,programme,phase,capacity,\
        time_zone
        riga-2014,training,Training in Riga,2014-05-06,2014-05-07,Rīga,LV,en lv,audtrain,\
        audtrain-1,20,Europe/Riga
        warsaw-2013,expert-meeting,Meeting in Warsaw,2013-05,,Warsaw,PL,,,,,
        vilnius-2012,conference,Conference,2012,,,,,,,,
        oslo-2030,training,Training to come,2030-01-01,,Oslo,NO,,,,,
        """

    @Test("Past events are held, days are as precise as they are known, and again changes nothing")
    func events() async throws {
        try await DemoDatabase.with { test in
            try await test.withDatabase { database in
                let file = try ImportEvents(parsing: Array(Self.fourEvents.utf8))
                let first = try await database.importEvents(
                    file, apply: true, actor: .system, now: Self.now)
                #expect(Self.told(first) == "2 created, 3 created, 4 created, 5 created")
                let again = try await database.importEvents(
                    file, apply: true, actor: .system, now: Self.now)
                #expect(Self.told(again) == "2 unchanged, 3 unchanged, 4 unchanged, 5 unchanged")

                let catalogue = try await database.loadCatalogue(on: try Day.of("2026-11-21"))
                let riga = try #require(catalogue.event(try Code(parsing: "riga-2014")))
                #expect(riga.heldAt != nil && riga.languages == ["en", "lv"])
                #expect(riga.programme?.code.description == "audtrain")
                let meeting = try #require(catalogue.event(try Code(parsing: "warsaw-2013")))
                #expect(meeting.datePrecision == .month)
                #expect(meeting.endsOn == (try Day.of("2013-05-31")))
                #expect(catalogue.event(try Code(parsing: "oslo-2030")) == nil)
            }
        }
    }

    @Test("What is wrong with events is told, and a published one to come is left alone")
    func wrongEvents() async throws {
        try await DemoDatabase.with { test in
            try await test.withDatabase { database in
                let file = try ImportEvents(
                    parsing: Array(
                        """
                        code,kind,title,starts_on,ends_on,venue,city,country,programme,phase,\
                        time_zone,\
                        languages,capacity,is_online
                        protect-tallinn-2027,training,Moved,2027-05-01,,,,,,,,,,
                        A B,party,,2026-02-30,,Hall,,,,,,,0,maybe
                        a-1,training,A,2014-05,2014-06-01,,,,,,,,,
                        a-2,training,A,2014-05-02,2014-05-01,,,,,,,,,
                        a-3,training,A,2014,,,,XX,nowhere,nowhere,Mars/Olympus,qq,,yes
                        a-3,training,A,2014,,,,,protect,audtrain-1,,,,
                        """.utf8))

                let report = try await database.importEvents(
                    file, apply: true, actor: .system, now: Self.now)

                #expect(
                    Self.told(report) == """
                        2 error, 3 error, 4 error, 5 error, 6 error, 7 error; \
                        2 code event-published, 3 capacity bad-number, 3 city missing, \
                        3 code bad-code, 3 is_online unknown-value, 3 kind unknown-value, \
                        3 starts_on bad-date, 3 title missing, 4 ends_on mixed-precision, \
                        5 ends_on ends-before-start, 6 country unknown-country, \
                        6 languages unknown-language, 6 phase unknown-phase, \
                        6 programme unknown-programme, 6 time_zone unknown-time-zone, \
                        7 code duplicate-row, 7 phase unknown-phase
                        """)
                #expect(!report.isWritten)
            }
        }
    }

    @Test("Participations are appended facts: a change is a new one, and again changes nothing")
    func participations() async throws {
        try await PeopleRoom.with { room in
            func run(_ rows: String) async throws -> String {
                let header = "event,given_name,family_name,email,role,sector,organisation,status\n"
                let file = try ImportParticipations(parsing: Array((header + rows).utf8))
                return Self.told(
                    try await room.database.importParticipations(
                        file, apply: true, actor: .command(userID: 0), now: Self.now))
            }
            let rows = """
                protect-tallinn-2016,Ērika,Bērziņa,erika@example.com,trainer,,,
                protect-tallinn-2016,JURIS,Kalns,juris@example.org,,ngo,cbss,
                """
            #expect(try await run(rows) == "2 unchanged, 3 created")
            #expect(try await run(rows) == "2 unchanged, 3 unchanged")
            let other = rows.replacing("trainer", with: "speaker")
            #expect(try await run(other) == "2 updated, 3 unchanged")
            let facts = try await room.ask(
                """
                SELECT status || ' ' || role || ' ' || sector || ' '
                       || (superseded_at IS NOT NULL) || ' ' || actor
                FROM participation_fact WHERE participation_id =
                    '30000000-0000-4000-8000-000000000003' ORDER BY id
                """)
            #expect(
                facts.split(separator: "\n") == [
                    "confirmed trainer ngo true system", "confirmed speaker ngo false command:0",
                ])

            _ = try await room.merge().get()
            #expect(try await run(other) == "2 unchanged, 3 unchanged")
            let wrong = """
                protect-tallinn-2027,Juris,Kalns,juris@example.org,,,,
                nowhere-2016,Juris,Kalns,juris@example.org,boss,piracy,nobody,
                protect-tallinn-2016,Nobody,Kalns,juris@example.org,,,,
                protect-tallinn-2016,Juris,Kalns,juris@example.org,,,,
                protect-tallinn-2016,Juris,Kalns,juris@example.org,,piracy,nobody,perhaps
                protect-tallinn-2016,Juris,Kalns,juris@example.org,,piracy,nobody,
                """
            #expect(
                try await run(wrong) == """
                    2 error, 3 error, 4 error, 5 unchanged, 6 error, 7 error; \
                    2 event event-has-seats, 3 role unknown-value, 4 email unknown-person, \
                    6 status unknown-value, 7 email duplicate-row, \
                    7 organisation unknown-organisation, 7 sector unknown-sector
                    """)
        }
    }

    @Test("Five thousand rows are written and recognised, each file in one statement")
    func large() async throws {
        try await DemoDatabase.with { test in
            try await test.withDatabase { database in
                let rows = (1...5_000).map { number in
                    let name = String(number, radix: 26).asLetters
                    return "Given\(name),Family,p\(number)@example.org,police,LV"
                }
                let header = "given_name,family_name,email,sector,country\n"
                let bytes = Array((header + rows.joined(separator: "\n")).utf8)
                let file = try ImportPeople(parsing: bytes)
                let report = try await database.importPeople(file, apply: true, now: Self.now)
                let again = try await database.importPeople(file, apply: true, now: Self.now)
                let isIn = "event,given_name,family_name,email\n"
                let lines = rows.map { row in
                    "protect-tallinn-2016,"
                        + row.split(separator: ",").prefix(3).joined(separator: ",")
                }
                let taken = try await database.importParticipations(
                    ImportParticipations(
                        parsing: Array((isIn + lines.joined(separator: "\n")).utf8)),
                    apply: true, actor: .system, now: Self.now)

                #expect(report.count(.created) == 5_000)
                #expect(again.count(.unchanged) == 5_000)
                #expect(taken.count(.created) == 5_000)
            }
        }
    }
}

extension String {
    /// Digits as letters: names have none.
    fileprivate var asLetters: String {
        String(decoding: utf8.map { $0 < 58 ? $0 + 65 : $0 }, as: UTF8.self)
    }
}
