import EventLoop
import Foundation
import Glibc
import Postgres
import RegistryHTTP
import TrainingRegistry

extension Command {
    /// Loads the demonstration data into an empty registry.
    static let demo = Command(
        "demo", "Loads demonstration data when there is no programme yet",
        details: """
            Programmes, phases, grants, partners, the roster, past events and coming ones dated
            from today, with invented people, and figures of those who came, published once. Needs
            the login of migrations, and is refused in production.
            """,
        run: { invocation in
            let settings = try Settings.load(config: invocation.config)
            guard settings.environment == .demo else {
                throw CommandFailure("Demonstration data is for environment demo only.")
            }
            let scripts = try ["demo.sql", "history.sql"].map { name throws(CommandFailure) in
                let path = settings.demoDirectory + "/" + name
                guard let bytes = FileManager.default.contents(atPath: path),
                    let script = String(validating: bytes, as: UTF8.self)
                else { throw CommandFailure("\(path) cannot be read.") }
                return script
            }
            let isLoaded = try await settings.withDatabase(asOwner: true) { database in
                guard try await database.run(CountProgrammes()) == [0] else { return false }
                for script in scripts { try await database.script(script) }
                _ = try await database.publish(
                    PublishFigures(actor: .command(userID: getuid()), now: Date())
                ).problem()
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
