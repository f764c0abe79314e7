import FoundationEssentials
import Glibc
import Postgres

/// The PostgreSQL server that tests make their databases on.
enum TestServer {
    /// Why a test that needs a database cannot run.
    struct Missing: Error, CustomStringConvertible {
        let description =
            "Set REGISTRY_TEST_DATABASE to the conninfo of a superuser login of a throw-away "
            + "PostgreSQL 15 or later, for example \"host=127.0.0.1 port=5432 user=postgres "
            + "dbname=postgres\"; the tests make and drop databases there."
    }

    static func settings(database: String?) throws(Missing) -> DatabaseSettings {
        guard let conninfo = ProcessInfo.processInfo.environment["REGISTRY_TEST_DATABASE"],
            !conninfo.isEmpty
        else { throw Missing() }
        var settings = DatabaseSettings(conninfo: conninfo)
        settings.databaseName = database
        settings.connectTimeout = .seconds(20)
        settings.requestTimeout = .seconds(20)
        return settings
    }
}
