import Foundation
import Mailer
import Postgres
import TestSupport
import Testing

@testable import TrainingRegistry

/// Mails that leave later than they were promised.
@Suite(.timeLimit(.minutes(10))) struct LateMailTests {
    private static let actor = RegistryActor.command(userID: 7)

    @Test("Of what was held only what is true yet is sent, and a link works anew")
    func untrue() async throws {
        try await SeatStage.with(admission: .selection, seats: 5, people: 1) { stage in
            _ = try await stage.move([1], to: .offered)
            let why = try PeopleReason(parsing: "Asked by letter")
            let hold = try await stage.database.hold(
                HoldAddress(
                    address: try EmailAddress(parsing: "p1@example.org"), cause: .byHand,
                    actor: Self.actor, reason: why, now: stage.now)
            ).get()
            _ = try await stage.move([1], to: .declined)
            try await stage.test.script("UPDATE outbox SET state = 'held'")
            let mails = try await stage.database.outbox(ListOutbox())
            #expect(mails.map(\.template) == ["interest-declined", "seat-offered"])
            _ = try await stage.database.release(
                ReleaseAddress(hold: hold, actor: Self.actor, reason: why, now: stage.now)
            ).get()
            stage.now += 40 * 86_400

            let done = try await stage.database.resend(
                ResendHeld(hold: hold, actor: Self.actor, now: stage.now))

            let left = LeftOutMail(id: mails[1].id, obstacle: .offerAnswered)
            #expect(done == .success(HeldMailsSent(sent: 1, leftOut: [left])))
            let after = try await stage.database.outbox(ListOutbox())
            #expect(after.map(\.state) == ["pending", "cancelled"])
            #expect(try await stage.database.run(CountLinksThatWork(at: stage.now)) == [1])
            let again = try await stage.database.resend(
                ResendHeld(hold: hold, actor: Self.actor, now: stage.now))
            #expect(again == .success(HeldMailsSent(sent: 0, leftOut: [])))
            let lines = try await stage.database.audit(
                ListAudit(subject: "address_hold", limit: 9))
            #expect(lines.map(\.action) == ["resend", "release", "hold"])
        }
    }

    @Test("Drafts of seats and offers say when the event is when they are released, not before")
    func movedMeanwhile() async throws {
        try await SeatStage.with(admission: .selection, seats: 5, people: 2) { stage in
            let order = MailOrder(.review)
            _ = try await stage.move([1, 2], to: .offered, MailOrder(.send))
            #expect(
                try await stage.move([1, 2], to: .accepted, order) == ["accepted", "accepted"])
            #expect(try await stage.said("seat-taken") == ["2027-06-01 1", "2027-06-01 2"])
            try await stage.database.moveAWeek(stage.event, at: stage.now)

            let detail = try #require(
                try await stage.database.mailing(order.id, of: stage.event, now: stage.now))
            #expect(detail.missing.isEmpty)
            #expect(detail.getting.first?.parameters?.contains("2027-06-08") == true)
            let end = try await stage.database.end(stage.ending(order, .release)).get()

            #expect(end == MailingEnd(released: 2, held: 0, omitted: 0))
            #expect(try await stage.said("seat-taken") == ["2027-06-08 2", "2027-06-08 3"])
            #expect(
                Set(try await stage.said("event-moved")) == ["2027-06-08 2", "2027-06-08 3"])
        }
        try await PoolStage.with { stage in
            try await stage.pool(1, topics: "migration")
            try await stage.pool(2, topics: "migration")
            let quay = try Code(parsing: "quay")
            var offers = OfferToPool(
                event: quay, interests: [1, 2].map(SeatStage.id), actor: Self.actor,
                reason: "as agreed", now: stage.now, mailDomain: "example.org")
            offers.mails = MailOrder(.review)
            _ = try await stage.database.offerToPool(offers).get()
            try await stage.database.moveAWeek(quay, at: stage.now)

            let end = try await stage.database.end(
                EndMailing(
                    event: quay, mailing: offers.mails.id, step: .release, actor: Self.actor,
                    now: stage.now)
            ).get()

            #expect(end == MailingEnd(released: 2, held: 0, omitted: 0))
            let said = try await stage.database.run(ReadSaid(template: "pool-match"))
            #expect(said == ["2027-06-08 1", "2027-06-08 1"])
        }
    }
}

/// Counts links that lead somewhere yet.
private struct CountLinksThatWork: Statement {
    static let sql: StaticString = "SELECT count(*) FROM access_token WHERE expires_at > $1"

    var at: Date

    func bind(to parameters: inout Parameters) { parameters.add(at) }

    static func decode(_ row: RowReader) throws(DatabaseError) -> Int { try row.integer(0) }
}

extension LateMailTests {
    /// What a move told people of their seats: `true 3`, or `false` without one.
    private static func told(_ stage: SeatStage) async throws -> [String] {
        try await stage.database.run(ReadToldOfSeats())
    }

    @Test("A draft of an offer says when the event is when it is released")
    func offeredMeanwhile() async throws {
        try await SeatStage.with(admission: .selection, seats: 5, people: 1) { stage in
            let order = MailOrder(.review)
            _ = try await stage.move([1], to: .offered, order)
            #expect(try await stage.said("seat-offered").first?.hasPrefix("2027-06-01") == true)
            try await stage.database.moveAWeek(stage.event, at: stage.now)
            // The deadline stays, and is told on the clocks of the new place.
            try await stage.test.script("UPDATE event SET time_zone = 'Europe/Stockholm'")

            let end = try await stage.database.end(stage.ending(order, .release)).get()

            #expect(end == MailingEnd(released: 1, held: 0, omitted: 0))
            #expect(try await stage.said("seat-offered").first?.hasPrefix("2027-06-08") == true)
            #expect(
                try await stage.database.run(CountLinksThatWork(at: stage.now)) == [1])
        }
    }

    @Test(
        "The mail of a move says of a seat what is so when it leaves, and not when it was written")
    func seatsMeanwhile() async throws {
        try await SeatStage.with(admission: .selection, seats: 5, people: 3) { stage in
            let order = MailOrder(.review)
            _ = try await stage.move([2], to: .offered)
            _ = try await stage.accept(2).get()
            try await stage.database.moveAWeek(stage.event, at: stage.now, order)
            _ = try await stage.move([1], to: .offered)
            _ = try await stage.accept(1).get()
            // Who gave a seat back may wait for another one.
            _ = try await stage.move([2], to: .declined)
            _ = try await stage.move([2], to: .waiting)

            let detail = try #require(
                try await stage.database.mailing(order.id, of: stage.event, now: stage.now))
            let getting = detail.getting.sorted { $0.address < $1.address }
            #expect(getting.map(\.hasPlace) == [true, false, false])
            #expect(getting.count { $0.parameters != nil } == 2)
            #expect(detail.getting(like: getting[1]).count == 2)
            let end = try await stage.database.end(stage.ending(order, .release)).get()

            #expect(end == MailingEnd(released: 3, held: 0, omitted: 0))
            // The number of the seat, which was told after the move.
            #expect(try await stage.said("seat-taken") == ["2027-06-01 1", "2027-06-08 3"])
            #expect(try await Self.told(stage) == ["true 3", "false", "false"])
        }
    }

    @Test("What was held or refused says of a seat what is so, unless a server may have it")
    func seatsLater() async throws {
        try await SeatStage.with(admission: .selection, seats: 5, people: 4) { stage in
            try await stage.database.moveAWeek(stage.event, at: stage.now)
            // Of the first two a server has nothing, of the others perhaps.
            try await stage.test.script(
                """
                UPDATE outbox SET state = 'failed', attempts = 1, ended_at = to_timestamp(1.8e9);
                INSERT INTO outbox_attempt (outbox_id, number, instance, started_at, ended_at,
                    outcome, phase)
                SELECT id, 1, gen_random_uuid(), now(), now(), 'refused',
                       CASE WHEN recipient < 'p3' THEN 'rcpt' ELSE 'end-of-data' END
                FROM outbox
                """)
            _ = try await stage.move([1, 3], to: .offered)
            for number in [1, 3] { _ = try await stage.accept(number).get() }
            let moved = try await stage.database.outbox(ListOutbox())
                .filter { $0.template == "event-moved" }
                .sorted { $0.recipient < $1.recipient }.map(\.id)

            let done = try await stage.database.requeue(
                RequeueMails(
                    choice: .all(.failed), actor: Self.actor,
                    reason: try PeopleReason(parsing: "The relay is mended"), now: stage.now))

            #expect(Set(done.requeued) == [moved[0], moved[1], moved[3]])
            // The mail of the seat says when the event is.
            #expect(done.leftOut == [LeftOutMail(id: moved[2], obstacle: .superseded)])
            #expect(try await Self.told(stage) == ["true 2", "false", "false", "false"])
        }
    }
}

/// Reads what mails of a move say of seats, in the order of their readers.
private struct ReadToldOfSeats: Statement {
    static let sql: StaticString = """
        SELECT concat_ws(' ', parameters ->> 'has_place',
                   CASE parameters ->> 'has_place' WHEN 'true' THEN parameters ->> 'sequence' END)
        FROM outbox WHERE template = 'event-moved' ORDER BY recipient
        """

    func bind(to parameters: inout Parameters) {}

    static func decode(_ row: RowReader) throws(DatabaseError) -> String { try row.text(0) }
}
