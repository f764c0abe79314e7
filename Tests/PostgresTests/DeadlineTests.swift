import EventLoop
import Postgres
import TestSupport
import Testing

/// Goes on for ten seconds whenever it is cancelled.
private struct Stubborn: IntegerStatement {
    static let sql: StaticString = "SELECT stubborn()"
}

private let stubborn = """
    CREATE FUNCTION stubborn() RETURNS integer LANGUAGE plpgsql AS $$
    BEGIN
        FOR attempt IN 1..200 LOOP
            BEGIN
                PERFORM pg_sleep(10);
            EXCEPTION WHEN query_canceled THEN
                NULL;
            END;
        END LOOP;
        RETURN 1;
    END $$;
    """

@Suite(.timeLimit(.minutes(10))) struct DeadlineTests {
    /// A server that has much else to do may take its time to obey.
    static func patient(_ settings: DatabaseSettings) -> DatabaseSettings {
        var settings = settings
        settings.cancelTimeout = .seconds(30)
        return settings
    }

    @Test("A statement that takes too long is cancelled, and its connection goes on")
    func cancelled() async throws {
        try await TestDatabase.with { test in
            try await test.withDatabase(Self.patient(test.service)) { database in
                let before = try await database.run(BackendPID())
                let start = ContinuousClock.now

                let error = await thrown { () throws(DatabaseError) in
                    try await database.run(Sleep(seconds: 60), within: .milliseconds(100))
                }

                guard case .unavailable(sqlState: "57014", _) = error else {
                    Issue.record("\(String(describing: error))")
                    return
                }
                #expect(ContinuousClock.now - start < .seconds(30))
                #expect(try await database.run(BackendPID()) == before)
            }
        }
    }

    @Test("Those behind a statement that is cancelled get their answers all the same")
    func neighbours() async throws {
        try await TestDatabase.with { test in
            let database = SharedDatabase(Self.patient(test.service), on: test.loop)
            while await !database.isReady() {}

            async let slow = thrown { () throws(DatabaseError) in
                try await database.run(Sleep(seconds: 60), within: .milliseconds(200))
            }
            let numbers = await withTaskGroup(of: Int?.self) { group in
                for number in 0..<50 {
                    group.addTask { try? await database.run(Echo(number: number)).first }
                }
                return await group.reduce(into: Set<Int>()) { $0.insert($1 ?? -1) }
            }
            let error = await slow
            await database.close()

            #expect(error?.sqlState == "57014")
            #expect(numbers == Set(0..<50))
        }
    }

    @Test("A caller behind a slow statement waits no longer than it wanted")
    func behind() async throws {
        try await TestDatabase.with { test in
            let database = SharedDatabase(test.service, on: test.loop)
            while await !database.isReady() {}
            async let slow = thrown { () throws(DatabaseError) in
                try await database.run(Sleep(seconds: 30), within: .seconds(30))
            }
            try await test.withDatabase(test.admin) { admin in
                while try await admin.run(CountSleepers()) != [1] {}
            }

            let error = await thrown { () throws(DatabaseError) in
                try await database.run(Echo(number: 1), within: .milliseconds(100))
            }
            let sleepers = try await test.withDatabase(test.admin) { admin in
                let sleepers = try await admin.run(CountSleepers())
                _ = try await admin.run(TerminateOthers())
                return sleepers
            }
            let slowError = await slow
            await database.close()

            #expect(error?.sqlState == "57014")
            #expect(sleepers == [1])
            #expect(slowError?.sqlState == "57P01")
        }
    }

    @Test("A server that does not obey a cancel loses the connection")
    func stubbornServer() async throws {
        try await TestDatabase.with { test in
            try await test.script(stubborn)
            try await test.withDatabase { database in
                let before = try await database.run(BackendPID())
                let start = ContinuousClock.now

                let error = await thrown { () throws(DatabaseError) in
                    // Long enough to be within the function, which alone does not obey.
                    try await database.run(Stubborn(), within: .seconds(1))
                }

                #expect(error?.sqlState == "57014")
                #expect(ContinuousClock.now - start < .seconds(9))
                #expect(try await database.run(BackendPID()) != before)
            }
        }
    }

    @Test("Whoever closes by a deadline waits no longer for what has no answer, sent or not")
    func closing() async throws {
        try await TestDatabase.with { test in
            var settings = test.service
            settings.pipelineDepth = 1
            let database = SharedDatabase(settings, on: test.loop)
            while await !database.isReady() {}
            let start = ContinuousClock.now
            async let sent = thrown { () throws(DatabaseError) in
                try await database.run(Sleep(seconds: 30), within: .seconds(40))
            }
            async let waiting = thrown { () throws(DatabaseError) in
                try await database.run(Sleep(seconds: 30), within: .seconds(40))
            }

            await database.close(within: .milliseconds(50))

            #expect(await [sent?.sqlState, waiting?.sqlState] == ["08003", "08003"])
            #expect(ContinuousClock.now - start < .seconds(15))
        }
    }

    @Test("Cancelling over and over strikes nobody who kept the deadline")
    func struckByAccident() async throws {
        try await TestDatabase.with { test in
            let database = SharedDatabase(Self.patient(test.service), on: test.loop)
            let failures = await withTaskGroup(of: Bool.self) { group in
                for round in 0..<200 {
                    group.addTask {
                        let isHasty = round % 10 == 0
                        let error = await thrown { () throws(DatabaseError) in
                            try await database.run(
                                Sleep(seconds: 0.002),
                                within: isHasty ? .milliseconds(round * 2) : nil)
                        }
                        return !isHasty && error != nil
                    }
                }
                return await group.reduce(0) { $0 + ($1 ? 1 : 0) }
            }
            await database.close()

            #expect(failures == 0)
        }
    }
}
