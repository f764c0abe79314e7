import EventLoop
import Foundation
import Mailer
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
    static func interest(_ name: String, _ email: String) throws -> ExpressInterest {
        ExpressInterest(
            target: .programme(try Code(parsing: "audtrain")),
            particulars: Particulars(
                givenName: try PersonName(parsing: name),
                familyName: try PersonName(parsing: "Ozola"), organisation: nil,
                sector: try SectorCode(parsing: "border-guard"),
                country: try CountryCode(parsing: "LV"), language: nil),
            email: try EmailAddress(parsing: email), motivation: nil,
            notice: try NoticeVersion(parsing: "2026-11"), idempotencyKey: nil)
    }

    static func demo() throws -> String {
        try String(
            contentsOf: URL(filePath: #filePath).appending(path: "../../../demo/demo.sql")
                .standardized, encoding: .utf8)
    }

    @Test("The same interest sent fifty times at once is one interest and one mail")
    func sameInterest() async throws {
        try await TestDatabase.with { test in
            try await test.script(try Self.demo())
            let door = Door(test.service, on: test.loop)
            let interest = try Self.interest("Ieva", "ieva@example.org")

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
        try await TestDatabase.with { test in
            try await test.script(try Self.demo())
            let doors = [Door(test.service, on: test.loop), Door(test.service, on: test.loop)]
            let names = ["Ada", "Bea", "Cleo", "Dora", "Emma", "Fay"]

            let taken = try await withThrowingTaskGroup { group in
                for (index, name) in names.enumerated() {
                    let interest = try Self.interest(name, "office@example.org")
                    group.addTask { try await doors[index % 2].express(interest) }
                }
                return try await group.reduce(into: 0) { $0 += (try? $1.get()) == nil ? 0 : 1 }
            }

            for door in doors { await door.close() }
            #expect(taken == 3)
            try await test.script("SELECT 1 / (count(*) = 3)::integer FROM outbox")
        }
    }
}
