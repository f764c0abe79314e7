import Postgres
import TestSupport
import Testing

/// Rows of many lengths, so that answers end anywhere in a record of TLS.
private struct ReadLengths: Statement {
    static let sql: StaticString = """
        SELECT repeat('x', ((number * 7919) % 9000)::integer) FROM generate_series(1, $1) AS number
        """
    var rows: Int
    func bind(to parameters: inout Parameters) { parameters.add(rows) }
    static func decode(_ row: RowReader) throws(DatabaseError) -> Int {
        try row.text(0).utf8.count
    }
}

@Suite(.timeLimit(.minutes(10))) struct LargeAnswersTests {
    @Test("Answers of every size arrive whole, over plain and encrypted connections alike")
    func sizes() async throws {
        try await TestDatabase.withDatabase { database in
            for rows in 1...120 {
                let lengths = try await database.run(ReadLengths(rows: rows))
                #expect(lengths == (1...rows).map { ($0 * 7919) % 9000 })
            }
        }
    }
}
