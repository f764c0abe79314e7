import EventLoop
import FoundationEssentials
import TestSupport
import Testing

@testable import Postgres

/// A directory of migrations that lives as long as a test.
private final class MigrationDirectory: Sendable {
    let path: String

    init(_ files: [String: String]) throws {
        path = FileManager.default.temporaryDirectory.path() + "migrations-\(UUID())"
        try FileManager.default.createDirectory(
            atPath: path, withIntermediateDirectories: true)
        for (name, sql) in files { try write(name, sql) }
    }

    deinit { try? FileManager.default.removeItem(atPath: path) }

    func write(_ name: String, _ sql: String) throws {
        try Data(sql.utf8).write(to: URL(filePath: "\(path)/\(name)"))
    }

    func remove(_ name: String) throws {
        try FileManager.default.removeItem(atPath: "\(path)/\(name)")
    }

    func migrate(_ test: TestDatabase) async throws -> [Int] {
        let migrator = Migrator(directory: path)
        return try await test.loop.run { try await migrator.migrate(test.admin, on: test.loop) }
    }

    func rejection(_ test: TestDatabase) async throws -> String? {
        do {
            _ = try await migrate(test)
            return nil
        } catch let rejection as MigrationRejection {
            return rejection.description
        }
    }
}

@Suite struct MigratorTests {
    private static let two = [
        "0001_create_note.sql":
            "CREATE TABLE note (id bigint); GRANT SELECT ON note TO registry_service;",
        "0002_add_body.sql": "ALTER TABLE note ADD COLUMN body text;",
        "README.md": "not a migration",
    ]

    @Test("Each migration runs once, in order, and is pending until then")
    func once() async throws {
        try await TestDatabase.empty { test in
            let directory = try MigrationDirectory(Self.two)
            let migrator = Migrator(directory: directory.path)
            #expect(
                try await test.withDatabase(test.admin) { try await migrator.pending(in: $0) } == [
                    1, 2,
                ])
            #expect(try await directory.migrate(test) == [1, 2])
            #expect(try await directory.migrate(test) == [])
            try directory.write("0003_add_day.sql", "ALTER TABLE note ADD COLUMN day date")
            #expect(try await test.withDatabase { try await migrator.pending(in: $0) } == [3])
            #expect(try await directory.migrate(test) == [3])
        }
    }

    @Test("Many instances that start at once migrate once")
    func together() async throws {
        try await TestDatabase.empty { test in
            let directory = try MigrationDirectory(Self.two)
            let applied = try await withThrowingTaskGroup(of: [Int].self) { group in
                for _ in 0..<5 { group.addTask { try await directory.migrate(test) } }
                return try await group.reduce(into: []) { $0 += $1 }
            }

            #expect(applied == [1, 2])
        }
    }

    @Test("History that was edited, removed or inserted stops everything")
    func history() async throws {
        try await TestDatabase.empty { test in
            let directory = try MigrationDirectory(Self.two)
            _ = try await directory.migrate(test)

            try directory.write("0002_add_body.sql", "ALTER TABLE note ADD COLUMN text text;")
            #expect(
                try await directory.rejection(test)
                    == "0002_add_body.sql was edited after it ran: put it back as it was and "
                    + "mend what it did in a migration of the next number")
            try directory.remove("0002_add_body.sql")
            #expect(
                try await directory.rejection(test)
                    == "0002_add_body.sql has run on this database and is not in the directory: "
                    + "this is an older version than the one that migrated it")
        }
    }

    @Test("A migration that fails leaves nothing of itself and everything before it")
    func failing() async throws {
        try await TestDatabase.empty { test in
            let directory = try MigrationDirectory(Self.two)
            try directory.write("0003_bad.sql", "CREATE TABLE half (id bigint); SELECT 1 FROM no;")
            #expect(
                try await directory.rejection(test)
                    == "0003_bad.sql failed (42P01): relation \"no\" does not exist")
            try directory.write("0003_bad.sql", "CREATE TABLE half (id bigint)")
            #expect(try await directory.migrate(test) == [3])
        }
    }

    @Test("A migration may not end its transaction")
    func commits() async throws {
        try await TestDatabase.empty { test in
            let directory = try MigrationDirectory(["0001_bad.sql": "SELECT 1; COMMIT"])
            #expect(
                try await directory.rejection(test)?.hasPrefix("0001_bad.sql ends its") == true)
        }
    }

    @Test(
        "Files are numbered from 0001 without a gap, or nothing runs",
        arguments: [
            (["0001_a.sql", "0002_b.sql", "notes.txt"], true),
            ([], true),
            (["0002_b.sql"], false),
            (["0001_a.sql", "0003_c.sql"], false),
            (["0001_a.sql", "0001_b.sql"], false),
            (["1_a.sql"], false),
            (["0001.sql"], false),
            (["+001_a.sql"], false),
            (["٠٠٠١_a.sql"], false),
        ])
    func numbering(names: [String], isAccepted: Bool) {
        #expect(((try? MigrationFile.ordered(names)) != nil) == isAccepted)
    }

    @Test("A login that may not make the roles is told what an administrator has to run")
    func lacking() {
        let row = Roles.Row(
            hasOwner: false, hasService: true, isOwner: false, isService: true,
            ownerMayUseSchema: false, ownerMayUseDatabase: false, serviceMayUseSchema: true,
            serviceMayCreate: false, login: "deploy", database: "\"Registry\"")

        #expect(
            row.lacking == [
                "CREATE ROLE registry_owner NOLOGIN",
                "GRANT registry_owner TO deploy",
                "GRANT CREATE, USAGE ON SCHEMA public TO registry_owner",
                "GRANT CREATE ON DATABASE \"Registry\" TO registry_owner",
            ])
    }

    @Test("The rejection is what the server's rights really lack")
    func powerless() async throws {
        try await TestDatabase.empty { test in
            let directory = try MigrationDirectory(Self.two)
            let login = "\(test.name)_login"
            try await test.script("CREATE ROLE \(login) LOGIN PASSWORD 'powerless'")
            var settings = test.admin
            settings.conninfo = try conninfo(of: settings) { words in
                words["user"] = login
                words["password"] = "powerless"
            }
            let migrator = Migrator(directory: directory.path)
            let rejection = try await test.loop.run { [settings] () -> String? in
                do {
                    _ = try await migrator.migrate(settings, on: test.loop)
                    return nil
                } catch let rejection as MigrationRejection {
                    return rejection.description
                }
            }
            try await test.script("DROP ROLE \(login)")

            #expect(
                rejection?.hasSuffix(
                    """
                    GRANT registry_owner TO \(login);
                    GRANT registry_service TO \(login);
                    GRANT CREATE, USAGE ON SCHEMA public TO registry_owner;
                    GRANT CREATE ON DATABASE \(test.name) TO registry_owner;
                    """) == true)
        }
    }
}
