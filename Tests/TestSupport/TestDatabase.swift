public import EventLoop
import FoundationEssentials
import Glibc
public import Postgres
import Synchronization

/// A database of one test's own, cloned from a template that holds the migrated schema.
public struct TestDatabase: Sendable {
    public let name: String
    /// The login of the tests' server, a superuser, in this database.
    public let admin: DatabaseSettings
    /// The same database in the role of the service.
    public let service: DatabaseSettings
    public let loop: Loop

    /// Makes a database, lends it to `body` and drops it, whoever is still connected.
    public static func with<Value: Sendable>(
        _ body: @escaping @Sendable (TestDatabase) async throws -> Value
    ) async throws -> Value {
        let template = try await TemplateDatabase.shared.name()
        return try await with(template: template, body)
    }

    /// The same without any migration: no table, no rights.
    public static func empty<Value: Sendable>(
        _ body: @escaping @Sendable (TestDatabase) async throws -> Value
    ) async throws -> Value {
        try await with(template: "template0", body)
    }

    /// Runs `body` on a loop with a database of its own.
    public static func withDatabase<Value: Sendable>(
        connections: Int = 1, _ body: @escaping @Sendable (Database) async throws -> Value
    ) async throws -> Value {
        try await with { test in try await test.withDatabase(connections: connections, body) }
    }

    /// Runs `body` on the loop with the service's door to this database, and closes it.
    public func withDatabase<Value: Sendable>(
        connections: Int = 1, _ body: @escaping @Sendable (Database) async throws -> Value
    ) async throws -> Value {
        var settings = service
        settings.connections = connections
        return try await withDatabase(settings, body)
    }

    /// Runs `body` on the loop with a door to this database opened by other settings.
    public func withDatabase<Value: Sendable>(
        _ settings: DatabaseSettings, _ body: @escaping @Sendable (Database) async throws -> Value
    ) async throws -> Value {
        try await loop.run { [loop] in
            let database = Database(settings, on: loop)
            do {
                let value = try await body(database)
                await database.close()
                return value
            } catch {
                await database.close()
                throw error
            }
        }
    }

    /// Has the server check a statement against the schema, without running it.
    public func prepare(_ statement: any Statement.Type) async throws {
        try await Self.script("PREPARE checked AS \(statement.sql)", service, on: loop)
    }

    /// Runs a text of several statements as the superuser.
    public func script(_ sql: String) async throws {
        try await Self.script(sql, admin, on: loop)
    }

    private static func with<Value: Sendable>(
        template: String, _ body: @escaping @Sendable (TestDatabase) async throws -> Value
    ) async throws -> Value {
        let name = Self.unusedName()
        let loop = try Loop(name: name)
        defer { loop.stop() }
        let server = try TestServer.settings(database: nil)
        try await script("CREATE DATABASE \(name) TEMPLATE \(template)", server, on: loop)
        let admin = try TestServer.settings(database: name)
        var service = admin
        service.role = "registry_service"
        let test = TestDatabase(name: name, admin: admin, service: service, loop: loop)
        let outcome: Result<Value, any Error>
        do { outcome = .success(try await body(test)) } catch { outcome = .failure(error) }
        // One that cannot go yet, because a session ends slowly, goes before the next tests.
        try? await script("DROP DATABASE \(name) WITH (FORCE)", server, on: loop)
        return try outcome.get()
    }

    private static let made = Atomic<Int>(0)

    private static func unusedName() -> String {
        "registry_test_\(getpid())_\(made.add(1, ordering: .relaxed).newValue)"
    }

    static func script(_ sql: String, _ settings: DatabaseSettings, on loop: Loop) async throws {
        try await loop.run {
            try await Database(settings, on: loop).script(sql)
        }
    }
}
