import EventLoop
import FoundationEssentials
import Glibc
import Postgres

/// The migrated database that tests are cloned from, made once in the life of the process.
actor TemplateDatabase {
    static let shared = TemplateDatabase()

    private var making: Task<String, any Error>?

    func name() async throws -> String {
        if let making { return try await making.value }
        let making = Task { try await Self.make() }
        self.making = making
        return try await making.value
    }

    private static func make() async throws -> String {
        let name = "registry_template_\(getpid())"
        let loop = try Loop(name: name)
        defer { loop.stop() }
        let server = try TestServer.settings(database: nil)
        try await dropLeftovers(server, on: loop)
        try await TestDatabase.script("CREATE DATABASE \(name)", server, on: loop)
        let settings = try TestServer.settings(database: name)
        let migrator = Migrator(directory: directory)
        _ = try await loop.run { try await migrator.migrate(settings, on: loop) }
        return name
    }

    private static var directory: String { Repository.path("migrations") }

    /// Drops what test processes left that are gone: a template cannot drop itself at the end.
    private static func dropLeftovers(_ server: DatabaseSettings, on loop: Loop) async throws {
        let names = try await loop.run {
            let database = Database(server, on: loop)
            let names = try await database.run(FindTestDatabases())
            await database.close()
            return names
        }
        for name in names {
            let words = name.split(separator: "_")
            guard words.count > 2, let process = pid_t(words[2]), kill(process, 0) != 0 else {
                continue
            }
            try? await TestDatabase.script("DROP DATABASE \(name) WITH (FORCE)", server, on: loop)
        }
    }
}

/// Every database that tests have made.
struct FindTestDatabases: Statement {
    static let sql: StaticString = """
        SELECT datname FROM pg_database WHERE datname ~ '^registry_(test|template)_[0-9]+(_|$)'
        """

    func bind(to parameters: inout Parameters) {}

    static func decode(_ row: RowReader) throws(DatabaseError) -> String { try row.text(0) }
}
