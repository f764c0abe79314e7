import EventLoop
import Foundation
import Postgres
import Synchronization
import TestSupport
import Testing

@testable import TrainingRegistry

/// Periods become final while others record, and what was recorded is judged by the ledger alone.
@Suite(.timeLimit(.minutes(10))) struct FinalRaceTests {
    static let writers = 8

    @Test("What is recorded while a period becomes final is before its instant or after it")
    func writers() async throws {
        try await ReportRoom.with { room in
            try await room.happen(Deed.world)
            for round in 1...4 { try await Self.race(round, in: room) }
            #expect(try await room.database.verifyKeptReports(now: ReportRoom.now) == [])
        }
    }

    /// What happened around the instant of one period.
    private struct Course {
        var event: String
        var deeds: [Deed] = []
        /// When it was asked for that the period be final, and when that was answered.
        var begun = Instant.now()
        var ended = Instant.now()
        var made: FinalPeriod
        var final: Report
    }

    /// One period, in whose only event everybody writes until well after it is final.
    private static func race(_ round: Int, in room: ReportRoom) async throws {
        let day = "2002-03-0\(round)"
        let recipe = Recipe(period: .span(day, day), group: [.country, .sector])
        try await room.happen("SELECT prepare('race-\(round)', '\(day)')")
        let course = try await run("race-\(round)", recipe, in: room)
        let made = course.made

        // What was acknowledged is there once, on its side of the instant; what was refused is not.
        let instants = Dictionary(
            uniqueKeysWithValues: try await room.database.run(ReadRecorded(event: course.event)))
        #expect(Set(instants.keys) == Set(course.deeds.filter(\.isDone).map(\.name)))
        #expect(Set(instants.values).count == instants.count)
        let frozen = try await room.database.run(ReadFrozen(event: course.event))
        #expect(Set(frozen) == Set(instants.filter { $0.value <= made.asOf }.keys))
        for deed in course.deeds {
            guard let instant = instants[deed.name] else { continue }
            if deed.ended < course.begun { #expect(instant <= made.asOf, "\(deed)") }
            if deed.begun > course.ended { #expect(instant > made.asOf, "\(deed)") }
        }
        #expect(course.deeds.contains { $0.begun < course.ended && $0.ended > course.begun })
        #expect(instants.values.contains { $0 < made.asOf })
        #expect(instants.values.contains { $0 > made.asOf })

        // Asked with its instant or without, before and after, it has the same bytes.
        #expect(try await room.report(recipe).canonical == course.final.canonical)
        #expect(try await room.report(course.final.recipe).canonical == course.final.canonical)
        try await expectKept(of: made, course.final, in: room)

        // Figures are those of the ledger: at the final instant, and when something was recorded
        // and just before that.
        let moments = instants.sorted { $0.key < $1.key }.enumerated()
            .filter { $0.offset.isMultiple(of: max(8, instants.count / 20)) }
            .flatMap { [$0.element.value.date, $0.element.value.date - 0.000_001] }
        for moment in moments + [made.asOf.date] {
            try await expectLedger(at: moment, recipe, of: course.event, in: room)
        }
    }

    /// Tells everybody that the period is final.
    private final class Bell: Sendable {
        let hasRung = Atomic(false)
    }

    /// Sixty deeds come before the sheets are closed; two ask for the final period at once, and
    /// everybody writes on until both were answered, and then some more.
    private static func run(
        _ event: String, _ recipe: Recipe, in room: ReportRoom
    ) async throws -> Course {
        let (told, door) = AsyncStream.makeStream(of: Deed.self)
        let bell = Bell()
        let loop = try Loop(name: event)
        defer { loop.stop() }
        var settings = room.test.service
        settings.connections = writers + 1
        let others = SharedDatabase(settings, on: loop)
        async let writing: Void = withThrowingTaskGroup(of: Void.self) { group in
            defer { door.finish() }
            for writer in 1...writers {
                group.addTask {
                    var turn = 0
                    var turnsAfter = 0
                    while turnsAfter < 3, !Task.isCancelled {
                        if bell.hasRung.load(ordering: .relaxed) { turnsAfter += 1 }
                        turn += 1
                        door.yield(await Deed(writer, turn, event, others))
                    }
                }
            }
            try await group.waitForAll()
        }
        var iterator = told.makeAsyncIterator()
        var deeds: [Deed] = []
        while deeds.count < 60, let deed = await iterator.next() { deeds.append(deed) }
        try await room.close(event)

        let days = try #require(recipe.period.days)
        let request = FinalisePeriod(recipe.period, actor: .command(userID: 7), now: ReportRoom.now)
        let begun = Instant.now()
        async let other = others.run(
            WriteFinalPeriod(request: request, first: days.first, last: days.last))
        let own = try await room.database.finalise(request)
        let rival = try await other
        let ended = Instant.now()
        bell.hasRung.store(true, ordering: .relaxed)
        let made = try #require(
            try await room.database.finalPeriods().first { $0.first == days.first })
        // One of them was the first, and the other was told.
        #expect((own == .success(made)) == (rival == ["final-already"]))
        #expect((own == .failure(.finalAlready)) == (rival == ["final"]))

        let final = try await room.report(recipe)
        while let deed = await iterator.next() { deeds.append(deed) }
        try await writing
        await others.close()
        return Course(
            event: event, deeds: deeds, begun: begun, ended: ended, made: made, final: final)
    }

    private static func expectLedger(
        at moment: Date, _ recipe: Recipe, of event: String, in room: ReportRoom
    ) async throws {
        var dated = recipe
        let asOf = RecordedInstant(moment)
        dated.asOf = asOf
        let report = try await room.report(dated)
        let ledger = try await room.database.run(ReadLedger(event: event, asOf: asOf.date))
        let cells = report.figures.filter { !$0.keys.contains(nil) }
        #expect(Set(cells) == Set(ledger.filter { $0.keys != ["heads", ""] }), "\(asOf)")
        #expect(report.total == cells.compactMap(\.value).reduce(0, +))
        #expect(
            report.heads.map(\.people)
                == ledger.filter { $0.keys == ["heads", ""] }.map(\.value), "\(asOf)")
    }

    /// All eight are there, whole, and the one of the same recipe has the same bytes.
    private static func expectKept(
        of period: FinalPeriod, _ final: Report, in room: ReportRoom
    ) async throws {
        let kept = try await room.database.keptReports().filter { $0.asOf == period.asOf }
        #expect(kept.count == 8)
        for report in kept {
            let body = try #require(try await room.database.keptReport(report.id))
            #expect(Digest.sha256(body).hexadecimal == report.digest)
            #expect(report.title != "Persons by country and sector" || body == final.canonical)
        }
    }

    @Test("A grant whose days change while its period becomes final is final for the new days")
    func movedGrant() async throws {
        try await ReportRoom.with { room in
            let grant = ReportPeriod.grant(try Code(parsing: "protect-return-fund"))
            func days(_ first: String, _ last: String) async throws {
                try await room.happen(
                    """
                    UPDATE funding_grant SET period = '[\(first),\(last)]'
                    WHERE code = 'protect-return-fund'
                    """)
            }
            try await days("2001-06-15", "2001-06-15")
            try await room.close("e6")
            let request = FinalisePeriod(
                grant, actor: .command(userID: 7), now: ReportRoom.now)
            let june = try #require(CalendarDay(parsing: "2001-06-15"))
            let new = (CalendarDay(parsing: "2001-06-14"), CalendarDay(parsing: "2001-06-16"))
            try await days("2001-06-14", "2001-06-16")

            // What a request writes that read the days before they changed.
            let stale = try await room.database.run(
                WriteFinalPeriod(request: request, first: june, last: june))
            let made = try await room.database.finalise(request).get()

            #expect(stale == ["moved"])
            #expect((made.first, made.last) == new)
            #expect(try await room.report(Recipe(period: grant)).finalSince == ReportRoom.now)
        }
    }
}
