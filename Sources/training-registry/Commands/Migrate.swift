import EventLoop
import Postgres

extension Command {
    /// Brings the schema up to date, as the role that may change it.
    static let migrate = Command(
        "migrate", "Brings the database's schema up to date",
        run: { invocation in
            let settings = try Settings.load(config: invocation.config)
            let loop = try Loop(name: "migrate")
            defer { loop.stop() }
            let directory = settings.migrationsDirectory
            let database = DatabaseSettings(
                conninfo: settings.database.migrationURL.reveal(), role: nil, connections: 1)
            let applied = try await loop.run {
                try await Migrator(directory: directory).migrate(database, on: loop)
            }
            print(
                applied.isEmpty
                    ? "The schema is up to date."
                    : "Applied \(applied.map(String.init).joined(separator: ", ")).")
        })
}
