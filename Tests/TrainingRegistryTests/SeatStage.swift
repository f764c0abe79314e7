import Foundation
import Postgres
import TestSupport

@testable import TrainingRegistry

/// A database with one event, and people who are confirmed as interested in it.
final class SeatStage {
    let test: TestDatabase
    let database: Database
    let event: Code
    var now = Date(timeIntervalSince1970: 1_800_000_000)

    /// Lends a stage whose event has `seats` and nobody in it yet.
    static func with(
        admission: Admission = .open, seats: Int?, people: Int = 0,
        _ body: @escaping @Sendable (SeatStage) async throws -> Void
    ) async throws {
        try await DemoDatabase.with { test in
            try await test.script(Self.event(admission, seats))
            if people > 0 { try await test.script(Self.people(1...people)) }
            try await test.withDatabase { database in
                try await body(SeatStage(test, database, Code(parsing: "hall")))
            }
        }
    }

    private init(_ test: TestDatabase, _ database: Database, _ event: Code) {
        self.test = test
        self.database = database
        self.event = event
    }

    private static func event(_ admission: Admission, _ seats: Int?) -> String {
        """
        INSERT INTO event (code, kind, title, summary, admission, starts_on, ends_on, time_zone,
            is_online, capacity, published_at)
        VALUES ('hall', 'training', 'Hall', 'One room', '\(admission.rawValue)', '2027-06-01',
            '2027-06-02', 'Europe/Riga', true, \(seats.map(String.init) ?? "NULL"), '2026-01-01');
        INSERT INTO session (event_id, title, starts_at, ends_at)
        SELECT id, 'Morning', '2027-06-01 08:00Z', '2027-06-01 11:00Z' FROM event
        WHERE code = 'hall';
        """
    }

    static let countries = ["LV", "EE", "SE"]

    /// Person `n` has the interest `id(n)` and comes from `countries[n % 3]`.
    private static func people(_ numbers: ClosedRange<Int>) -> String {
        """
        WITH n AS (SELECT generate_series(\(numbers.lowerBound), \(numbers.upperBound)) AS n),
        p AS (
            INSERT INTO person (given_name, family_name, email, email_folded, sector, country,
                created_at)
            SELECT 'Person', 'Number' || n, 'p' || n || '@example.org', 'p' || n || '@example.org',
                   'police', ('{LV,EE,SE}'::text[])[n % 3 + 1], '2026-12-01'
            FROM n RETURNING *
        ), i AS (
            INSERT INTO interest (id, event_id, person_id, given_name, family_name, email,
                email_folded, sector, country, notice, received_at, confirmed_at)
            SELECT ('00000000-0000-4000-8000-' || lpad(substr(family_name, 7), 12, '0'))::uuid,
                   event.id, p.id, given_name, family_name, email, email_folded, sector, p.country,
                   '2026-11', '2026-12-01', '2026-12-01'
            FROM p, event WHERE event.code = 'hall' RETURNING id
        )
        INSERT INTO interest_status (interest_id, status, actor, occurred_at)
        SELECT id, 'received', 'person', '2026-12-01' FROM i
        """
    }

    static func id(_ number: Int) -> UUID {
        let digits = String(number)
        let text =
            "00000000-0000-4000-8000-" + String(repeating: "0", count: 12 - digits.count) + digits
        return UUID(uuidString: text) ?? UUID()
    }

    var change: RoomChange {
        RoomChange(
            event: event, actor: .command(userID: 7), reason: "as agreed", now: now,
            mailDomain: "example.org")
    }

    func accept(_ number: Int) async throws -> Result<SeatAnswer, SeatRefusal> {
        try await database.accept(
            AcceptInterest(
                interest: Self.id(number), actor: .person, now: now, mailDomain: "example.org"))
    }

    /// Such as `shortlisted`, or the reason why a move is refused.
    func move(
        _ numbers: [Int], to status: InterestStatus, expiresAt: Date? = nil
    ) async throws -> [String] {
        let moves = numbers.map { InterestMove(Self.id($0), to: status, expiresAt: expiresAt) }
        let reports = try await database.move(
            MoveInterests(
                change, moves: moves, decision: DecisionWords(parsing: "We chose by sector.")))
        return (reports ?? []).map { $0.refusal?.rawValue ?? $0.status?.rawValue ?? "gone" }
    }

    func lapse() async throws -> Int {
        try await database.lapseOffers(at: now, mailDomain: "example.org")
    }

    /// Such as `1 taken p3, 2 promised p4, 3 free`.
    func seats() async throws -> String {
        let room = try await database.room(of: event)
        return (room?.seats ?? []).map { seat in
            let number = seat.interest.flatMap { Int($0.uuidString.suffix(12)) }
            let kept = seat.keptForMember.map { " for \($0)" } ?? ""
            return "\(seat.number) \(seat.state.rawValue)\(number.map { " p\($0)" } ?? "")\(kept)"
        }.joined(separator: ", ")
    }

    func explain(_ number: Int) async throws -> PlaceExplained? {
        try await database.explainPlace(of: Self.id(number))
    }

    /// The templates of the mails to somebody, in their order.
    func mails(to number: Int) async throws -> [String] {
        try await database.run(ReadMails(recipient: "p\(number)@example.org"))
    }

    /// The link of somebody's own page, from the latest mail to them.
    func ownLink(_ number: Int) async throws -> AccessToken? {
        try await database.run(FindTokenMailed(recipient: "p\(number)@example.org")).first
            .flatMap(AccessToken.init(parsing:))
    }

    /// What the tables say of the room, its quotas and its participations; every count by itself.
    func counted() async throws -> RoomCount? { try await database.run(CountRoom()).first }
}

/// What is counted of one event in independent ways.
struct RoomCount: Sendable, Equatable {
    var taken: Int
    var seatsHad: Int
    var participants: Int
    var people: Int
    var accepted: Int
    var waiting: Int
    var overQuota: Int
}

/// Counts the rows that must agree.
struct CountRoom: Statement {
    static let sql: StaticString = """
        SELECT (SELECT taken FROM event_room),
               (SELECT count(*) FROM seat WHERE participation_id IS NOT NULL),
               (SELECT count(*) FROM participation_now WHERE status = 'confirmed'),
               (SELECT count(DISTINCT person_token) FROM participation_now
                WHERE status = 'confirmed'),
               (SELECT count(*) FROM interest_now WHERE status = 'accepted'),
               (SELECT count(*) FROM interest_now WHERE status = 'waiting'),
               (SELECT count(*) FROM seat_quota q WHERE q.taken <> (
                    SELECT count(*) FROM participation_now p WHERE p.status = 'confirmed'
                    AND (q.dimension, q.value) IN (('country', p.country), ('sector', p.sector)))
                OR q.taken > q.seats_max)
        """

    func bind(to parameters: inout Parameters) {}

    static func decode(_ row: RowReader) throws(DatabaseError) -> RoomCount {
        RoomCount(
            taken: try row.integer(0), seatsHad: try row.integer(1),
            participants: try row.integer(2), people: try row.integer(3),
            accepted: try row.integer(4), waiting: try row.integer(5),
            overQuota: try row.integer(6))
    }
}

/// Reads the templates of the mails to an address.
struct ReadMails: Statement {
    static let sql: StaticString = "SELECT template FROM outbox WHERE recipient = $1 ORDER BY id"

    var recipient: String

    func bind(to parameters: inout Parameters) { parameters.add(recipient) }

    static func decode(_ row: RowReader) throws(DatabaseError) -> String { try row.text(0) }
}
