import EventLoop
import Postgres
import TestSupport
import Testing

@Suite(.timeLimit(.minutes(10))) struct ReconnectTests {
    @Test("What is on the wire when a connection breaks fails; what was not sent yet is sent again")
    func terminated() async throws {
        try await TestDatabase.with { test in
            var settings = test.service
            settings.pipelineDepth = 1
            let database = SharedDatabase(settings, on: test.loop)
            let before = try await database.run(BackendPID())
            async let onTheWire = thrown { () throws(DatabaseError) in
                try await database.run(Sleep(seconds: 30))
            }
            try await test.withDatabase(test.admin) { admin in
                while try await admin.run(CountSleepers()) != [1] {}
            }
            async let waiting = database.run(BackendPID())

            try await test.withDatabase(test.admin) { admin in
                _ = try await admin.run(TerminateOthers())
            }
            let error = await onTheWire
            let after = try await waiting
            await database.close()

            guard case .unavailable(sqlState: "57P01", _) = error else {
                Issue.record("\(String(describing: error))")
                return
            }
            #expect(after.count == 1)
            #expect(after != before)
        }
    }

    @Test("A connection that broke while nothing was asked is replaced unnoticed")
    func idle() async throws {
        try await TestDatabase.with { test in
            try await test.withDatabase { database in
                let before = try await database.run(BackendPID())
                let watcher = SharedDatabase(test.admin, on: test.loop)
                _ = try await watcher.run(TerminateOthers())
                while try await watcher.run(CountServiceSessions()) != [1] {}
                await watcher.close()

                while await !database.isReady() {}
                #expect(try await database.run(BackendPID()) != before)
            }
        }
    }

    @Test(
        "Without a connection a statement waits until its deadline and is told why",
        arguments: [
            ("host=127.0.0.1 port=1 user=x dbname=x", "08001"),
            ("host=/nowhere user=x dbname=x", "08001"),
            ("no conninfo at all", "08001"),
        ])
    func unreachable(conninfo: String, sqlState: String) async throws {
        let loop = try Loop(name: "unreachable")
        defer { loop.stop() }
        let start = ContinuousClock.now
        let error = await loop.run { [loop] in
            let database = Database(DatabaseSettings(conninfo: conninfo), on: loop)
            let error = await thrown { () throws(DatabaseError) in
                try await database.run(Echo(number: 1), within: .milliseconds(200))
            }
            await database.close()
            return error
        }

        #expect(error?.sqlState == sqlState)
        #expect(ContinuousClock.now - start >= .milliseconds(200))
    }

    @Test("Patience with others in the database is none with a database that is away")
    func patient() async throws {
        let loop = try Loop(name: "patient")
        defer { loop.stop() }
        let start = ContinuousClock.now
        let error = await loop.run { [loop] in
            var settings = DatabaseSettings(conninfo: "host=127.0.0.1 port=1 user=x dbname=x")
            settings.requestTimeout = .milliseconds(200)
            let database = Database(settings, on: loop)
            let error = await thrown { () throws(DatabaseError) in
                try await database.run(Echo(number: 1), within: .seconds(300))
            }
            await database.close()
            return error
        }

        #expect(error?.sqlState == "08001")
        #expect(ContinuousClock.now - start >= .milliseconds(200))
        #expect(ContinuousClock.now - start < .seconds(100))
    }

    @Test("Whoever is patient waits for its turn longer than others may, where a connection is up")
    func turn() async throws {
        try await TestDatabase.with { test in
            var settings = test.service
            settings.pipelineDepth = 1
            settings.requestTimeout = .milliseconds(300)
            let database = SharedDatabase(settings, on: test.loop)
            while await !database.isReady() {}
            async let slow = database.run(Sleep(seconds: 2), within: .seconds(60))
            try await test.withDatabase(test.admin) { admin in
                while try await admin.run(CountSleepers()) != [1] {}
            }

            #expect(try await database.run(Echo(number: 7), within: .seconds(60)) == [7])
            _ = try await slow
            await database.close()
        }
    }

    @Test("A closed database answers what it has and takes nothing more")
    func closed() async throws {
        try await TestDatabase.with { test in
            let database = SharedDatabase(test.service, on: test.loop)
            let admin = SharedDatabase(test.admin, on: test.loop)
            _ = try await admin.run(TakeLock())
            async let last = database.run(TakeLock(), within: .seconds(60))
            while try await admin.run(CountWaiting()) != [1] {}

            async let closed: Void = database.close()
            _ = try await admin.run(LeaveLock())
            await closed
            await admin.close()

            #expect(try await last == [1])
            let error = await thrown { () throws(DatabaseError) in
                try await database.run(Echo(number: 1))
            }
            #expect(error?.sqlState == "08003")
        }
    }
}

/// How many sessions the database has.
private struct CountServiceSessions: IntegerStatement {
    static let sql: StaticString =
        "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database()"
}

/// Waits for a lock that one session has at a time.
private struct TakeLock: IntegerStatement {
    static let sql: StaticString = "SELECT 1 FROM (SELECT pg_advisory_lock(7)) AS taken"
}

private struct LeaveLock: IntegerStatement {
    static let sql: StaticString = "SELECT pg_advisory_unlock(7)::integer"
}

/// How many sessions wait for it.
private struct CountWaiting: IntegerStatement {
    static let sql: StaticString = """
        SELECT count(*) FROM pg_locks
        WHERE locktype = 'advisory' AND NOT granted
          AND database = (SELECT oid FROM pg_database WHERE datname = current_database())
        """
}
