import EventLoop
import Foundation
import Mailer
import Postgres
import TestSupport

@testable import TrainingRegistry

/// A database with the demonstration data, and people who are interested, at a time of the test.
final class InterestRoom {
    let database: Database
    let test: TestDatabase
    var now: Date
    /// Mails that a test has claimed.
    var kept: [ClaimedMail] = []

    /// Lends a room on the loop of its database.
    static func with(
        _ body: @escaping @Sendable (InterestRoom) async throws -> Void
    ) async throws {
        try await DemoDatabase.with { test in
            try await test.withDatabase { database in
                try await body(InterestRoom(test, database))
            }
        }
    }

    private init(_ test: TestDatabase, _ database: Database) {
        self.test = test
        self.database = database
        now = Date()
    }

    private(set) lazy var intake = InterestIntake(
        database: database, perAddressAndHour: 3, mailDomain: "example.org", unconfirmedDays: 7,
        now: { [unowned self] in now })

    func express(_ interest: ExpressInterest) async throws -> InterestRefusal? {
        switch try await intake.express(interest) {
        case .success: nil
        case .failure(let refusal): refusal
        }
    }

    /// What becomes of interests that arrive in one turn of the loop, so that they are one batch.
    func together(_ interests: [ExpressInterest]) async -> [String] {
        var answers: [String] = []
        for task in start(interests) { answers.append(await task.value) }
        return answers
    }

    private func start(
        _ interests: [ExpressInterest], isolation: isolated (any Actor)? = #isolation
    ) -> [Task<String, Never>] {
        interests.map { interest in
            Task.immediate {
                // Named, so that the task is isolated to this loop.
                _ = isolation
                do throws(DatabaseError) {
                    switch try await intake.express(interest) {
                    case .success: return "taken"
                    case .failure(let refusal): return "\(refusal)"
                    }
                } catch .constraintViolated(let name) {
                    return name
                } catch {
                    return error.sqlState ?? ""
                }
            }
        }
    }

    /// Presses the button behind the link that was mailed to an address last.
    func confirm(_ email: String) async throws -> Result<AccessToken, LinkRefusal> {
        guard let token = try await mailedToken(email) else { return .failure(.unknown) }
        return try await confirm(token)
    }

    func confirm(_ token: AccessToken) async throws -> Result<AccessToken, LinkRefusal> {
        try await database.confirm(
            ConfirmInterest(token: token, now: now, mailDomain: "example.org"))
    }

    func mailedToken(_ email: String) async throws -> AccessToken? {
        try await database.run(FindTokenMailed(recipient: email)).first
            .flatMap(AccessToken.init(parsing:))
    }

    func sweep() async throws -> Swept {
        try await database.sweep(Sweep(now: now, unconfirmedDays: 7))
    }

    /// Such as `interest 1, link 2, message 2, status 1, person 1, key 0, budget 1`.
    func stored() async throws -> String {
        try await database.run(DescribeStored()).first ?? ""
    }
}

extension ExpressInterest {
    /// What somebody asks for in a test.
    static func test(
        _ givenName: String, _ email: String, in target: InterestTarget? = nil,
        sector: String = "border-guard", key: String? = nil, topics: [String] = [],
        languages: [String] = []
    ) throws -> ExpressInterest {
        ExpressInterest(
            target: try target ?? .programme(Code(parsing: "audtrain")),
            particulars: try .test(givenName, sector: sector),
            email: try EmailAddress(parsing: email), motivation: nil,
            notice: try NoticeVersion(parsing: "2026-11"), idempotencyKey: key,
            wishes: PoolWishes(
                topics: try topics.map { try TopicCode(parsing: $0) },
                languages: try languages.map { try LanguageTag(parsing: $0) }))
    }
}

extension Particulars {
    static func test(_ givenName: String, sector: String = "border-guard") throws -> Particulars {
        Particulars(
            givenName: try PersonName(parsing: givenName),
            familyName: try PersonName(parsing: "Ozola"), organisation: nil,
            sector: try SectorCode(parsing: sector), country: try CountryCode(parsing: "LV"),
            language: nil)
    }
}

/// Finds the link of the latest mail to an address.
struct FindTokenMailed: Statement {
    static let sql: StaticString = """
        SELECT parameters ->> 'token' FROM outbox
        WHERE recipient = $1 AND parameters ? 'token' ORDER BY id DESC LIMIT 1
        """

    var recipient: String

    func bind(to parameters: inout Parameters) { parameters.add(recipient) }

    static func decode(_ row: RowReader) throws(DatabaseError) -> String { try row.text(0) }
}

/// Counts the rows of everything that has to do with interests.
struct DescribeStored: Statement {
    static let sql: StaticString = """
        SELECT format('interest %s, link %s, message %s, status %s, person %s, key %s, budget %s',
            (SELECT count(*) FROM interest), (SELECT count(*) FROM access_token),
            (SELECT count(*) FROM outbox), (SELECT count(*) FROM interest_status),
            (SELECT count(*) FROM person), (SELECT count(*) FROM idempotency_key),
            (SELECT count(*) FROM intake_budget))
        """

    func bind(to parameters: inout Parameters) {}

    static func decode(_ row: RowReader) throws(DatabaseError) -> String { try row.text(0) }
}
