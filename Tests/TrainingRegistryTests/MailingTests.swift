import Foundation
import Mailer
import Postgres
import TestSupport
import Testing

@testable import TrainingRegistry

@Suite(.timeLimit(.minutes(10))) struct MailingTests {
    private static let actor = RegistryActor.command(userID: 7)

    @Test("Mails of a moved event wait; who left, is on hold or was taken out gets nothing")
    func moved() async throws {
        try await InterestRoom.with { room in
            let code = try Code(parsing: "protect-tallinn-2027")
            try await room.gather(code)
            _ = try await room.express(.test("Hanna", "hanna@example.org", in: .event(code)))
            _ = try await room.confirm("hanna@example.org")
            var move = try await room.moving(code, sequence: 0, place: "Tartu")
            move.mails = MailOrder(nil)
            #expect(try await room.database.move(move).get().informed == 4)

            #expect(try await room.claimed("event-moved") == [])
            #expect(try await room.database.waiting(move.mails)?.drafts == 4)
            let detail = try #require(
                try await room.database.mailing(move.mails.id, of: code, now: room.now))
            let names = ["Anna Ozola", "Dace Ozola", "Egils Ozols", "Hanna Ozola"]
            #expect(
                detail.getting.map(\.name).sorted().map { $0.prefix(4) }
                    == names.map { $0.prefix(4) })
            #expect(
                detail.bystanders.map { one in
                    let why = detail.mailing.kind.absence(
                        of: one, writtenAt: detail.mailing.writtenAt)
                    return "\(one.name.prefix(5)) \(why.rawValue)"
                } == ["Berta never-confirmed", "Cilda withdrew", "Gunta declined"])

            try await room.test.script(
                """
                UPDATE interest SET withdrawn_at = now() + interval '1 day'
                WHERE given_name = 'Anna';
                INSERT INTO address_hold (address, cause, held_at, held_by)
                VALUES ('dace@example.org', 'by-hand', now(), 'command:0');
                """)
            let egils = try #require(detail.getting.first { $0.address.hasPrefix("egils") })
            let out = EndMailing.Step.takeOut(egils.id, try PeopleReason(parsing: "Told by hand"))
            #expect(
                try await room.end(move.mails, out)
                    == .success(MailingEnd(released: 0, held: 0, omitted: 1)))
            #expect(try await room.end(move.mails, out) == .failure(.endedAlready))

            let thinned = try #require(
                try await room.database.mailing(move.mails.id, of: code, now: room.now))
            #expect(thinned.getting.map { $0.address } == ["hanna@example.org"])
            #expect(
                thinned.missing.map { "\($0.address) \($0.obstacle?.rawValue ?? "")" }.sorted()
                    == [
                        "anna@example.org withdrew", "dace@example.org on-hold",
                        "egils@example.org taken-out",
                    ])
            #expect(thinned.missing.compactMap(\.note) == ["Told by hand"])
            #expect(thinned.missing.compactMap(\.holdCause) == ["by-hand"])

            #expect(
                try await room.end(move.mails, .release)
                    == .success(MailingEnd(released: 1, held: 1, omitted: 1)))
            #expect(try await room.end(move.mails, .release) == .failure(.endedAlready))
            #expect(try await room.claimed("event-moved") == ["hanna@example.org"])
            #expect(try await room.told("event-moved", in: "held") == ["dace@"])
            #expect(
                try await room.acts("mailing") == ["take-out", "release"])
        }
    }

    @Test("Erasure takes a draft too, and a mailing of which nothing is left waits no more")
    func erased() async throws {
        try await SeatStage.with(seats: 5, people: 2) { stage in
            let order = MailOrder(.review)
            _ = try await stage.move([1, 2], to: .declined, order)
            try await stage.test.script(
                """
                UPDATE outbox SET recipient = 'erased@invalid', parameters = '{}',
                    state = 'cancelled', ended_at = now() WHERE recipient = 'p1@example.org'
                """)
            let detail = try #require(
                try await stage.database.mailing(order.id, of: stage.event, now: stage.now))
            #expect(detail.missing.map(\.obstacle) == [.erased])
            #expect(detail.getting.count == 1)
            try await stage.test.script(
                """
                UPDATE outbox SET state = 'cancelled', ended_at = now(), parameters = '{}'
                WHERE ended_at IS NULL
                """)
            #expect(try await stage.database.waiting(order) == nil)
        }
    }

    @Test(
        "Mails of one person leave and mails of more wait, unless somebody says otherwise",
        arguments: [
            (1, MailOrder.Choice?.none, 0, "pending"), (2, nil, 1, "draft"),
            (2, .send, 1, "pending"), (1, .send, 0, "pending"), (1, .review, 1, "draft"),
        ])
    func choice(people: Int, choice: MailOrder.Choice?, mailings: Int, state: String) async throws {
        try await SeatStage.with(seats: 5, people: people) { stage in
            let order = MailOrder(choice)
            _ = try await stage.move(Array(1...people), to: .declined, order)

            #expect(
                Set(try await stage.database.outbox(ListOutbox()).map(\.state)) == [state])
            let all = try await stage.database.mailings(ListMailings(event: stage.event))
            #expect(all.count == mailings)
            #expect(all.allSatisfy { $0.recipients == people && $0.kind == .moves })
            #expect((try await stage.database.waiting(order) != nil) == (state == "draft"))
            // What comes after is no part of it.
            _ = try await stage.move([1], to: .received, MailOrder(.send))
            #expect(try await stage.database.mailings(ListMailings()).count == mailings)
        }
    }

    @Test("An offer that ran out while it waited is left out, and its link ends")
    func ranOut() async throws {
        try await SeatStage.with(admission: .selection, seats: 5, people: 3) { stage in
            let order = MailOrder(nil)
            let soon = stage.now + 3_600
            _ = try await stage.move([1, 2], to: .offered, order, expiresAt: soon)
            let waiting = try await stage.database.waiting(order)
            #expect(waiting?.runsOutAt == soon)
            #expect(try await stage.links() == 2)

            stage.now += 3_601
            let end = try await stage.database.end(stage.ending(order, .release)).get()

            #expect(end == MailingEnd(released: 0, held: 0, omitted: 2))
            let detail = try #require(
                try await stage.database.mailing(order.id, of: stage.event, now: stage.now))
            #expect(detail.missing.map(\.obstacle) == [.offerOver, .offerOver])
            #expect(try await stage.links() == 0)
        }
    }

    @Test("A discarded mailing sends nothing and its links end; what was done stays")
    func discarded() async throws {
        try await SeatStage.with(admission: .selection, seats: 5, people: 2) { stage in
            let order = MailOrder(nil)
            #expect(try await stage.move([1, 2], to: .offered, order) == ["offered", "offered"])
            let why = EndMailing.Step.discard(try PeopleReason(parsing: "Wrong list"))
            var elsewhere = stage.ending(order, why)
            elsewhere.event = try Code(parsing: "protect-tallinn-2027")
            #expect(try await stage.database.end(elsewhere) == .failure(.unknown))

            let end = try await stage.database.end(stage.ending(order, why)).get()

            #expect(end == MailingEnd(released: 0, held: 0, omitted: 2))
            #expect(
                try await stage.database.end(stage.ending(order, why))
                    == .failure(.endedAlready))
            #expect(try await stage.links() == 0)
            #expect(try await stage.explain(1)?.status == .offered)
            let states = try await stage.database.outbox(ListOutbox()).map(\.state)
            #expect(states == ["cancelled", "cancelled"])
        }
    }

    @Test("Invitations that are discarded are revoked, and those that are released work")
    func invitations() async throws {
        try await SeatStage.with(admission: .invitation, seats: 5) { stage in
            var invite = InvitePeople(
                event: stage.event,
                guests: try ["a@example.org", "b@example.org"].map {
                    InvitePeople.Guest(email: try EmailAddress(parsing: $0))
                }, actor: Self.actor, now: stage.now, mailDomain: "example.org")
            invite.mails = MailOrder(nil)
            _ = try await stage.database.invite(invite).get()
            let detail = try #require(
                try await stage.database.mailing(invite.mails.id, of: stage.event, now: stage.now))
            #expect(detail.mailing.kind == .invitations)
            #expect(detail.mailing.runsOutAt != nil)
            let first = try #require(detail.getting.first)
            let out = EndMailing.Step.takeOut(first.id, try PeopleReason(parsing: "Not them"))
            _ = try await stage.database.end(stage.ending(invite.mails, out)).get()
            _ = try await stage.database.end(stage.ending(invite.mails, .release)).get()

            let list = try await stage.database.invitations(to: stage.event) ?? []
            #expect(
                Set(list.map { "\($0.email) \($0.state.rawValue)" })
                    == ["\(first.address) revoked", "b@example.org sent"])
        }
    }

    @Test("Asking members and offering to the pool leave drafts as well")
    func others() async throws {
        try await NominationStage.with { stage in
            var change = stage.room.change
            change.mails = MailOrder(nil)
            _ = try await stage.room.database.inviteNominations(
                InviteNominations(
                    change,
                    asking: .some([
                        .init(member: "LV", seats: 1),
                        .init(member: "EE", seats: 1),
                    ]), deadline: stage.deadline)
            ).get()
            let waiting = try await stage.room.database.waiting(change.mails)
            #expect(waiting?.kind == .nominations)
            #expect(waiting?.drafts == 2)
            #expect(waiting?.runsOutAt == stage.deadline)
        }
        try await PoolStage.with { stage in
            try await stage.pool(1, topics: "migration")
            try await stage.pool(2, topics: "migration")
            var offers = OfferToPool(
                event: try Code(parsing: "quay"), interests: [1, 2].map(SeatStage.id),
                actor: Self.actor, reason: "as agreed", now: stage.now, mailDomain: "example.org")
            offers.mails = MailOrder(nil)
            _ = try await stage.database.offerToPool(offers).get()
            let waiting = try await stage.database.waiting(offers.mails)
            #expect(waiting?.kind == .poolOffers)
            #expect(waiting?.drafts == 2)
        }
    }
}

extension SeatStage {
    func ending(_ order: MailOrder, _ step: EndMailing.Step) -> EndMailing {
        EndMailing(
            event: event, mailing: order.id, step: step, actor: .command(userID: 7), now: now)
    }

    func move(
        _ numbers: [Int], to status: InterestStatus, _ order: MailOrder, expiresAt: Date? = nil
    ) async throws -> [String] {
        var change = change
        change.mails = order
        let moves = numbers.map { InterestMove(Self.id($0), to: status, expiresAt: expiresAt) }
        let reports = try await database.move(MoveInterests(change, moves: moves))
        return (reports ?? []).map { $0.refusal?.rawValue ?? $0.status?.rawValue ?? "gone" }
    }

    /// How many links there are that were mailed.
    func links() async throws -> Int { try await database.run(CountLinks()).first ?? -1 }
}

extension InterestRoom {
    func end(
        _ order: MailOrder, _ step: EndMailing.Step
    ) async throws -> Result<MailingEnd, MailingRefusal> {
        try await database.end(
            EndMailing(
                event: try Code(parsing: "protect-tallinn-2027"), mailing: order.id, step: step,
                actor: .command(userID: 7), now: now))
    }

    /// To whom mails of a template are due now.
    func claimed(_ template: String) async throws -> [String] {
        let claimed = try await database.run(
            ClaimMail(
                now: now, dueBy: now + 60, limit: 100, leaseEnd: now + 60, instance: UUID()))
        return claimed.filter { $0.template == template }.map(\.recipient)
    }

    func told(_ template: String, in state: String) async throws -> [String] {
        try await database.outbox(ListOutbox(states: [state])).filter { $0.template == template }
            .map { String($0.recipient.prefix { $0 != "@" }) + "@" }
    }

    /// What the log says was done, the first first.
    func acts(_ subject: String) async throws -> [String] {
        try await database.audit(ListAudit(subject: subject, limit: 9)).map(\.action).reversed()
    }
}

private struct CountLinks: Statement {
    static let sql: StaticString = "SELECT count(*) FROM access_token"

    func bind(to parameters: inout Parameters) {}

    static func decode(_ row: RowReader) throws(DatabaseError) -> Int { try row.integer(0) }
}
