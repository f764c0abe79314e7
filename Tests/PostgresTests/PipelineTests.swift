import EventLoop
import Postgres
import TestSupport
import Testing

/// Makes every later write of its session fail as on a standby.
private struct BecomeReadOnly: Statement {
    static let sql: StaticString =
        "SELECT set_config('default_transaction_read_only', 'on', false)"
    func bind(to parameters: inout Parameters) {}
    static func decode(_ row: RowReader) throws(DatabaseError) -> String { try row.text(0) }
}

@Suite struct PipelineTests {
    @Test("Many statements at once each get their own answer, and an error stays with its own")
    func concurrent() async throws {
        try await TestDatabase.with { test in
            var settings = test.service
            settings.connections = 2
            let database = SharedDatabase(settings, on: test.loop)

            let answers = await withTaskGroup(of: (Int, Int?).self) { group in
                for number in 0..<600 {
                    group.addTask {
                        do {
                            if number % 7 == 3 {
                                return (number, try await database.run(Divide(divisor: 0)).first)
                            } else if number % 50 == 1 {
                                return (number, try await database.run(ReadNowhere()).first)
                            }
                            return (number, try await database.run(Echo(number: number)).first)
                        } catch {
                            return (number, nil)
                        }
                    }
                }
                return await group.reduce(into: [:]) { $0[$1.0] = $1.1 ?? -1 }
            }
            await database.close()

            for number in 0..<600 {
                let fails = number % 7 == 3 || number % 50 == 1
                #expect(answers[number] == (fails ? -1 : number))
            }
        }
    }

    @Test("A broken constraint is told by its name")
    func constraints() async throws {
        try await TestDatabase.with { test in
            try await test.script(noteTable)
            try await test.withDatabase { database in
                _ = try await database.run(InsertNote(id: 1, body: "first"))
                for (note, expected) in [
                    (InsertNote(id: 1, body: "again"), "note_once"),
                    (InsertNote(id: 2, body: "a text that is too long"), "note_is_short"),
                ] {
                    let error = await thrown { () throws(DatabaseError) in
                        try await database.run(note)
                    }
                    #expect(error == .constraintViolated(name: expected))
                }
                let error = await thrown { () throws(DatabaseError) in
                    try await database.run(InsertNote(id: 3, body: nil))
                }
                #expect(error?.sqlState == "23502")
                #expect(try await database.run(CountNotes()) == [1])
            }
        }
    }

    @Test("A statement that could not be prepared works as soon as its table is there")
    func prepareFails() async throws {
        try await TestDatabase.with { test in
            try await test.withDatabase { database in
                for _ in 0..<2 {
                    let error = await thrown { () throws(DatabaseError) in
                        try await database.run(CountNotes())
                    }
                    #expect(error?.sqlState == "42P01")
                }
                try await test.script(noteTable)
                #expect(try await database.run(CountNotes()) == [0])
            }
        }
    }

    @Test("Statements behind one that could not be prepared are told the real reason")
    func prepareFailsForAll() async throws {
        try await TestDatabase.with { test in
            let database = SharedDatabase(test.service, on: test.loop)
            let states = await withTaskGroup(of: String?.self) { group in
                for _ in 0..<20 {
                    group.addTask {
                        await thrown { () throws(DatabaseError) in
                            try await database.run(ReadNowhere())
                        }?.sqlState
                    }
                }
                return await group.reduce(into: Set<String?>()) { $0.insert($1) }
            }
            await database.close()

            #expect(states == ["42P01"])
        }
    }

    @Test("A table that a migration changes does not break statements already prepared")
    func cachedPlan() async throws {
        try await TestDatabase.with { test in
            try await test.script(noteTable + "INSERT INTO note VALUES (1, 'kept');")
            try await test.withDatabase { database in
                #expect(try await database.run(ReadNotes()) == ["kept"])
                try await test.script("ALTER TABLE note ADD COLUMN written_at timestamptz")
                #expect(try await database.run(ReadNotes()) == ["kept"])
                #expect(try await database.run(ReadNotes()) == ["kept"])
            }
        }
    }

    @Test("A server that turned into a standby is left, and the next connection writes")
    func readOnly() async throws {
        try await TestDatabase.with { test in
            try await test.script(noteTable)
            try await test.withDatabase { database in
                _ = try await database.run(BecomeReadOnly())
                let error = await thrown { () throws(DatabaseError) in
                    try await database.run(InsertNote(id: 1, body: "x"))
                }
                guard case .unavailable(sqlState: "25006", _) = error else {
                    Issue.record("\(String(describing: error))")
                    return
                }
                _ = try await database.run(InsertNote(id: 1, body: "x"))
                #expect(try await database.run(CountNotes()) == [1])
            }
        }
    }
}
