import EventLoop
import Foundation
import Mailer
import Postgres
import TestSupport
import Testing

@testable import TrainingRegistry

/// A database with an administrator who signed in nowhere yet, and a clock.
final class StaffRoom {
    let database: Database
    let test: TestDatabase
    let administrator: UUID
    let secret: OneTimeSecret
    var now = Date(timeIntervalSince1970: 1_800_000_000)

    static let password = "seven storks on one roof"
    static let key = [UInt8](repeating: 9, count: 32)
    /// Cheap: what is tested is who reaches the derivation, not what it costs.
    static let cost = Scrypt.Parameters(cost: 16, blockSize: 1, parallelism: 1)

    static func with(
        connections: Int = 1, _ body: @escaping @Sendable (StaffRoom) async throws -> Void
    ) async throws {
        try await TestDatabase.with { test in
            try await test.withDatabase(connections: connections) { database in
                try await body(try await StaffRoom(database, test))
            }
        }
    }

    private init(_ database: Database, _ test: TestDatabase) async throws {
        self.database = database
        self.test = test
        let created = try await database.create(
            CreateStaff(
                email: try EmailAddress(parsing: "Ieva.Ozola@example.org"),
                name: try PersonName(parsing: "Ieva Ozola"), role: .administrator,
                actor: .command(userID: 0), now: now)
        ).get()
        administrator = created
        let link = AccessToken()
        _ = try await database.make(
            MakeStaffLink(for: created, secret: link, actor: .command(userID: 0), now: now))
        let setUp = try #require(try await database.staffSetUp(link, at: now))
        secret = setUp.codeSecret
        let hash = try #require(
            await PasswordHash(deriving: Password(typed: Self.password), Self.cost))
        #expect(
            try await database.setUp(
                SetUpStaff(
                    link: link, password: hash, codeStep: OneTimeSecret.step(at: now) - 2,
                    now: now)))
    }

    /// Tries to sign in; with the right password and code unless told otherwise.
    func signIn(
        _ password: String = StaffRoom.password, code: String? = nil,
        email: String = "ieva.ozola@EXAMPLE.org", from source: String = "a",
        in browser: KnownBrowser? = nil, with session: AccessToken = AccessToken()
    ) async throws -> Result<UUID, SignInRefusal> {
        let right = secret.code(of: OneTimeSecret.step(at: now)).description
        return try await database.signIn(
            SignIn(
                email: try EmailAddress(parsing: email), password: Password(typed: password),
                code: try OneTimeCode(parsing: code ?? right), source: source, browser: browser,
                secret: session, now: now, lifetime: 12 * 3_600,
                mailDomain: "example.org"))
    }

    /// A code that is not right now.
    var wrongCode: String {
        let step = OneTimeSecret.step(at: now)
        let right = (step - 1...step + 1).map { secret.code(of: $0).description }
        return ["000000", "111111", "222222", "333333"].first { !right.contains($0) } ?? ""
    }

    /// How many rows of a table are so.
    func count(_ table: String, _ condition: String = "true") async throws -> Int {
        try await test.script(
            """
            CREATE OR REPLACE VIEW counted AS
            SELECT count(*) AS rows FROM \(table) WHERE \(condition);
            GRANT SELECT ON counted TO registry_service
            """)
        return try await database.run(ReadCounted()).first ?? -1
    }
}

/// Reads what a test counts.
private struct ReadCounted: Statement {
    static let sql: StaticString = "SELECT rows FROM counted"

    func bind(to parameters: inout Parameters) {}

    static func decode(_ row: RowReader) throws(DatabaseError) -> Int { try row.integer(0) }
}
