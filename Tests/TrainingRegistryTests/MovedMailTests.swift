import Foundation
import Mailer
import Postgres
import TestSupport
import Testing

@testable import TrainingRegistry

/// What the mail of a move says of when and where the event was to be.
@Suite(.timeLimit(.minutes(5))) struct MovedMailTests {
    @Test("A move says the times and the place that its reader was told last, as its preview does")
    func before() async throws {
        try await SeatStage.with(admission: .selection, seats: 5, people: 1) { stage in
            try await stage.test.script(
                "UPDATE event SET city = 'Riga', country = 'LV', is_online = false")
            // Nobody is told of this one.
            try await stage.moveAgain(MailOrder(.review)) { $0.city = "Liepaja" }

            let planned = try await stage.preview { $0.city = "Ventspils" }
            try await stage.moveAgain { $0.city = "Ventspils" }

            let riga = "Before, it was: 1 June 2027, 11:00–14:00 (Europe/Riga), Riga, Latvia."
            #expect(try await stage.before() == riga)
            #expect(planned == riga)

            // The clocks alone differ.
            try await stage.moveAgain { $0.sessions[0].startsAt += 3_600 }
            #expect(
                try await stage.before()
                    == "Before, it was: 1 June 2027, 11:00–14:00 (Europe/Riga), Ventspils, Latvia.")
        }
    }

    @Test(
        "Of a move and a move back of which only the second is mailed nothing was different before")
    func back() async throws {
        try await SeatStage.with(admission: .selection, seats: 5, people: 1) { stage in
            let order = MailOrder(.review)
            try await stage.moveAgain(order) { $0.sessions[0].endsAt += 3_600 }
            _ = try await stage.database.end(
                stage.ending(order, .discard(try PeopleReason(parsing: "By mistake")))
            ).get()
            try await stage.moveAgain { $0.sessions[0].endsAt -= 3_600 }

            #expect(try await stage.before() == nil)
        }
    }

    @Test("Who got a seat in between was told the plan of then by the mail of the seat")
    func seated() async throws {
        try await SeatStage.with(seats: 5, people: 1) { stage in
            try await stage.moveAgain(MailOrder(.review)) { $0.sessions[0].startsAt += 3_600 }
            stage.now += 60
            _ = try await stage.accept(1).get()
            stage.now += 60
            try await stage.moveAgain { $0.sessions[0].startsAt += 3_600 }

            #expect(
                try await stage.before()
                    == "Before, it was: 1 June 2027, 12:00–14:00 (Europe/Riga), online.")
        }
    }

    @Test("A day with several sittings is said once, with all its times")
    func times() throws {
        let words = try DeliveryWorker.renderer().texts.words(in: "en")
        let was = """
            {"starts_on": "2027-05-04", "ends_on": "2027-05-05", "venue": "", "city": "Riga",
             "country": null, "country_name": null, "is_online": false
            """
        let sessions = """
            , "time_zone": "Europe/Riga", "sessions": [
              {"title": "C",
               "starts_at": "2027-05-05T06:00:00Z", "ends_at": "2027-05-05T09:00:00Z"},
              {"title": "B",
               "starts_at": "2027-05-04T10:00:00Z", "ends_at": "2027-05-04T13:00:00Z"},
              {"title": "A",
               "starts_at": "2027-05-04T06:00:00Z", "ends_at": "2027-05-04T09:00:00Z"}]
            """
        let lines = try [was + "}", was + sessions + "}"].map { text in
            try EventChangeMail.decoder.decode(
                EventChangeMail.Place.self, from: Data(text.utf8)
            ).line(MailDates(language: "en"), words)
        }

        // The first as an older version wrote it.
        #expect(
            lines == [
                "4 May 2027 – 5 May 2027, Riga",
                "4 May 2027, 09:00–12:00, 13:00–16:00; 5 May 2027, 09:00–12:00 (Europe/Riga), Riga",
            ])
    }
}

extension SeatStage {
    private func changed(_ change: (inout EventSchedule) -> Void) async throws -> StaffEvent {
        var event = try #require(try await database.staffEvent(event))
        change(&event.schedule)
        return event
    }

    fileprivate func moveAgain(
        _ mails: MailOrder = MailOrder(.send), _ change: (inout EventSchedule) -> Void
    ) async throws {
        let event = try await changed(change)
        var request = MoveEvent(
            code: self.event, schedule: event.schedule, sequence: event.sequence, reason: nil,
            actor: .system, now: now, mailDomain: "example.org")
        request.mails = mails
        _ = try await database.move(request).get()
    }

    fileprivate func preview(_ change: (inout EventSchedule) -> Void) async throws -> String? {
        let schedule = try await changed(change).schedule
        let planned = try await database.preview(
            PreviewChange(event, reason: nil, schedule: schedule))
        return try Self.before(try #require(planned.first).parameters)
    }

    /// What the last mail of a move to somebody says of before.
    fileprivate func before() async throws -> String? {
        let told = try await database.run(ReadLastMove())
        return try Self.before(try #require(told.first))
    }

    private static func before(_ parameters: String) throws -> String? {
        let draft = try DeliveryWorker.renderer().draft(
            template: "event-moved", parameters: parameters, writtenAt: Date(), language: "en")
        let text = try #require(draft).text.replacing("\r\n", with: "\n")
        return text.split(separator: "\n").first { $0.hasPrefix("Before") }.map(String.init)
    }
}

private struct ReadLastMove: Statement {
    static let sql: StaticString = """
        SELECT parameters::text FROM outbox WHERE template = 'event-moved'
        ORDER BY id DESC LIMIT 1
        """

    func bind(to parameters: inout Parameters) {}

    static func decode(_ row: RowReader) throws(DatabaseError) -> String { try row.text(0) }
}
