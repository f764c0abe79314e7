import Foundation
import Postgres
import TestSupport
import Testing

@testable import TrainingRegistry

@Suite(.timeLimit(.minutes(10))) struct ExplainMailsTests {
    private static func explain(
        _ stage: SeatStage, _ number: Int, in event: String = "hall"
    ) async throws -> MailsExplained? {
        try await stage.database.explain(
            ExplainMails(
                event: try Code(parsing: event), interest: SeatStage.id(number), now: stage.now))
    }

    private static func words(_ explained: MailsExplained) -> [String] {
        explained.missing.map { "\($0.kind.rawValue) \($0.reason.word)" }
    }

    @Test("A failed mail shows its attempts without addresses, what came back and the hold")
    func failed() async throws {
        try await SeatStage.with(admission: .selection, seats: 5, people: 2) { stage in
            _ = try await stage.move([1], to: .offered)
            try await stage.test.script(
                """
                INSERT INTO outbox_attempt (outbox_id, number, instance, started_at, ended_at,
                    outcome, phase, reply_code, reply)
                SELECT id, n, gen_random_uuid(), now(), now(), o.outcome, 'rcpt', o.code,
                       o.code || ' <p1@example.org> is not here'
                FROM outbox, (VALUES (1, 'deferred', 450), (2, 'refused', 550))
                    AS o (n, outcome, code);
                UPDATE outbox SET state = 'failed', attempts = 2, ended_at = now(),
                    last_reply = '550 <p1@example.org> is not here',
                    bounce_status = '5.1.1', bounced_at = now(),
                    parameters = parameters - 'token';
                INSERT INTO address_hold (address, cause, status_code, held_at, held_by)
                VALUES ('P1@example.org', 'bounce', '5.1.1', now(), 'system')
                """)

            let explained = try #require(try await Self.explain(stage, 1))

            #expect(explained.hold?.cause == "bounce")
            let mail = try #require(explained.mails.first)
            #expect(explained.mails.count == 1)
            #expect(mail.template == "seat-offered" && mail.state == "failed")
            #expect(mail.isBounced && mail.isSettled && mail.holdCause == "bounce")
            #expect(mail.lastReply == "550 (address) is not here")
            #expect(mail.attempts.map(\.outcome) == ["deferred", "refused"])
            #expect(mail.attempts.map(\.replyCode) == [450, 550])
            #expect(mail.attempts.map(\.phase) == ["rcpt", "rcpt"])
            #expect(mail.attempts.last?.reply == "550 (address) is not here")
            #expect(
                Self.words(explained)
                    == ["confirm-interest needed-none", "interest-confirmed not-recorded"])

            let other = try #require(try await Self.explain(stage, 2))
            #expect(other.mails == [] && other.hold == nil)
            #expect(Self.words(other).last == "seat-offered not-decided")
            #expect(try await Self.explain(stage, 1, in: "quay") == nil)
            #expect(try await Self.explain(stage, 3) == nil)
        }
    }

    @Test("A draft says which act wrote it, one that was held or taken out why, and again of what")
    func acts() async throws {
        try await SeatStage.with(admission: .selection, seats: 5, people: 3) { stage in
            try await stage.test.script(
                """
                INSERT INTO address_hold (address, cause, held_at, held_by)
                VALUES ('p2@example.org', 'by-hand', now(), 'command:0')
                """)
            let order = MailOrder(nil)
            _ = try await stage.move([1, 2, 3], to: .declined, order)
            let draft = try #require(try await Self.explain(stage, 1)?.mails.first)
            #expect(draft.state == "draft" && draft.obstacle == nil)
            #expect(
                draft.act
                    == EventMail.Act(mailing: order.id, kind: .moves, by: "command:7"))
            let third = try #require(try await Self.explain(stage, 3)?.mails.first)
            let out = EndMailing.Step.takeOut(third.id, try PeopleReason(parsing: "Told by hand"))
            _ = try await stage.database.end(stage.ending(order, out)).get()
            _ = try await stage.database.end(stage.ending(order, .release)).get()

            let held = try #require(try await Self.explain(stage, 2)?.mails.first)
            #expect(held.state == "held" && held.obstacle == .onHold)
            #expect(held.holdCause == "by-hand")
            let taken = try #require(try await Self.explain(stage, 3)?.mails.first)
            #expect(taken.state == "cancelled" && taken.obstacle == .takenOut)
            #expect(taken.note == "Told by hand" && taken.omittedBy == "command:7")
            #expect(taken.lastReply == nil)

            try await stage.test.script(
                """
                UPDATE outbox SET state = 'sent', ended_at = now(),
                    parameters = parameters - 'token' WHERE recipient = 'p1@example.org'
                """)
            _ = try await stage.database.resend(
                ResendMail(
                    event: stage.event, mail: draft.id, actor: .command(userID: 7),
                    reason: try PeopleReason(parsing: "They lost it"), now: stage.now,
                    mailDomain: "example.org")
            ).get()
            let both = try #require(try await Self.explain(stage, 1)).mails
            #expect(both.map(\.againOf) == [draft.id, nil])
            #expect(both.map(\.state) == ["pending", "sent"])
        }
    }

    @Test("Planned mails, an invitation and mails of other interests of a person are among them")
    func others() async throws {
        try await SeatStage.with(seats: 5, people: 2) { stage in
            _ = try await stage.accept(1).get()
            try await stage.test.script(
                """
                INSERT INTO event_reminder (event_id, kind, days, clock, set_at)
                SELECT id, 'reminder', 14, '09:00', '2026-12-01' FROM event WHERE code = 'hall';
                INSERT INTO event_reminder (event_id, kind, days, clock, set_at)
                SELECT id, 'feedback-request', 1, '09:00', '2026-12-01' FROM event
                WHERE code = 'hall';
                INSERT INTO invitation (event_id, email, email_folded, hash, invited_at, sent_at)
                SELECT id, 'P1@example.org', 'p1@example.org', sha256('x'), now(), now()
                FROM event WHERE code = 'hall';
                INSERT INTO outbox (message_id, recipient, template, parameters, written_at,
                    next_attempt_at)
                SELECT '<i' || n || '@example.org>', 'P1@example.org', 'invitation', given, now(),
                       now()
                FROM invitation, LATERAL (VALUES
                    (1, jsonb_build_object('invitation', invitation.id)), (2, '{}'),
                    (3, jsonb_build_object('invitation', invitation.id, 'given_name', 'Other')))
                    AS g (n, given)
                """)

            let explained = try #require(try await Self.explain(stage, 1))

            #expect(explained.mails.map(\.template) == ["invitation", "seat-taken"])
            #expect(explained.mails.map { $0.interest == nil } == [true, false])
            #expect(
                Self.words(explained).suffix(2)
                    == ["reminder waits", "feedback-request no-form"])
            #expect(explained.missing.suffix(2).map(\.days) == [14, 1])
            let other = try #require(try await Self.explain(stage, 2))
            #expect(other.mails == [])
            #expect(
                Self.words(other).suffix(2) == ["reminder no-seat", "feedback-request no-form"])
        }
    }

    @Test("Whoever never heard of an offer is not told that it ended; who did, is")
    func lapse() async throws {
        try await SeatStage.with(admission: .selection, seats: 5, people: 3) { stage in
            let order = MailOrder(nil)
            let soon = stage.now + 3_600
            _ = try await stage.move([1, 2], to: .offered, order, expiresAt: soon)
            _ = try await stage.move([3], to: .offered, expiresAt: soon)
            stage.now += 3_601

            #expect(try await stage.lapse() == 3)

            for number in [1, 2] {
                #expect(try await stage.mails(to: number) == ["seat-offered"])
                let explained = try #require(try await Self.explain(stage, number))
                #expect(explained.standing.status == .lapsed)
                #expect(explained.mails.map(\.state) == ["cancelled"])
                #expect(explained.mails.map(\.obstacle) == [.offerOver])
                #expect(Self.words(explained).last == "offer-lapsed never-told")
            }
            #expect(try await stage.mails(to: 3) == ["seat-offered", "offer-lapsed"])
            #expect(try await stage.database.waiting(order) == nil)
            #expect(
                try await stage.database.end(stage.ending(order, .release))
                    == .failure(.endedAlready))
        }
    }
}
