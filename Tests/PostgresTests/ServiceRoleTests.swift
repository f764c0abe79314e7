import EventLoop
import Postgres
import TestSupport
import Testing

@Suite struct ServiceRoleTests {
    private static let forbidden = [
        "ALTER TABLE note ADD COLUMN more text",
        "DROP TABLE note",
        "TRUNCATE note",
        "CREATE TABLE own (id bigint)",
        "CREATE VIEW public.own AS SELECT 1",
        "CREATE INDEX ON note (body)",
        "UPDATE note SET body = 'x'",
        "INSERT INTO schema_migration (number, name, sha256) VALUES (99, 'x', '')",
        "CREATE SCHEMA own",
    ]

    @Test("The service's role works on rows it was given and shapes nothing", arguments: forbidden)
    func limits(sql: String) async throws {
        try await TestDatabase.with { test in
            try await test.script("SET ROLE registry_owner;" + noteTable)
            try await test.withDatabase { database in
                _ = try await database.run(InsertNote(id: 1, body: "may"))
                let error = await thrown { () throws(DatabaseError) in
                    try await database.script(sql)
                }
                #expect(error?.sqlState == "42501")
                #expect(try await database.run(ReadRole()) == ["registry_service"])
            }
        }
    }
}

/// In whose name statements run.
private struct ReadRole: Statement {
    static let sql: StaticString = "SELECT current_user::text"
    func bind(to parameters: inout Parameters) {}
    static func decode(_ row: RowReader) throws(DatabaseError) -> String { try row.text(0) }
}
