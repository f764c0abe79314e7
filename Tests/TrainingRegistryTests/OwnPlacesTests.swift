import Foundation
import Mailer
import Postgres
import TestSupport
import Testing

@testable import TrainingRegistry

/// Check-in codes on their way to the people: into mails, and onto their own pages.
@Suite(.timeLimit(.minutes(10))) struct OwnPlacesTests {
    /// A morning at the door, before the only session ends at 11:00 UTC.
    static let morning = Date(timeIntervalSince1970: 1_811_836_800)

    static func with(
        people: Int, _ body: @escaping @Sendable (SeatStage) async throws -> Void
    ) async throws {
        try await SeatStage.with(seats: 5, people: people) { stage in
            stage.now = Self.morning
            for number in 1...people { _ = try await stage.accept(number).get() }
            try await body(stage)
        }
    }

    /// What one person's own page would show of the event; nil for nothing.
    static func place(_ stage: SeatStage, of number: Int) async throws -> OwnPlace? {
        let link = try #require(try await stage.ownLink(number))
        let places = try await stage.database.places(of: link, at: stage.now)
        #expect(places.count <= 1)
        return places.first
    }

    private static func codes(_ stage: SeatStage) async throws -> [CodeMailed] {
        try await stage.database.run(ReadCodesMailed())
    }

    @Test("Each mail that gives a seat brings the code of that participation")
    func mailed() async throws {
        try await Self.with(people: 2) { stage in
            let newcomer = SubstitutePerson(
                stage.change, number: 1,
                newcomer: .person(
                    try .test("Dace"), try EmailAddress(parsing: "dace@example.org")))
            try await stage.database.substitute(newcomer).get()

            let codes = try await Self.codes(stage)

            #expect(
                codes.map(\.recipient) == ["p1@example.org", "p2@example.org", "dace@example.org"])
            #expect(codes.allSatisfy { $0.isOfParticipation })
            #expect(Set(codes.map(\.code)).count == 3)
        }
    }

    @Test("A preview of moves shows no real code, and promises no mail")
    func preview() async throws {
        try await SeatStage.with(admission: .selection, seats: 5, people: 1) { stage in
            let moves = [InterestMove(SeatStage.id(1), to: .accepted, expiresAt: nil)]
            let request = MoveInterests(
                stage.change, moves: moves, decision: try DecisionWords(parsing: "By sector."))
            #expect(try await stage.move([1], to: .shortlisted) == ["shortlisted"])
            #expect(try await stage.move([1], to: .offered) == ["offered"])

            let preview = try #require(try await stage.database.preview(request))

            let mail = try #require(preview.mails.first)
            #expect(mail.template == "seat-taken")
            #expect(mail.parameters.contains(#""check_in_code": "XXXXXXXXXX""#))
            #expect(mail.parameters.contains(#""token": "only-in-the-mail-itself""#))
            #expect(try await Self.codes(stage).isEmpty)
        }
    }

    @Test(
        "The own page has the code while it is of use, and the certificate while it is valid",
        arguments: [
            ("", 0.0, true, false),
            ("", 3 * 3_600 - 1.0, true, false),
            ("", 3 * 3_600.0, false, false),
            ("UPDATE event SET cancelled_at = '2027-05-01' WHERE code = 'hall'", 0, false, false),
            ("UPDATE event SET held_at = '2027-06-01' WHERE code = 'hall'", 0, false, false),
            ("UPDATE event SET published_at = NULL WHERE code = 'hall'", 0, false, false),
            (certificate, 0, true, true), (certificate, 9 * 86_400.0, false, true),
            ("\(certificate); \(revoked)", 0, true, false),
            ("\(certificate); UPDATE certificate SET name = NULL", 0, true, false),
        ] as [(String, Double, Bool, Bool)])
    func shown(change: String, later: Double, code: Bool, certificate: Bool) async throws {
        try await Self.with(people: 1) { stage in
            try await stage.test.script(change)
            stage.now += later

            let place = try await Self.place(stage, of: 1)

            let mailed = try await Self.codes(stage).first?.code
            #expect(place?.checkInCode?.description == (code ? mailed : nil))
            #expect((place?.certificate != nil) == certificate)
            #expect((place == nil) == (!code && !certificate))
        }
    }

    private static let certificate = """
        INSERT INTO certificate (participation_id, name, issued_at, issued_by)
        SELECT id, 'Person Number1', '2027-06-01', 'command:7' FROM participation
        """
    private static let revoked = """
        UPDATE certificate SET revoked_at = '2027-06-02', revoked_by = 'command:7',
            revoked_reason = 'mistaken'
        """

    @Test("Who gave the seat back, or was replaced, has no code any more, the substitute has one")
    func left() async throws {
        try await Self.with(people: 2) { stage in
            let link = try #require(try await stage.ownLink(1))
            _ = try await stage.database.withdraw(
                WithdrawInterest(
                    token: link, interest: SeatStage.id(1), now: stage.now,
                    mailDomain: "example.org"))
            let newcomer = SubstitutePerson(
                stage.change, number: 2,
                newcomer: .person(
                    try .test("Dace"), try EmailAddress(parsing: "dace@example.org")))
            try await stage.database.substitute(newcomer).get()
            let own = try #require(
                try await stage.database.run(FindTokenMailed(recipient: "dace@example.org")).first
                    .flatMap(AccessToken.init(parsing:)))

            #expect(try await Self.place(stage, of: 1) == nil)
            #expect(try await Self.place(stage, of: 2) == nil)
            let hers = try await stage.database.places(of: own, at: stage.now)
            #expect(hers.map(\.title) == ["Hall"])
            #expect(hers.first?.checkInCode != nil)
            #expect(try await stage.database.places(of: AccessToken(), at: stage.now) == [])
            #expect(try await stage.database.places(of: own, at: stage.now + 31 * 86_400) == [])
        }
    }
}

/// The code in a mail, and whether it is that of a confirmed participation of its reader.
private struct CodeMailed: Sendable {
    let recipient: String
    let code: String
    let isOfParticipation: Bool
}

/// Reads the latest code that was mailed to each address.
private struct ReadCodesMailed: Statement {
    static let sql: StaticString = """
        SELECT recipient, code, EXISTS (
            SELECT FROM participation p
            JOIN participation_fact f ON f.participation_id = p.id
            JOIN person ON person.token = f.person_token
            WHERE p.check_in_code = code AND person.email = recipient)
        FROM (SELECT recipient, min(id) AS first, min(parameters ->> 'check_in_code') AS code
              FROM outbox WHERE template IN ('seat-taken', 'seat-taken-over')
              GROUP BY recipient
              HAVING count(DISTINCT parameters ->> 'check_in_code') = 1) AS mailed
        ORDER BY first
        """

    func bind(to parameters: inout Parameters) {}

    static func decode(_ row: RowReader) throws(DatabaseError) -> CodeMailed {
        CodeMailed(
            recipient: try row.text(0), code: try row.text(1), isOfParticipation: try row.flag(2))
    }
}
