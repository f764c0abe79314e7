import Foundation
import Mailer
import Postgres
import TestSupport
import Testing

@testable import TrainingRegistry

/// What mails of a language say beside their texts.
@Suite struct MailWordsTests {
    private static func sample(
        _ kind: MailKind, _ language: String, without names: [String] = []
    ) throws -> String {
        try #require(
            DeliveryWorker.renderer().sample(
                of: kind, in: language, writtenAt: Date(timeIntervalSince1970: 0), without: names)
        ).draft.text
    }

    private static func said(
        _ kind: MailKind, _ language: String, _ parameters: String
    ) throws -> String {
        try DeliveryWorker.renderer().text(
            of: OutboxRulesTests.mail(kind.rawValue, parameters), in: language
        ).plain
    }

    @Test(
        "A country, languages and what is online are called as the reader's language calls them",
        arguments: [
            ("en", "Riga, Latvia, online", "Languages: English, Latvian"),
            ("sv", "Riga, Lettland, online", "Språk: engelska, lettiska"),
            ("de", "Riga, Lettland, online", "Sprachen: Englisch, Lettisch"),
            ("et", "Riga, Läti, veebis", "Keeled: inglise, läti"),
            ("lv", "Riga, Latvija, tiešsaistē", "Valodas: angļu, latviešu"),
            ("lt", "Riga, Latvija, internetu", "Kalbos: anglų, latvių"),
            ("fi", "Riga, Latvia, verkossa", "Kielet: englanti, latvia"),
            ("pl", "Riga, Łotwa, online", "Języki: angielski, łotewski"),
            ("da", "Riga, Letland, online", "Sprog: engelsk, lettisk"),
            ("nb", "Riga, Latvia, på nett", "Språk: engelsk, latvisk"),
            ("is", "Riga, Lettland, á netinu", "Tungumál: enska, lettneska"),
        ])
    func names(language: String, place: String, languages: String) throws {
        let offer = try Self.sample(.poolMatch, language)
        let move = try Self.sample(.eventMoved, language)

        #expect(offer.contains("Town Hall, \(place)\n\(languages)\n"))
        #expect(move.contains("Town Hall, \(place)\n"))
        let city = place.split(separator: ", ").prefix(2).joined(separator: ", ")
        #expect(move.contains("Harbour House, \(city)"))
    }

    @Test(
        "A member that is a country is called as one; another, and who nominates, are not",
        arguments: [
            (#""member":"Latvia","member_country":"LV""#, "Łotwa"),
            (#""member":"European Commission","member_country":null"#, "European Commission"),
            // Promised before there were codes.
            (#""member":"Latvia""#, "Latvia"),
            // Nothing that CLDR has a name for.
            (#""member":"Sealand","member_country":"QX\r\n""#, "Sealand"),
        ])
    func members(parameters: String, name: String) throws {
        let text = try Self.said(
            .nominationEnded, "pl", #"{"given_name":"Zoë","target":"Riga",\#(parameters)}"#)

        #expect(text.contains("(w imieniu: \(name))"))
    }

    @Test(
        "The secretariat nominates by a name in each language, and people by their own",
        arguments: [
            ("en", "the secretariat", "the secretariat has nominated"),
            ("fi", "the secretariat", "Sihteeristö on nimennyt"),
            ("fi", "Laima Kalniņa", "Laima Kalniņa on nimennyt"),
        ])
    func nominators(language: String, nominator: String, expected: String) throws {
        let text = try Self.said(
            .nominationNotice, language,
            """
            {"given_name": "Zoë", "target": "Riga", "member": "Latvia", "until": "soon",
             "named_by": "\(nominator)", "token": "t0ken"}
            """)

        #expect(text.contains(expected))
    }

    @Test("What promises a mail leaves the codes beside the names")
    func codes() async throws {
        try await PoolStage.with { stage in
            try await stage.test.script("UPDATE event SET country = 'LV' WHERE code = 'quay'")
            try await stage.pool(1)
            _ = try await stage.keep()

            let told = { (name: String) async throws in
                try await stage.database.run(ReadParameter(template: "pool-match", name: name))
            }
            #expect(try await told("languages") == [#"["English", "Latvian"]"#])
            #expect(try await told("language_tags") == [#"["en", "lv"]"#])
            #expect(try await told("schedule").first?.contains(#""country": "LV""#) == true)
        }
        try await NominationStage.with { stage in
            _ = try await stage.invite(["LV": 1]).get()
            let link = try await stage.link("focal.LV@example.org")
            #expect(try await stage.nominate("Ada", by: link) == "done")
            #expect(try await stage.step(.withdraw(stage.id("Ada")), by: link) == "done")

            for template in ["nomination-invitation", "nomination-notice", "nomination-ended"] {
                let countries = try await stage.room.database.run(
                    ReadParameter(template: template, name: "member_country"))
                #expect(countries == ["LV"], "\(template)")
            }
        }
    }

    @Test("A mail that was promised before there were codes has the names that it was given")
    func older() throws {
        let mail = OutboxRulesTests.mail("pool-match")

        let text = try DeliveryWorker.renderer().text(of: mail, in: "lv").plain

        #expect(text.contains("\ntiešsaistē\nValodas: English, Latvian\n"))
    }

    @Test("A calendar is told the place in the language of its mail")
    func calendar() throws {
        let mail = OutboxRulesTests.mail(
            "seat-taken",
            """
            {"given_name": "Zoë", "target": "Days", "code": "days", "uid": "1@example.org",
             "sequence": 1, "has_place": true, "schedule": {"starts_on": "2027-06-01",
                "ends_on": "2027-06-02", "date_precision": "day", "time_zone": "Europe/Riga",
                "venue": "", "city": "Riga", "country": "LV", "country_name": "Latvia",
                "is_online": true, "sessions": []}}
            """)
        let recipient = try EmailAddress(parsing: mail.recipient)

        for (language, place) in [("lv", "Latvija\\, tiešsaistē"), ("en", "Latvia\\, online")] {
            let parts = try DeliveryWorker.renderer().calendarPart(
                of: mail, to: recipient, in: language)
            #expect(parts.first?.content.contains("LOCATION:Riga\\, \(place)\r\n") == true)
        }
    }

    @Test(
        "A reminder speaks of a seat, and of giving it back, only to who has one",
        arguments: [
            ("en", "seat"), ("sv", "plats"), ("de", "Platz"), ("et", "koh"), ("lv", "viet"),
            ("lt", "viet"), ("fi", "paik"), ("pl", "miejsc"), ("da", "plads"), ("nb", "plass"),
            ("is", "sæti"),
        ])
    func seats(language: String, seat: String) throws {
        let theirs = try Self.sample(.reminder, language)
        let others = try Self.sample(.reminder, language, without: ["has_seat"])

        #expect(theirs.ranges(of: seat).count == 2)
        #expect(!others.contains(seat))
        let (lines, shared) = (theirs.split(separator: "\n"), others.split(separator: "\n"))
        #expect(zip(lines, shared).count { $0 != $1 } == 2 && lines.count == shared.count)
    }

    @Test(
        "A reminder of before the difference was made is to somebody with a seat",
        arguments: [("", true), (#""has_seat": true,"#, true), (#""has_seat": false,"#, false)])
    func unsaid(parameter: String, expected: Bool) throws {
        let text = try Self.said(
            .reminder, "en",
            """
            {"given_name": "Zoë", "target": "Days", "token": "t0ken", \(parameter)
             "schedule": {"starts_on": "2027-06-01", "ends_on": "2027-06-02",
                "date_precision": "day", "time_zone": "Europe/Riga", "venue": "", "city": "Riga",
                "country_name": null, "is_online": false, "sessions": []}}
            """)

        #expect(text.contains("you have a seat") == expected)
        #expect(text.contains("you are part of it") != expected)
    }
}
