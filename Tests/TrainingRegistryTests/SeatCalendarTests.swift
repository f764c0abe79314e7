import Foundation
import Mailer
import Postgres
import Testing

@testable import TrainingRegistry

/// What the calendar of one person is told over the life of their seats.
@Suite struct SeatCalendarTests {
    @Test("Each message to one calendar has a greater sequence than the one before, and one UID")
    func grows() async throws {
        try await SeatStage.with(seats: 3, people: 3) { stage in
            _ = try await stage.accept(1).get()
            _ = try await stage.accept(2).get()
            try await stage.moveEvent(sequence: 0, city: "Riga")
            // Others come and go meanwhile.
            _ = try await stage.move([2], to: .withdrawn)
            _ = try await stage.move([1], to: .declined)
            _ = try await stage.move([1], to: .offered)
            try await stage.moveEvent(sequence: 1, city: "Liepaja")
            _ = try await stage.accept(1).get()
            try await stage.plan("reminder 1 09:00")
            #expect(try await stage.keep(at: "2027-05-31T06:00:00Z") == 1)
            _ = try await stage.accept(3).get()
            try await stage.cancelEvent(sequence: 2)

            let told = try await stage.calendars(of: 1)

            #expect(
                told.map(\.words) == [
                    "seat-taken REQUEST CONFIRMED", "event-moved REQUEST CONFIRMED",
                    "seat-freed CANCEL -", "seat-taken REQUEST CONFIRMED",
                    "reminder REQUEST CONFIRMED", "event-cancelled CANCEL CANCELLED",
                ])
            let sequences = told.map(\.sequence)
            // A reminder says again what was said last.
            #expect(sequences[4] == sequences[3])
            let others = sequences.enumerated().filter { $0.offset != 4 }.map(\.element)
            #expect(zip(others, others.dropFirst()).allSatisfy { $0 < $1 }, "\(sequences)")
            #expect(Set(told.map(\.uid)).count == 1)
        }
    }

    @Test("Of a substitution the calendar of one loses the seat, and that of the other gets it")
    func substituted() async throws {
        try await SeatStage.with(seats: 2, people: 2) { stage in
            _ = try await stage.accept(1).get()
            try await stage.substitute(seat: 1, by: 2)
            try await stage.substitute(seat: 1, by: nil)
            try await stage.moveEvent(sequence: 0, city: "Riga")

            #expect(try await stage.mails(to: 1) == ["seat-taken", "seat-passed-on"])
            let passed = try await stage.calendars(of: 1)
            let taken = try await stage.calendars(of: 2)

            #expect(
                passed.map(\.words) == ["seat-taken REQUEST CONFIRMED", "seat-passed-on CANCEL -"])
            #expect(
                taken.map(\.words)
                    == ["seat-taken-over REQUEST CONFIRMED", "seat-passed-on CANCEL -"])
            for told in [passed, taken] { #expect(told[0].sequence < told[1].sequence) }
            let codes = try await stage.database.run(
                ReadParameter(template: "seat-taken-over", name: "check_in_code"))
            #expect(codes.count == 2)
            #expect(Set(codes).count == 2)
            #expect(codes.allSatisfy { !$0.isEmpty })
        }
    }

    @Test(
        "Whoever ends it, a seat that is lost is lost in the calendar too",
        arguments: ["withdraws", "gives back", "freed"])
    func lost(how: String) async throws {
        try await SeatStage.with(seats: 2, people: 2) { stage in
            _ = try await stage.accept(1).get()
            let link = try #require(try await stage.ownLink(1))
            switch how {
            case "withdraws":
                _ = try await stage.database.withdraw(
                    WithdrawInterest(
                        token: link, interest: SeatStage.id(1), now: stage.now,
                        mailDomain: "example.org"))
            case "gives back":
                _ = try await stage.database.answer(
                    AnswerOffer(
                        token: link, interest: SeatStage.id(1), accepts: false, now: stage.now,
                        mailDomain: "example.org")
                ).get()
            default: try await stage.database.free(FreeSeat(stage.change, number: 1)).get()
            }

            let told = try await stage.calendars(of: 1)

            let mail = how == "withdraws" ? "interest-withdrawn" : "seat-freed"
            #expect(told.map(\.words) == ["seat-taken REQUEST CONFIRMED", "\(mail) CANCEL -"])
            #expect(told.map(\.sequence) == [1, 2])
        }
    }

    @Test("Whoever had no seat is told of no calendar, so that nothing stays in theirs")
    func without() async throws {
        try await SeatStage.with(admission: .selection, seats: 2, people: 3) { stage in
            try await stage.moveEvent(sequence: 0, city: "Riga")
            _ = try await stage.move([1], to: .withdrawn)
            _ = try await stage.move([2], to: .declined)
            try await stage.cancelEvent(sequence: 1)

            #expect(try await stage.mails(to: 1) == ["event-moved", "interest-withdrawn"])
            #expect(try await stage.mails(to: 2) == ["event-moved", "interest-declined"])
            #expect(try await stage.mails(to: 3) == ["event-moved", "event-cancelled"])
            for number in 1...3 { #expect(try await stage.calendars(of: number).isEmpty) }
        }
    }
}

/// What one mail tells a calendar.
private struct ToldCalendar {
    let words: String
    let uid: String
    let sequence: Int
}

extension SeatStage {
    fileprivate func moveEvent(sequence: Int, city: String) async throws {
        let event = try #require(try await database.staffEvent(event))
        var schedule = event.schedule
        schedule.city = city
        schedule.country = "LV"
        _ = try await database.move(
            MoveEvent(
                code: self.event, schedule: schedule, sequence: sequence, reason: nil,
                actor: .system, now: now, mailDomain: "example.org")
        ).get()
    }

    fileprivate func cancelEvent(sequence: Int) async throws {
        _ = try await database.cancel(
            CancelEvent(
                code: event, sequence: sequence, reason: nil, actor: .system, now: now,
                mailDomain: "example.org")
        ).get()
    }

    fileprivate func substitute(seat: Int, by number: Int?) async throws {
        let newcomer: SubstitutePerson.Newcomer =
            try number.map { .interest(Self.id($0)) }
            ?? .person(
                .test("Zane"), try EmailAddress(parsing: "zane@example.org"))
        try await database.substitute(
            SubstitutePerson(change, number: seat, newcomer: newcomer)
        ).get()
    }

    fileprivate func calendars(of number: Int) async throws -> [ToldCalendar] {
        let address = "p\(number)@example.org"
        let renderer = try DeliveryWorker.renderer()
        let recipient = try EmailAddress(parsing: address)
        return try await database.run(ReadWrittenMails(recipient: address)).compactMap { mail in
            guard
                let part = try renderer.calendarPart(of: mail, to: recipient, in: "en")
                    .first
            else {
                return nil
            }
            let line = { (name: String) in
                part.content.split(separator: "\r\n").first { $0.hasPrefix("\(name):") }
                    .map { String($0.dropFirst(name.count + 1)) }
            }
            return ToldCalendar(
                words: "\(mail.template) \(line("METHOD") ?? "-") \(line("STATUS") ?? "-")",
                uid: line("UID") ?? "", sequence: line("SEQUENCE").flatMap { Int($0) } ?? -1)
        }
    }
}

/// Reads the mails to an address as a worker would claim them.
private struct ReadWrittenMails: Statement {
    static let sql: StaticString = """
        SELECT template, language, parameters::text, written_at FROM outbox
        WHERE recipient = $1 ORDER BY id
        """

    var recipient: String

    func bind(to parameters: inout Parameters) { parameters.add(recipient) }

    static func decode(_ row: RowReader) throws(DatabaseError) -> ClaimedMail {
        ClaimedMail(
            id: 0, number: 0, attempts: 0, ownTroubles: 0, messageID: "", recipient: "",
            template: try row.text(0), language: try row.text(1), parameters: try row.text(2),
            content: nil, writtenAt: try row.instant(3))
    }
}
