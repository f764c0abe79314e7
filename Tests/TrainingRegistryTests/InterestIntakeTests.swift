import EventLoop
import Postgres
import TestSupport
import Testing

@testable import TrainingRegistry

/// An intake on the loop of its database, for children of a task group.
private actor Door {
    private let loop: Loop
    private let database: Database
    private let intake: InterestIntake

    nonisolated var unownedExecutor: UnownedSerialExecutor { loop.asUnownedSerialExecutor() }

    init(_ settings: DatabaseSettings, on loop: Loop) {
        self.loop = loop
        let database = Database(settings, on: loop)
        self.database = database
        intake = InterestIntake(
            database: database, perAddressAndHour: 3, mailDomain: "example.org", unconfirmedDays: 7)
    }

    func express(_ interest: ExpressInterest) async throws -> Result<Void, InterestRefusal> {
        try await intake.express(interest)
    }

    func close() async { await database.close() }
}

@Suite struct InterestIntakeTests {
    @Test("The same interest sent fifty times at once is one interest and one mail")
    func sameInterest() async throws {
        try await DemoDatabase.with { test in
            let door = Door(test.service, on: test.loop)
            let interest = try ExpressInterest.test("Ieva", "ieva@example.org")

            let taken = try await withThrowingTaskGroup { group in
                for _ in 0..<50 { group.addTask { try await door.express(interest) } }
                return try await group.reduce(into: 0) { $0 += (try? $1.get()) == nil ? 0 : 1 }
            }

            await door.close()
            #expect(taken == 50)
            try await test.script(
                "SELECT 1 / (count(*) = 1)::integer FROM interest;"
                    + "SELECT 1 / (count(*) = 1)::integer FROM outbox")
        }
    }

    @Test("An office address has a bounded number of mails an hour, over all instances")
    func bounded() async throws {
        try await DemoDatabase.with { test in
            let doors = [Door(test.service, on: test.loop), Door(test.service, on: test.loop)]
            let names = ["Ada", "Bea", "Cleo", "Dora", "Emma", "Fay"]

            let taken = try await withThrowingTaskGroup { group in
                for (index, name) in names.enumerated() {
                    let interest = try ExpressInterest.test(name, "office@example.org")
                    group.addTask { try await doors[index % 2].express(interest) }
                }
                return try await group.reduce(into: 0) { $0 += (try? $1.get()) == nil ? 0 : 1 }
            }

            for door in doors { await door.close() }
            #expect(taken == 3)
            try await test.script("SELECT 1 / (count(*) = 3)::integer FROM outbox")
        }
    }

    @Test("A member that the database refuses does not fail its neighbours")
    func neighbours() async throws {
        try await InterestRoom.with { room in
            let answers = await room.together([
                try .test("Ada", "ada@example.org"),
                try .test("Bea", "bea@example.org", sector: "no-such-sector"),
                try .test("Cleo", "cleo@example.org"),
            ])

            #expect(answers == ["taken", "interest_sector_fkey", "taken"])
            #expect(room.intake.counts == IntakeCounts(batches: 1, members: 3, largestBatch: 3))
            #expect(
                try await room.stored()
                    == "interest 2, link 2, message 2, status 0, person 0, key 0, budget 2")
        }
    }

    @Test("Each member of a batch keeps its own topics and languages, and none those of another")
    func wishes() async throws {
        try await InterestRoom.with { room in
            let answers = await room.together([
                try .test(
                    "Ada", "ada@example.org", topics: ["migration", "trafficking"],
                    languages: ["lv"]),
                try .test("Bea", "bea@example.org"),
                try .test("Cleo", "cleo@example.org", languages: ["en", "se"]),
                try .test(
                    "Dora", "dora@example.org", in: .event(Code(parsing: "protect-tallinn-2027")),
                    topics: ["migration"]),
                try .test("Emma", "emma@example.org", topics: ["prevention"]),
            ])

            #expect(
                answers == [
                    "taken", "taken", "taken", "interest_has_wishes_only_in_the_pool", "taken",
                ])
            try await room.test.script(
                """
                SELECT 1 / (string_agg(format('%s %s %s', given_name, topics, languages), '; '
                    ORDER BY given_name) = 'Ada {migration,trafficking} {lv}; Bea {} {}; '
                    'Cleo {} {en,se}; Emma {prevention} {}')::integer FROM interest
                """)
        }
    }

    @Test("A key is good for the same topics and languages only")
    func wishesUnderKey() async throws {
        try await InterestRoom.with { room in
            let first = try ExpressInterest.test(
                "Ada", "ada@example.org", key: "one", topics: ["migration"], languages: ["lv"])
            var other = first
            other.wishes.languages = []

            #expect(try await room.express(first) == nil)
            #expect(try await room.express(first) == nil)
            #expect(try await room.express(other) == .keyReused)
            other.wishes = .any
            #expect(try await room.express(other) == .keyReused)
        }
    }

    @Test(
        "After a fault that one member may have caused each is written alone; an outage fails all",
        arguments: [
            ("40P01", "taken"), ("40001", "taken"), ("P0001", "taken"), ("23514", "taken"),
            ("53200", "53200"), ("57P03", "57P03"), ("25006", "25006"),
        ])
    func faults(sqlState: String, answer: String) async throws {
        try await InterestRoom.with { room in
            try await room.test.script(
                """
                CREATE FUNCTION refuse_company() RETURNS trigger LANGUAGE plpgsql AS $$
                BEGIN
                    IF (SELECT count(*) FROM added) > 1 THEN
                        RAISE EXCEPTION 'refused' USING ERRCODE = '\(sqlState)';
                    END IF;
                    RETURN NULL;
                END
                $$;
                CREATE TRIGGER refuse_company AFTER INSERT ON interest
                    REFERENCING NEW TABLE AS added
                    FOR EACH STATEMENT EXECUTE FUNCTION refuse_company();
                """)

            let answers = await room.together(
                try ["Ada", "Bea", "Cleo"].map { try .test($0, "\($0)@example.org") })

            #expect(answers == [answer, answer, answer])
            #expect(room.intake.counts.largestBatch == 3)
        }
    }

    @Test("One who met a deadlock alone is tried once more")
    func again() async throws {
        try await InterestRoom.with { room in
            // A sequence remembers the first try, which is rolled back.
            try await room.test.script(
                """
                CREATE SEQUENCE tries;
                GRANT USAGE ON tries TO registry_service;
                CREATE FUNCTION refuse_first() RETURNS trigger LANGUAGE plpgsql AS $$
                BEGIN
                    IF nextval('tries') = 1 THEN
                        RAISE EXCEPTION 'refused' USING ERRCODE = '40P01';
                    END IF;
                    RETURN NULL;
                END
                $$;
                CREATE TRIGGER refuse_first AFTER INSERT ON interest
                    FOR EACH STATEMENT EXECUTE FUNCTION refuse_first();
                """)

            #expect(await room.together([try .test("Ada", "ada@example.org")]) == ["taken"])
        }
    }

    @Test("What goes to one address or carries one key is never in the same batch")
    func apart() async throws {
        try await InterestRoom.with { room in
            let answers = await room.together([
                try .test("Ada", "office@example.org", key: "a"),
                try .test("Bea", "Office@EXAMPLE.org", key: "b"),
                try .test("Cleo", "cleo@example.org", key: "a"),
                try .test("Dora", "dora@example.org", key: "b"),
                try .test("Emma", "emma@example.org"),
            ])

            #expect(answers == ["taken", "taken", "keyReused", "keyReused", "taken"])
            #expect(room.intake.counts == IntakeCounts(batches: 3, members: 5, largestBatch: 2))
        }
    }

    @Test("The same request under one key at once is one interest and one mail")
    func sameKey() async throws {
        try await DemoDatabase.with { test in
            let doors = [Door(test.service, on: test.loop), Door(test.service, on: test.loop)]
            let interest = try ExpressInterest.test("Ieva", "ieva@example.org", key: "once")
            let other = try ExpressInterest.test("Inga", "inga@example.org", key: "once")

            let taken = try await withThrowingTaskGroup { group in
                for index in 0..<20 {
                    group.addTask { try await doors[index % 2].express(interest) }
                }
                return try await group.reduce(into: 0) { $0 += (try? $1.get()) == nil ? 0 : 1 }
            }
            let later = try await doors[0].express(other)

            for door in doors { await door.close() }
            #expect(taken == 20)
            #expect(throws: InterestRefusal.keyReused) { try later.get() }
            let stored = try await test.withDatabase { try await $0.run(DescribeStored()).first }
            #expect(
                stored == "interest 1, link 1, message 1, status 0, person 0, key 1, budget 1")
        }
    }
}
