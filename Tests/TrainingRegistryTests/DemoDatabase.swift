import EventLoop
import Foundation
import Postgres
import TestSupport
import TrainingRegistry

/// The demonstration data, loaded the way the command loads it.
enum DemoDatabase {
    /// The text of `demo/demo.sql`, found from this file.
    static func sql() throws -> String { try script("demo.sql") }

    /// The text of `demo/history.sql`: invented events of the past with those who came.
    static func history() throws -> String { try script("history.sql") }

    private static func script(_ name: String) throws -> String {
        try Repository.text("demo/\(name)")
    }

    /// Lends a database that holds the demonstration data.
    static func with<Value: Sendable>(
        _ body: @escaping @Sendable (TestDatabase) async throws -> Value
    ) async throws -> Value {
        try await TestDatabase.with { test in
            try await test.script(try sql())
            return try await body(test)
        }
    }

    /// The service's catalogue of the demonstration data, read once for all tests.
    static func catalogue() async throws -> Catalogue { try await reading.value }

    private static let reading = Task {
        try await with { test in
            try await test.withDatabase { try await $0.loadCatalogue(on: Day.today) }
        }
    }
}

/// Days as tests write them.
enum Day {
    static func of(_ text: String) throws -> CalendarDay {
        guard let day = CalendarDay(parsing: text) else { throw NoSuchDay(text: text) }
        return day
    }

    /// The day in UTC, which is the zone of the tests' server.
    static var today: CalendarDay {
        get throws { try of(String(Date().ISO8601Format().prefix(10))) }
    }

    struct NoSuchDay: Error { var text: String }
}

/// How many rows a text of SQL counts, for assertions on tables that the service has no list of.
struct CountRows: Statement {
    static let sql: StaticString = """
        SELECT (SELECT count(*) FROM organisation), (SELECT count(*) FROM programme),
               (SELECT count(*) FROM event), (SELECT count(*) FROM baseline_figure)
        """

    func bind(to parameters: inout Parameters) {}

    static func decode(_ row: RowReader) throws(DatabaseError) -> [Int] {
        [try row.integer(0), try row.integer(1), try row.integer(2), try row.integer(3)]
    }
}
