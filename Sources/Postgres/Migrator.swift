public import EventLoop

/// Runs the migrations of a directory, each once, in order, in a transaction of its own.
///
/// PostgreSQL keeps the hash of each. One that was edited after it ran, or that has run and is
/// gone, stops everything: the schema would no longer be what the files say.
public struct Migrator: Sendable {
    public let directory: String

    public init(directory: String) {
        self.directory = directory
    }

    /// The numbers that have not run, as the service sees it; newer ones do not disturb it.
    public func pending(in database: Database) async throws -> [Int] {
        let files = try MigrationFile.all(in: directory)
        guard try await database.run(FindMigrationTable()).first == true else {
            return files.map(\.number)
        }
        return try CompareMigrations.pending(
            try await database.run(CompareMigrations(files: files)), allowsNewer: true)
    }

    /// Runs what has not run and returns the numbers.
    ///
    /// The login of `settings` does it, whatever their role; its rights are used to make the roles
    /// when they are missing. Throws `MigrationRejection` or `DatabaseError`.
    public func migrate(_ settings: DatabaseSettings, on loop: Loop) async throws -> [Int] {
        let files = try MigrationFile.all(in: directory)
        let session = try await Session.open(settings, role: nil, on: loop)
        defer { session.close() }
        // One migrator at a time, however many instances start; closing the session unlocks.
        try await session.script("SET lock_timeout = '10min'; SELECT pg_advisory_lock(8472301)")
        try await session.provideRoles()
        try await session.script(MigrationTable.creation)
        let pending = try CompareMigrations.pending(
            try await session.run(CompareMigrations(files: files)))
        for file in files where pending.contains(file.number) {
            try await session.apply(file)
        }
        return pending
    }
}

extension Session {
    /// Runs one migration and remembers it, both or neither.
    fileprivate func apply(_ file: MigrationFile) async throws {
        try await script("BEGIN; SET LOCAL ROLE registry_owner")
        do {
            try await script(String(decoding: file.sql, as: UTF8.self))
        } catch .failed(let sqlState, let message) {
            throw MigrationRejection("\(file.name) failed (\(sqlState)): \(message)")
        }
        guard isInTransaction else {
            throw MigrationRejection(
                "\(file.name) ends its transaction, so it cannot run whole or not at all: "
                    + "take COMMIT and ROLLBACK out of it")
        }
        _ = try await run(RecordMigration(file: file))
        try await script("COMMIT")
    }
}
