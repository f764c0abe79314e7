import Foundation
import Mailer
import Postgres
import TestSupport
import Testing

@testable import TrainingRegistry

@Suite(.timeLimit(.minutes(10))) struct ResendMailTests {
    /// The number of the latest mail of a template, settled as if a server had taken it.
    private static func sent(_ template: String, _ stage: SeatStage) async throws -> Int64 {
        try await stage.test.script(
            """
            UPDATE outbox SET state = 'sent', attempts = 1, ended_at = now(),
                parameters = parameters - 'token' WHERE state = 'pending'
            """)
        let all = try await stage.database.outbox(ListOutbox())
        return try #require(all.first { $0.template == template }).id
    }

    private static func resend(
        _ mail: Int64, _ stage: SeatStage, in event: String = "hall"
    ) async throws -> Result<Int64, ResendRefusal> {
        try await stage.database.resend(
            ResendMail(
                event: try Code(parsing: event), mail: mail, actor: .command(userID: 7),
                reason: try PeopleReason(parsing: "They lost it"), now: stage.now,
                mailDomain: "example.org"))
    }

    @Test("An offer is sent again while it stands, as another message with a link of its own")
    func offer() async throws {
        try await SeatStage.with(admission: .selection, seats: 5, people: 1) { stage in
            _ = try await stage.move([1], to: .offered)
            let first = try await Self.sent("seat-offered", stage)
            #expect(try await Self.resend(first, stage, in: "quay") == .failure(.unknown))
            #expect(try await Self.resend(99_999, stage) == .failure(.unknown))

            let again = try await Self.resend(first, stage).get()

            let mails = try await stage.database.outbox(ListOutbox())
            #expect(mails.map(\.id) == [again, first])
            #expect(Set(mails.map(\.messageID)).count == 2)
            #expect(mails.map(\.state) == ["pending", "sent"])
            let link = try #require(try await stage.ownLink(1))
            #expect(try await stage.database.run(CountLink(hash: link)).first == 1)
            #expect(try await Self.resend(first, stage) == .failure(.underWay))
            #expect(try await Self.resend(again, stage) == .failure(.underWay))

            let second = try await Self.sent("seat-offered", stage)
            #expect(second == again)
            _ = try await stage.accept(1)
            #expect(try await Self.resend(second, stage) == .failure(.untrue(.offerAnswered)))
        }
    }

    @Test("A seat is told again while they have it, and nothing goes to an address on hold")
    func seat() async throws {
        try await SeatStage.with(seats: 5, people: 1) { stage in
            _ = try await stage.accept(1)
            let mail = try await Self.sent("seat-taken", stage)
            try await stage.test.script(
                """
                INSERT INTO address_hold (address, cause, held_at, held_by)
                VALUES ('P1@example.org', 'complaint', now(), 'command:0')
                """)
            #expect(try await Self.resend(mail, stage) == .failure(.untrue(.onHold)))
            try await stage.test.script(
                "UPDATE address_hold SET released_at = now(), released_by = 'command:0'")
            #expect((try? await Self.resend(mail, stage).get()) != nil)
            _ = try await Self.sent("seat-taken", stage)
            _ = try await stage.move([1], to: .declined)
            #expect(try await Self.resend(mail, stage) == .failure(.untrue(.seatGone)))
        }
    }

    @Test("An invitation has its own way to be sent again")
    func elsewhere() async throws {
        try await SeatStage.with(admission: .invitation, seats: 5) { stage in
            _ = try await stage.database.invite(
                InvitePeople(
                    event: stage.event,
                    guests: [.init(email: try EmailAddress(parsing: "a@example.org"))],
                    actor: .command(userID: 7), now: stage.now, mailDomain: "example.org")
            ).get()
            let mail = try await Self.sent("invitation", stage)
            #expect(try await Self.resend(mail, stage) == .failure(.hasOwnResend))
        }
    }
}

private struct CountLink: Statement {
    static let sql: StaticString = "SELECT count(*) FROM access_token WHERE hash = sha256($1)"

    var hash: AccessToken

    func bind(to parameters: inout Parameters) { parameters.add(hash.bytes) }

    static func decode(_ row: RowReader) throws(DatabaseError) -> Int { try row.integer(0) }
}
