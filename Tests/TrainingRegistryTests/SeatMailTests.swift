import Foundation
import Mailer
import Postgres
import TestSupport
import Testing

@testable import TrainingRegistry

/// What mails about seats say of the event and of the waiting list.
@Suite(.timeLimit(.minutes(10))) struct SeatMailTests {
    private static let languages = [
        "en", "da", "de", "et", "fi", "is", "lt", "lv", "nb", "pl", "sv",
    ]
    private static let withTimes: [MailKind] = [.seatTaken, .seatTakenOver, .seatOffered]

    private static func sample(
        _ kind: MailKind, _ language: String, without names: [String] = []
    ) throws -> MailDraft {
        try #require(
            DeliveryWorker.renderer().sample(
                of: kind, in: language, writtenAt: Date(timeIntervalSince1970: 0), without: names)
        ).draft
    }

    @Test(
        "A seat that is given or offered comes with every sitting and the place, in each language",
        arguments: languages)
    func times(language: String) throws {
        let dates = MailDates(language: language)
        let sittings = """
            \(dates.translated("1 June 2027")), 09:00–16:00: First day
            \(dates.translated("2 June 2027")), 09:00–15:00: Second day
            (Europe/Riga)
            """
        for kind in Self.withTimes {
            let whole = try Self.sample(kind, language)
            let paragraph = try #require(
                whole.text.split(separator: "\n\n").first { $0.contains(sittings) })
            // A line before them says what they are, and one after them is the place.
            let lines = paragraph.split(separator: "\n")
            #expect(lines.count == 5)
            #expect(lines.first?.hasSuffix(":") == true)
            #expect(lines.last?.hasPrefix("Town Hall, Riga, ") == true)
            #expect(whole.html.contains(sittings.replacing("\n", with: "<br>\n")))

            let nowhere = try Self.sample(kind, language, without: ["place"]).text
            #expect(nowhere.contains(":\n\(sittings)\n\n"))
            #expect(!nowhere.contains(lines[0]))

            let older = try Self.sample(kind, language, without: ["schedule", "place"]).text
            #expect(older == whole.text.replacing("\(paragraph)\n\n", with: ""))
        }
    }

    @Test("Who waits is told the number in the list, in each language", arguments: languages)
    func positions(language: String) throws {
        let text = try Self.sample(.seatAwaited, language).text
        let line = try #require(text.split(separator: "\n").first { $0.contains(/\b4\b/) })

        let older = try Self.sample(.seatAwaited, language, without: ["position"]).text
        #expect(older == text.replacing("\(line)\n", with: ""))
    }

    @Test("What gives, passes on or offers a seat leaves when and where the event is")
    func promised() async throws {
        try await SeatStage.with(admission: .selection, seats: 2, people: 3) { stage in
            _ = try await stage.move([1], to: .offered)
            _ = try await stage.move([1], to: .accepted)
            try await stage.database.substitute(
                SubstitutePerson(
                    stage.change, number: 1, newcomer: .interest(SeatStage.id(2)))
            ).get()

            let texts = try await stage.texts()

            #expect(
                texts.map(\.template) == [
                    "seat-offered", "seat-taken", "seat-passed-on", "seat-taken-over",
                ])
            for text in texts {
                #expect(
                    text.words.contains(
                        """


                        When and where:
                        1 June 2027, 11:00–14:00: Morning
                        (Europe/Riga)
                        online


                        """) == (text.template != "seat-passed-on"), "\(text.template)")
            }
        }
    }

    @Test("The number in the mail is that of the own page then, and stays as it was")
    func position() async throws {
        try await SeatStage.with(seats: 1, people: 4) { stage in
            var places: [Int?] = []
            for number in 1...4 {
                stage.now += 60
                _ = try await stage.accept(number).get()
                places.append(try await stage.explain(number)?.place)
            }
            #expect(places == [nil, 1, 2, 3])

            let told = try await stage.database.run(
                ReadParameter(template: "seat-awaited", name: "position"))
            #expect(told == ["1", "2", "3"])
            _ = try await stage.move([2], to: .withdrawn)
            #expect(try await stage.explain(4)?.place == 2)
            let last = try await stage.texts().last { $0.template == "seat-awaited" }
            #expect(
                last?.words.contains("When you came onto the list, you were number 3.\n") == true)
        }
    }

    @Test("Of many who are moved to the list together each is told an own number")
    func together() async throws {
        try await SeatStage.with(admission: .selection, seats: 1, people: 4) { stage in
            _ = try await stage.move([4], to: .offered)
            _ = try await stage.move([2, 3, 1], to: .waiting)

            let told = try await stage.database.run(
                ReadParameter(template: "seat-awaited", name: "position"))

            #expect(told == ["1", "2", "3"])
            #expect(try await stage.explain(1)?.place == 3)
        }
    }
}

extension SeatStage {
    /// What the mails say that were promised, in their order.
    fileprivate func texts() async throws -> [(template: String, words: String)] {
        let renderer = try DeliveryWorker.renderer()
        return try await database.run(ReadPromised()).map { mail in
            (mail.template, try renderer.text(of: mail, in: "en").plain)
        }
    }
}

/// Reads all mails as a worker would claim them.
private struct ReadPromised: Statement {
    static let sql: StaticString = """
        SELECT template, language, parameters::text, written_at FROM outbox ORDER BY id
        """

    func bind(to parameters: inout Parameters) {}

    static func decode(_ row: RowReader) throws(DatabaseError) -> ClaimedMail {
        ClaimedMail(
            id: 0, number: 0, attempts: 0, ownTroubles: 0, messageID: "", recipient: "",
            template: try row.text(0), language: try row.text(1), parameters: try row.text(2),
            content: nil, writtenAt: try row.instant(3))
    }
}
