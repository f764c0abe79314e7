import FoundationEssentials
import Postgres

/// A statement without parameters whose only column is an integer.
protocol IntegerStatement: Statement where Row == Int {}

extension IntegerStatement {
    func bind(to parameters: inout Parameters) {}
    static func decode(_ row: RowReader) throws(DatabaseError) -> Int { try row.integer(0) }
}

/// Gives a number back.
struct Echo: Statement {
    static let sql: StaticString = "SELECT $1"
    var number: Int
    func bind(to parameters: inout Parameters) { parameters.add(number) }
    static func decode(_ row: RowReader) throws(DatabaseError) -> Int { try row.integer(0) }
}

/// Gives a text back.
struct EchoText: Statement {
    static let sql: StaticString = "SELECT $1"
    var text: String
    func bind(to parameters: inout Parameters) { parameters.add(text) }
    static func decode(_ row: RowReader) throws(DatabaseError) -> String { try row.text(0) }
}

/// Fails for the divisor 0 while it runs.
struct Divide: Statement {
    static let sql: StaticString = "SELECT 10 / $1"
    var divisor: Int
    func bind(to parameters: inout Parameters) { parameters.add(divisor) }
    static func decode(_ row: RowReader) throws(DatabaseError) -> Int { try row.integer(0) }
}

/// Takes its time.
struct Sleep: Statement {
    static let sql: StaticString = "SELECT true FROM (SELECT pg_sleep($1)) AS slept"
    var seconds: Double
    func bind(to parameters: inout Parameters) { parameters.add(seconds) }
    static func decode(_ row: RowReader) throws(DatabaseError) -> Bool { try row.flag(0) }
}

/// The server's process for this connection.
struct BackendPID: IntegerStatement {
    static let sql: StaticString = "SELECT pg_backend_pid()"
}

/// How many sessions of this database are in `pg_sleep`.
struct CountSleepers: IntegerStatement {
    static let sql: StaticString = """
        SELECT count(*) FROM pg_stat_activity
        WHERE datname = current_database() AND wait_event = 'PgSleep'
        """
}

/// Ends every other session of the database's service.
struct TerminateOthers: IntegerStatement {
    static let sql: StaticString = """
        SELECT count(pg_terminate_backend(pid)) FROM pg_stat_activity
        WHERE datname = current_database() AND pid <> pg_backend_pid()
        """
}

/// Prepares never: there is no such table.
struct ReadNowhere: IntegerStatement {
    static let sql: StaticString = "SELECT 1 FROM nowhere"
}

/// Adds a row to a table that a test has made.
struct InsertNote: Statement {
    static let sql: StaticString = "INSERT INTO note (id, body) VALUES ($1, $2)"
    var id: Int
    var body: String?
    func bind(to parameters: inout Parameters) {
        parameters.add(id)
        parameters.add(body)
    }
    static func decode(_ row: RowReader) throws(DatabaseError) {}
}

/// How many rows the table has.
struct CountNotes: IntegerStatement {
    static let sql: StaticString = "SELECT count(*) FROM note"
}

/// Everything in the table, however it is made now.
struct ReadNotes: Statement {
    static let sql: StaticString = "SELECT * FROM note ORDER BY 1"
    func bind(to parameters: inout Parameters) {}
    static func decode(_ row: RowReader) throws(DatabaseError) -> String { try row.text(1) }
}

/// The table that the statements above use.
let noteTable = """
    CREATE TABLE note (
        id   bigint CONSTRAINT note_once PRIMARY KEY,
        body text NOT NULL CONSTRAINT note_is_short CHECK (length(body) < 20)
    );
    GRANT SELECT, INSERT ON note TO registry_service;
    """

/// What a throwing call threw, nil when it gave a value.
func thrown<Value: Sendable>(
    _ body: () async throws(DatabaseError) -> Value
) async -> DatabaseError? {
    do {
        _ = try await body()
        return nil
    } catch {
        return error
    }
}
