import EventLoop
import Postgres

/// Whether a core may be sent requests: the database answers, and its schema is the program's.
final class Readiness {
    private let database: Database
    private let migrator: Migrator
    private let log: Log
    private var known: (isCurrent: Bool, until: Instant)?

    init(_ database: Database, _ migrator: Migrator, _ log: Log) {
        self.database = database
        self.migrator = migrator
        self.log = log
    }

    func isReady() async -> Bool {
        guard await database.isReady() else { return false }
        return await isSchemaCurrent()
    }

    /// The files are compared once in a while only: they are sent whole.
    private func isSchemaCurrent() async -> Bool {
        let loop = database.loop
        if let known, loop.now < known.until { return known.isCurrent }
        do {
            let pending = try await migrator.pending(in: database)
            if !pending.isEmpty {
                let numbers = pending.map(String.init).joined(separator: ", ")
                log.fault("not ready, migrations are missing: \(numbers); run migrate")
            }
            known = (pending.isEmpty, loop.now + (pending.isEmpty ? .seconds(30) : .seconds(1)))
            return pending.isEmpty
        } catch {
            log.fault("not ready: \(error)")
            return false
        }
    }
}
