import EventLoop
import Foundation
import Postgres
import TestSupport
import Testing

@testable import TrainingRegistry

@Suite(.timeLimit(.minutes(2))) struct SeatMixTests {
    /// One of everything that may happen to a room, by a number.
    static func deed(
        _ number: Int, _ database: SharedDatabase, _ change: RoomChange
    ) async throws(DatabaseError) {
        let person = number % 60 + 1
        switch number % 8 {
        case 0...2:
            _ = try await database.run(
                WriteAcceptance(
                    request: AcceptInterest(
                        interest: SeatStage.id(person), actor: .person, now: change.now,
                        mailDomain: change.mailDomain)))
        case 3:
            _ = try await database.run(
                WriteFreedSeat(request: FreeSeat(change, number: number % 12 + 1)))
        case 4:
            _ = try await database.run(ChangeRoom(seats: 10 + number % 5, person: person))
        case 5:
            for event in try await database.run(FindRoomsToSettle(now: change.now + 999_999)) {
                _ = try await database.run(
                    WriteLapses(event: event, now: change.now + 999_999, mailDomain: "a.example"))
            }
        case 6:
            let keep = KeepSeats(change, for: .member("LV"), seats: number % 3)
            _ = try await database.run(WriteKeptSeats(request: keep))
        default:
            let newcomer = SubstitutePerson.Newcomer.interest(SeatStage.id(person))
            _ = try await database.run(
                WriteSubstitution(
                    request: SubstitutePerson(
                        change, number: number % 12 + 1, newcomer: newcomer)))
        }
    }

    @Test("Whatever happens at once: nothing deadlocks, and every count agrees in the end")
    func mixed() async throws {
        try await SeatStage.with(seats: 12, people: 60) { stage in
            let quotas = SetQuotas(stage.change, quotas: [SeatQuota(.country, "LV", seatsMax: 6)])
            try await stage.database.setQuotas(quotas).get()
            let loops = [try Loop(name: "one"), try Loop(name: "two")]
            defer { for loop in loops { loop.stop() } }
            var settings = stage.test.admin
            settings.connections = 4
            settings.requestTimeout = .seconds(60)
            let instances = loops.map { SharedDatabase(settings, on: $0) }
            let change = stage.change

            let troubles: [DatabaseError] = await withTaskGroup(of: DatabaseError?.self) { group in
                for number in 1...800 {
                    group.addTask {
                        do throws(DatabaseError) {
                            try await Self.deed(number, instances[number % 2], change)
                            return nil
                        } catch {
                            return error
                        }
                    }
                }
                var troubles: [DatabaseError] = []
                for await case let error? in group { troubles.append(error) }
                return troubles
            }

            // What a room refuses is the only trouble there may be.
            let refused = troubles.filter { error in
                if case .constraintViolated(let name) = error {
                    return SeatRefusal(constraint: name) != nil
                }
                return false
            }
            #expect(troubles.count == refused.count, "\(troubles)")
            let count = try #require(try await stage.counted())
            #expect(count.seatsHad == count.participants && count.people == count.participants)
            let room = try #require(try await stage.database.room(of: stage.event))
            #expect(room.taken == count.taken && room.seats.count == room.published)
            for use in room.quotas { #expect(use.taken <= use.quota.seatsMax) }
            for instance in instances { await instance.close() }
        }
    }
}

/// Changes the published number of seats and a person's name, as other parts of the registry do.
struct ChangeRoom: Statement {
    static let sql: StaticString = """
        WITH moved AS (
            UPDATE event SET capacity = greatest($1::integer, (
                SELECT count(*) FROM seat WHERE event_id = event.id AND (taken_at IS NOT NULL
                OR promised_until IS NOT NULL OR kept_for_member IS NOT NULL)))
            WHERE code = 'hall' AND $1::integer % 2 = 0 RETURNING 1
        ), renamed AS (
            UPDATE person SET given_name = given_name || 'a' WHERE email = 'p' || $2::integer
                || '@example.org' AND $1::integer % 2 = 1 RETURNING id
        ), followed AS (
            UPDATE interest SET given_name = given_name || 'a' FROM renamed
            WHERE interest.person_id = renamed.id RETURNING interest.id
        )
        SELECT (SELECT count(*) FROM moved) + (SELECT count(*) FROM followed)
        """

    var seats: Int
    var person: Int

    func bind(to parameters: inout Parameters) {
        parameters.add(Int32(seats))
        parameters.add(Int32(person))
    }

    static func decode(_ row: RowReader) throws(DatabaseError) -> Int { try row.integer(0) }
}
