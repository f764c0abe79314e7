import Foundation
import Postgres
import TestSupport

@testable import TrainingRegistry

/// A database with one programme, one event of it that is open, and people in the pool.
final class PoolStage {
    let test: TestDatabase
    let database: Database
    /// 15 January 2027, 08:00 UTC.
    var now = Date(timeIntervalSince1970: 1_800_000_000)

    /// Lends a stage; the event `quay` is about migration, in English or Latvian, for police and
    /// border guards, and takes interest from 10 January to 1 April 2027.
    static func with(
        admission: Admission = .selection,
        _ body: @escaping @Sendable (PoolStage) async throws -> Void
    ) async throws {
        try await TestDatabase.with { test in
            try await test.script(Self.programme)
            try await test.script(Self.event("quay", admission))
            try await test.withDatabase { try await body(PoolStage(test, $0)) }
        }
    }

    private init(_ test: TestDatabase, _ database: Database) {
        self.test = test
        self.database = database
    }

    private static let programme = """
        INSERT INTO programme (code, title, summary, published_at, takes_interest_at)
        VALUES ('harbours', 'Safe harbours', 'In the ports', '2026-01-01', '2026-01-01');
        """

    static func event(_ code: String, _ admission: Admission = .selection) -> String {
        """
        INSERT INTO event (code, kind, title, summary, programme_id, admission, starts_on, ends_on,
            time_zone, is_online, languages, capacity, opens_at, closes_at, published_at)
        SELECT '\(code)', 'training', 'On the quay', 'Two days', id, '\(admission.rawValue)',
            '2027-06-01', '2027-06-02', 'Europe/Riga', true, '{en,lv}', 1, '2027-01-10 00:00Z',
            '2027-04-01 00:00Z', '2027-01-05 00:00Z' FROM programme;
        INSERT INTO event_topic SELECT id, 'migration' FROM event WHERE code = '\(code)';
        INSERT INTO event_audience SELECT id, sector FROM event,
            unnest('{police,border-guard}'::text[]) AS sector WHERE code = '\(code)';
        """
    }

    /// Puts person `number` into the pool, with the interest `SeatStage.id(number)`.
    func pool(
        _ number: Int, topics: String = "", languages: String = "", sector: String = "police",
        country: String = "LV", confirmed: String = "2026-12-01"
    ) async throws {
        try await test.script(
            """
            WITH p AS (
                INSERT INTO person (given_name, family_name, email, email_folded, sector, country,
                    created_at)
                VALUES ('Person', 'Number\(number)', 'p\(number)@example.org',
                    'p\(number)@example.org', '\(sector)', '\(country)', '\(confirmed)Z')
                RETURNING *
            ), i AS (
                INSERT INTO interest (id, programme_id, person_id, given_name, family_name, email,
                    email_folded, sector, country, notice, topics, languages, received_at,
                    confirmed_at)
                SELECT '\(SeatStage.id(number))', programme.id, p.id, given_name, family_name,
                       email, email_folded, sector, country, '2026-11', '{\(topics)}',
                       '{\(languages)}', '\(confirmed)Z', '\(confirmed)Z'
                FROM p, programme RETURNING id
            )
            INSERT INTO interest_status (interest_id, status, actor, occurred_at)
            SELECT id, 'received', 'person', '\(confirmed)Z' FROM i
            """)
    }

    func keep() async throws -> PoolKept {
        try await database.keepPool(at: now, mailDomain: "example.org")
    }

    /// Such as `topics, sector`; empty when the event suits the person.
    func against(_ number: Int, in event: String = "quay") async throws -> String? {
        try await preview(event: event)?.lines
            .first { $0.interest == SeatStage.id(number) }?
            .reasons.map(\.rawValue).joined(separator: ", ")
    }

    func preview(
        event: String = "quay", country: String? = nil, isMatch: Bool? = nil, cursor: UUID? = nil,
        limit: Int = 100
    ) async throws -> PoolPreview? {
        let country = try country.map(CountryCode.init(parsing:))
        return try await database.preview(
            PreviewPool(
                event: Code(parsing: event), country: country, isMatch: isMatch, cursor: cursor,
                limit: limit, now: now))
    }

    /// Such as `done`, or the reason why nothing is offered.
    func offer(_ numbers: [Int], event: String = "quay") async throws -> [String] {
        let outcome = try await database.offerToPool(
            OfferToPool(
                event: Code(parsing: event), interests: numbers.map(SeatStage.id),
                actor: .command(userID: 7), reason: "as agreed", now: now,
                mailDomain: "example.org"))
        switch outcome {
        case .success(let reports): return reports.map { $0.refusal?.rawValue ?? "done" }
        case .failure(let refusal): return ["all \(refusal.rawValue)"]
        }
    }

    /// The link of somebody's own page, from the latest mail to them.
    func ownLink(_ number: Int) async throws -> AccessToken {
        let text = try await database.run(
            FindTokenMailed(recipient: "p\(number)@example.org")
        ).first
        guard let token = text.flatMap(AccessToken.init(parsing:)) else { throw NoLink() }
        return token
    }

    struct NoLink: Error {}

    /// Answers the latest offer to somebody; such as `received`, or why not.
    func answer(_ number: Int, accepts: Bool = true) async throws -> String {
        let token = try await ownLink(number)
        guard let chance = try await database.chances(of: token, at: now).first else {
            return "nothing offered"
        }
        let outcome = try await database.answer(
            AnswerChance(
                token: token, offer: chance.id, accepts: accepts, now: now,
                mailDomain: "example.org"))
        switch outcome {
        case .success(let status): return status.rawValue
        case .failure(let refusal): return "refused \(refusal.rawValue)"
        }
    }

    /// `kept`, or why not.
    func keepInterest(_ number: Int) async throws -> String {
        let outcome = try await database.keep(
            KeepInterest(
                token: try await ownLink(number), interest: SeatStage.id(number), now: now))
        switch outcome {
        case .success: return "kept"
        case .failure(let refusal): return refusal.rawValue
        }
    }

    /// The statuses that the pool interest of somebody had, with who set them.
    func history(_ number: Int) async throws -> [String] {
        try await database.run(ReadPoolHistory(interest: SeatStage.id(number)))
    }

    /// The templates of the mails to somebody, in their order.
    func mails(to number: Int) async throws -> [String] {
        try await database.run(ReadMails(recipient: "p\(number)@example.org"))
    }

    /// Such as `all 1 1 0 0`: unmatched, offered, taken up, lapsed.
    func figure() async throws -> [String] {
        guard let figure = try await database.pool(of: Code(parsing: "harbours")) else { return [] }
        return ([figure.total] + figure.lines).map { line in
            let name = line.dimension.map { "\($0) \(line.value ?? "any")" } ?? "all"
            return "\(name) \(line.unmatched) \(line.offered) \(line.takenUp) \(line.lapsed)"
        }
    }
}

/// Reads what an interest went through.
struct ReadPoolHistory: Statement {
    static let sql: StaticString = """
        SELECT status || ' by ' || actor FROM interest_status WHERE interest_id = $1 ORDER BY id
        """

    var interest: UUID

    func bind(to parameters: inout Parameters) { parameters.add(interest) }

    static func decode(_ row: RowReader) throws(DatabaseError) -> String { try row.text(0) }
}
