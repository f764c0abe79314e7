import EventLoop
import Foundation
import Postgres

extension Command {
    /// Loads the demonstration data into an empty registry.
    static let demo = Command(
        "demo", "Loads demonstration data when there is no programme yet",
        details: """
            Programmes, phases, grants, partners, the roster, past events and coming ones dated
            from today, with invented people. Needs the login of migrations, and is refused in
            production.
            """,
        run: { invocation in
            let settings = try Settings.load(config: invocation.config)
            guard settings.environment == .demo else {
                throw CommandFailure("Demonstration data is for environment demo only.")
            }
            let path = settings.demoDirectory + "/demo.sql"
            guard let bytes = FileManager.default.contents(atPath: path),
                let script = String(validating: bytes, as: UTF8.self)
            else { throw CommandFailure("\(path) cannot be read.") }
            let isLoaded = try await settings.withDatabase(asOwner: true) { database in
                guard try await database.run(CountProgrammes()) == [0] else { return false }
                try await database.script(script)
                return true
            }
            print(isLoaded ? "The demonstration data is loaded." : "There is data already.")
        })
}

/// Tells whether anything was loaded yet.
struct CountProgrammes: Statement {
    static let sql: StaticString = "SELECT count(*) FROM programme"

    func bind(to parameters: inout Parameters) {}

    static func decode(_ row: RowReader) throws(DatabaseError) -> Int { try row.integer(0) }
}
