import EventLoop
import Postgres

extension Settings {
    /// Lends the database to a command, on a loop of its own; as owner with the login of
    /// migrations, which may change tables.
    func withDatabase<Result: Sendable>(
        asOwner: Bool = false,
        _ body: @escaping @Sendable (Postgres.Database) async throws -> Result
    ) async throws -> Result {
        let loop = try Loop(name: "command")
        defer { loop.stop() }
        var settings = service(connections: 1)
        if asOwner {
            settings.conninfo = database.migrationURL.reveal()
            settings.role = nil
        }
        let chosen = settings
        do {
            return try await loop.run {
                let database = Postgres.Database(chosen, on: loop)
                do {
                    let result = try await body(database)
                    await database.close()
                    return result
                } catch {
                    await database.close()
                    throw error
                }
            }
        } catch let error as DatabaseError {
            throw CommandFailure(error.inWords)
        }
    }
}

extension DatabaseError {
    /// For whoever typed a command.
    var inWords: String {
        switch self {
        case .unavailable(_, let message): "The database cannot be reached: \(message)"
        case .failed("42P01", _): "The schema is missing or not up to date; run migrate."
        case .failed(let state, let message): "The database refused (\(state)): \(message)"
        case .constraintViolated(let name): "The database refused: \(name)"
        }
    }
}
