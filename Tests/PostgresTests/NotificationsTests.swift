import EventLoop
import TestSupport
import Testing

@testable import Postgres

@Suite(.timeLimit(.minutes(10))) struct NotificationsTests {
    @Test("Who listens hears each notification, and is called once after every connect")
    func acrossReconnect() async throws {
        try await TestDatabase.with { test in
            let database = SharedDatabase(test.service, on: test.loop)
            var heard = await database.notifications("mail \"due\"").makeAsyncIterator()
            #expect(await heard.next() == "")
            try await test.script(#"NOTIFY "mail ""due""", 'ä 1'; NOTIFY other, 'x'"#)
            #expect(await heard.next() == "ä 1")

            try await test.withDatabase(test.admin) { admin in
                _ = try await admin.run(TerminateOthers())
            }
            #expect(await heard.next() == "")
            try await test.script(#"NOTIFY "mail ""due""", '2'"#)
            #expect(await heard.next() == "2")
            await database.close()
        }
    }

    @Test("A second listener joins on the same connection and is called once, too")
    func second() async throws {
        try await TestDatabase.with { test in
            let database = SharedDatabase(test.service, on: test.loop)
            var first = await database.notifications("one").makeAsyncIterator()
            #expect(await first.next() == "")
            var second = await database.notifications("two").makeAsyncIterator()
            #expect(await second.next() == "")
            try await test.script("NOTIFY two, 'b'; NOTIFY one, 'a'")
            #expect(await second.next() == "b")
            #expect(await first.next() == "a")
            await database.close()
        }
    }

    @Test("A quiet connection is asked for a sign of life and stays")
    func signOfLife() async throws {
        try await TestDatabase.with { test in
            var settings = test.service
            settings.listenCheckInterval = .milliseconds(20)
            let database = SharedDatabase(settings, on: test.loop)
            var heard = await database.notifications("one").makeAsyncIterator()
            #expect(await heard.next() == "")
            try await test.withDatabase(test.admin) { admin in
                while try await admin.run(CountSigns()) == [0] {}
            }
            try await test.script("NOTIFY one, 'still here'")
            #expect(await heard.next() == "still here")
            await database.close()
        }
    }
}

/// How many sessions were asked for a sign last.
private struct CountSigns: IntegerStatement {
    static let sql: StaticString = """
        SELECT count(*) FROM pg_stat_activity
        WHERE datname = current_database() AND query = 'SELECT'
        """
}
