import EventLoop
import TestSupport
import Testing

@testable import Postgres

@Suite(.timeLimit(.minutes(10))) struct SnapshotTests {
    static let numbers = CopyQuery(
        "SELECT n, 'a,\"b\n' || n AS text, NULL AS nothing FROM generate_series(1, 3) AS n",
        as: .csv)

    @Test("Rows come out as PostgreSQL writes them, with the line ends of RFC 4180")
    func csv() async throws {
        let text = try await TestDatabase.withDatabase { database in
            try await database.copied(Self.numbers)
        }

        #expect(
            text
                == "n,text,nothing\r\n1,\"a,\"\"b\n1\",\r\n2,\"a,\"\"b\n2\",\r\n"
                + "3,\"a,\"\"b\n3\",\r\n"
        )
    }

    @Test("What a query is told is a value, whatever it looks like")
    func values() async throws {
        let odd = #"'; DROP TABLE person; -- $$ \ ü"#
        let query = CopyQuery("SELECT :'odd' AS odd", as: .text)

        let text = try await TestDatabase.withDatabase { database in
            try await database.copied(query, ["odd": odd])
        }

        #expect(text == odd.replacing(#"\"#, with: #"\\"#) + "\n")
    }

    @Test("A value that looks like the name of another is a value, and none is left out")
    func names() async throws {
        let query = CopyQuery("SELECT :'one', :'two'", as: .text)

        let text = try await TestDatabase.withDatabase { database in
            try await database.copied(query, ["one": ":'two'", "two": "a'::b"])
        }

        #expect(text == ":'two'\ta'::b\n")
        for values in [["one": "1"], ["one": "1", "two": "\0"]] {
            await #expect(throws: DatabaseError.self) {
                try await TestDatabase.withDatabase { _ = try await $0.copied(query, values) }
            }
        }
    }

    @Test("A million rows pass in pieces of 64 KiB, and every row is whole")
    func pieces() async throws {
        let query = CopyQuery(
            "SELECT n, repeat('x', 40) AS text FROM generate_series(1, 1000000) AS n", as: .text)
        let (rows, largest, isWhole) = try await TestDatabase.withDatabase { database in
            let snapshot = try await database.snapshot()
            try await snapshot.copyOut(query)
            var (rows, largest, isWhole) = (0, 0, true)
            while let piece = try await snapshot.next() {
                rows += piece.ends.count
                largest = max(largest, piece.bytes.count)
                isWhole = isWhole && piece.bytes.last == UInt8(ascii: "\n")
            }
            return (rows, largest, isWhole)
        }

        #expect(rows == 1_000_000)
        #expect(largest < Snapshot.pieceBytes + 100)
        #expect(isWhole)
    }

    @Test("Whoever stops in the middle leaves nothing behind on the server")
    func abandoned() async throws {
        try await TestDatabase.with { test in
            // Who is not the superuser sees no queries of others.
            try await test.withDatabase(test.admin) { database in
                for query in [
                    CopyQuery("SELECT n FROM generate_series(1, 100000000) AS n", as: .text),
                    CopyQuery(
                        """
                        SELECT CASE n WHEN 1 THEN repeat('x', 20000)
                               ELSE pg_sleep(3600)::text END FROM generate_series(1, 2) AS n
                        """, as: .text),
                ] {
                    let snapshot = try await database.snapshot()
                    try await snapshot.copyOut(query)
                    #expect(try await database.run(CountCopies()) == [1])
                    snapshot.close()
                    while try await database.run(CountCopies()) != [0] {}
                }
            }
        }
    }

    @Test("Only so many are open at a time, and one that is let go of makes room")
    func limit() async throws {
        try await TestDatabase.with { test in
            var settings = test.service
            settings.snapshots = 1
            try await test.withDatabase(settings) { database in
                do {
                    let first = try await database.snapshot()
                    await #expect(throws: DatabaseError.self) { _ = try await database.snapshot() }
                    _ = first
                }
                #expect(try await database.copied(Self.numbers).utf8.count > 10)
            }
        }
    }

    @Test("A query that fails in the middle ends with its error, never as if it were complete")
    func failing() async throws {
        let query = CopyQuery("SELECT 1 / (5000 - n) FROM generate_series(1, 9000) AS n", as: .text)
        await #expect(throws: DatabaseError.self) {
            try await TestDatabase.withDatabase { _ = try await $0.copied(query) }
        }
    }

    @Test("A snapshot shows what was there when it began, and changes nothing")
    func readOnly() async throws {
        await #expect(throws: DatabaseError.self) {
            try await TestDatabase.withDatabase { database in
                let query = CopyQuery("SELECT record_instant()", as: .text)
                _ = try await database.copied(query)
            }
        }
    }
}

extension Database {
    fileprivate func copied(
        _ query: CopyQuery, _ values: [String: String] = [:]
    ) async throws(DatabaseError) -> String {
        let snapshot = try await snapshot()
        try await snapshot.copyOut(query, values)
        var bytes: [UInt8] = []
        while let piece = try await snapshot.next() { bytes += piece.bytes }
        return String(decoding: bytes, as: UTF8.self)
    }
}

/// How many copies are being made in this database.
private struct CountCopies: Statement {
    static let sql: StaticString = """
        SELECT count(*)::integer FROM pg_stat_activity
        WHERE datname = current_database() AND query LIKE 'COPY%' AND state = 'active'
        """

    func bind(to parameters: inout Parameters) {}

    static func decode(_ row: RowReader) throws(DatabaseError) -> Int { try row.integer(0) }
}
