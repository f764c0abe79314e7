import Foundation
import Mailer
import Postgres
import TestSupport
import Testing

@testable import TrainingRegistry

@Suite(.timeLimit(.minutes(10))) struct SeatLawTests {
    @Test("A freed seat is offered to who waits longest, and passes on when the offer lapses")
    func passesOn() async throws {
        try await SeatStage.with(seats: 2, people: 5) { stage in
            for person in 1...5 { _ = try await stage.accept(person) }
            #expect(try await stage.seats() == "1 taken p1, 2 taken p2")

            try await stage.database.free(FreeSeat(stage.change, number: 1)).get()

            #expect(try await stage.seats() == "1 promised p3, 2 taken p2")
            #expect(try await stage.explain(4)?.place == 1)
            stage.now += 72 * 3_600 - 1
            #expect(try await stage.lapse() == 0)
            stage.now += 1
            #expect(try await stage.lapse() == 1)
            #expect(try await stage.seats() == "1 promised p4, 2 taken p2")
            #expect(
                try await stage.explain(3)?.history.map(\.status) == [
                    .received, .waiting, .offered, .lapsed,
                ])
            #expect(try await stage.accept(4) == .success(.accepted(seat: 1)))
            #expect(try await stage.accept(3) == .failure(.notOffered))
            #expect(try await stage.mails(to: 1) == ["seat-taken", "seat-freed"])
            #expect(
                try await stage.mails(to: 3) == ["seat-awaited", "seat-offered", "offer-lapsed"])
        }
    }

    @Test("Who answers after the time of an offer has lost it, whether anybody noticed or not")
    func tooLate() async throws {
        try await SeatStage.with(seats: 1, people: 3) { stage in
            for person in 1...3 { _ = try await stage.accept(person) }
            try await stage.database.free(FreeSeat(stage.change, number: 1)).get()
            stage.now += 72 * 3_600

            #expect(try await stage.accept(2) == .failure(.offerLapsed))

            #expect(try await stage.seats() == "1 promised p3")
            #expect(try await stage.explain(2)?.status == .lapsed)
        }
    }

    @Test("Kept seats are for their state; others wait although seats are free")
    func kept() async throws {
        try await SeatStage.with(seats: 3, people: 6) { stage in
            let keep = KeepSeats(stage.change, for: .member("LV"), seats: 2)
            try await stage.database.keepSeats(keep).get()

            // 1 is of EE, 2 of SE, 3 and 6 of LV.
            #expect(try await stage.accept(1) == .success(.accepted(seat: 3)))
            #expect(try await stage.accept(2) == .success(.waiting(place: 1)))
            #expect(try await stage.accept(3) == .success(.accepted(seat: 1)))
            #expect(try await stage.explain(2)?.freeSeats == 1)
            #expect(try await stage.explain(2)?.hasSuitableSeat == false)

            let fewer = KeepSeats(stage.change, for: .member("LV"), seats: 0)
            #expect(try await stage.database.keepSeats(fewer).refusal == .seatsTaken)
            let more = KeepSeats(stage.change, for: .member("EE"), seats: 1)
            #expect(try await stage.database.keepSeats(more).refusal == .noSeatFree)
            let none = KeepSeats(stage.change, for: .member("XX"), seats: 0)
            #expect(try await stage.database.keepSeats(none).refusal == nil)
            let released = KeepSeats(stage.change, for: .member("LV"), seats: 1)
            try await stage.database.keepSeats(released).get()
            #expect(
                try await stage.seats() == "1 taken p3 for LV, 2 promised p2, 3 taken p1")
        }
    }

    @Test("The number of seats that is published and the room are one number")
    func oneNumber() async throws {
        try await SeatStage.with(seats: 2, people: 3) { stage in
            for person in 1...3 { _ = try await stage.accept(person) }
            let database = stage.database
            #expect(
                try await database.setSeats(SetSeats(stage.change, seats: 1)).refusal == .seatsTaken
            )
            try await database.setSeats(SetSeats(stage.change, seats: 4, offerHours: 1)).get()

            #expect(try await stage.seats() == "1 taken p1, 2 taken p2, 3 promised p3, 4 free")
            #expect(try await database.room(of: stage.event)?.published == 4)
            stage.now += 3_600
            #expect(try await stage.lapse() == 1)
            try await stage.test.script("UPDATE event SET capacity = 3 WHERE code = 'hall'")
            #expect(try await stage.seats() == "1 taken p1, 2 taken p2, 3 free")
            _ = await #expect(
                throws: DatabaseError.constraintViolated(name: "event_room_is_never_oversold")
            ) {
                try await stage.test.script("UPDATE event SET capacity = 1 WHERE code = 'hall'")
            }
        }
    }

    @Test("An event without a number has a seat for everybody")
    func unlimited() async throws {
        try await SeatStage.with(seats: nil, people: 3) { stage in
            for person in 1...3 {
                let answer = try await stage.accept(person)
                #expect(answer == .success(.accepted(seat: person)))
            }
            #expect(
                try await stage.database.setSeats(SetSeats(stage.change, seats: 2)).refusal
                    == .seatsTaken)
        }
    }

    @Test("A substitute keeps the number of the seat, and history keeps both people")
    func substitute() async throws {
        try await SeatStage.with(seats: 2, people: 3) { stage in
            for person in 1...3 { _ = try await stage.accept(person) }
            let database = stage.database
            let byName = SubstitutePerson(
                stage.change, number: 1,
                newcomer: .person(
                    try .test("Alva", sector: "police"),
                    try .init(parsing: "alva@example.org")))
            try await database.substitute(byName).get()
            #expect(try await database.substitute(byName).refusal == .hasSeat)
            #expect(try await stage.seats() == "1 taken, 2 taken p2")
            let byInterest = SubstitutePerson(
                stage.change, number: 2, newcomer: .interest(SeatStage.id(3)))
            try await database.substitute(byInterest).get()

            #expect(try await stage.seats() == "1 taken, 2 taken p3")
            #expect(try await stage.explain(1)?.status == .withdrawn)
            #expect(try await stage.explain(3)?.seat == 2)
            let count = try #require(try await stage.counted())
            #expect(count.participants == 2 && count.people == 2 && count.taken == 2)
            let nobody = SubstitutePerson(
                stage.change, number: 9, newcomer: .interest(SeatStage.id(3)))
            #expect(try await database.substitute(nobody).refusal == .unknown)
        }
    }

    @Test("A substitute from a country whose quota is full leaves everything as it was")
    func substituteOverQuota() async throws {
        try await SeatStage.with(seats: 3, people: 6) { stage in
            let quotas = SetQuotas(stage.change, quotas: [SeatQuota(.country, "LV", seatsMax: 1)])
            try await stage.database.setQuotas(quotas).get()
            for person in 1...3 { _ = try await stage.accept(person) }
            let before = try await stage.counted()

            let request = SubstitutePerson(
                stage.change, number: 1,
                newcomer: .person(
                    try .test("Alva", sector: "police"), try .init(parsing: "alva@example.org")))
            #expect(try await stage.database.substitute(request).refusal == .quotaFull)

            #expect(try await stage.counted() == before)
            #expect(try await stage.seats() == "1 taken p1, 2 taken p2, 3 taken p3")
            let lower = SetQuotas(stage.change, quotas: [SeatQuota(.country, "EE", seatsMax: 0)])
            #expect(try await stage.database.setQuotas(lower).refusal == .quotaTaken)
        }
    }

    @Test(
        "What would oversell is refused by the tables themselves",
        arguments: [
            (
                "UPDATE event_room SET taken = 3", "event_room_has_no_seat_beyond_its_number"
            ),
            (
                "UPDATE event_room SET seats = 1", "event_room_has_no_seat_beyond_its_number"
            ),
            ("UPDATE event_room SET taken = -1, made = 2", "event_room_is_never_oversold"),
            (
                "INSERT INTO seat (event_id, number) SELECT event_id, 3 FROM event_room",
                "event_room_has_no_seat_beyond_its_number"
            ),
            (
                """
                INSERT INTO seat_quota (event_id, dimension, value, seats_max)
                SELECT event_id, 'sector', 'police', 1 FROM event_room
                """, "seat_quota_is_never_exceeded"
            ),
            (
                "UPDATE seat SET participation_id = (SELECT participation_id FROM seat LIMIT 1)",
                "seat_is_had_by_one_participation"
            ),
            (
                "UPDATE seat SET country = NULL, sector = NULL",
                "seat_counts_as_somebody_while_it_is_taken"
            ),
            (
                "UPDATE seat SET promised_until = '2027-01-01'",
                "seat_counts_as_somebody_while_it_is_taken"
            ),
        ])
    func tables(sql: String, constraint: String) async throws {
        try await SeatStage.with(seats: 2, people: 2) { stage in
            for person in 1...2 { _ = try await stage.accept(person) }

            _ = await #expect(throws: DatabaseError.constraintViolated(name: constraint)) {
                try await stage.test.script(sql)
            }
        }
    }

    @Test("Seats are kept for an organisation by its code, a name or a spelling, in any case")
    func spellings() async throws {
        try await SeatStage.with(seats: 4) { stage in
            try await stage.test.script(
                """
                INSERT INTO organisation_alias (organisation_id, alias, created_at)
                SELECT id, 'The Council of the Sea', '2026-01-01' FROM organisation
                WHERE code = (SELECT min(code) FROM organisation)
                """)
            let keep = { (name: String, seats: Int) async throws -> SeatRefusal? in
                try await stage.database.keepSeats(
                    KeepSeats(stage.change, for: .organisation(name), seats: seats)
                ).refusal
            }

            #expect(try await keep("the council of the sea", 2) == nil)
            #expect(try await keep("nobody at all", 1) == .unknownHolder)

            let room = try #require(try await stage.database.room(of: stage.event))
            #expect(room.seats.count { $0.keptForOrganisation != nil } == 2)
        }
    }

    @Test("A session with fewer places is full for some, and a freed seat frees its place")
    func sessions() async throws {
        try await SeatStage.with(seats: 2, people: 3) { stage in
            for person in 1...3 { _ = try await stage.accept(person) }
            let database = stage.database
            let session = try #require(try await database.run(FindSession()).first)
            #expect(try await database.setPlaces(stage.placing(session), to: 1).refusal == nil)
            let room = try #require(try await database.room(of: stage.event))
            let people = room.seats.compactMap(\.participation)

            #expect(try await stage.place(session, people[0]) == nil)
            #expect(try await stage.place(session, people[0]) == nil)
            #expect(try await stage.place(session, people[1]) == .full)
            #expect(try await stage.place(UUID(), people[1]) == .unknown)
            try await database.free(FreeSeat(stage.change, number: 1)).get()
            #expect(try await stage.place(session, people[0]) == .noSeat)
            #expect(try await stage.place(session, people[1]) == nil)
            #expect(
                try await database.setPlaces(stage.placing(session), to: 0).refusal == .seatsTaken)
            #expect(
                try await database.releasePlace(stage.placing(session), of: people[1]).refusal
                    == nil)
        }
    }
}

extension SeatStage {
    /// Why somebody gets no place in a session; nil when they have one.
    fileprivate func place(_ session: UUID, _ participation: UUID) async throws -> SeatRefusal? {
        try await database.takePlace(placing(session), for: participation).refusal
    }

    fileprivate func placing(_ session: UUID) -> PlaceChange {
        PlaceChange(session: session, actor: .system, now: now)
    }
}

extension Result where Failure == SeatRefusal {
    /// Why it was not done.
    var refusal: SeatRefusal? { if case .failure(let refusal) = self { refusal } else { nil } }
}

/// Finds the session of the stage's event.
struct FindSession: Statement {
    static let sql: StaticString = """
        SELECT session.id FROM session JOIN event ON event.id = event_id WHERE code = 'hall'
        """

    func bind(to parameters: inout Parameters) {}

    static func decode(_ row: RowReader) throws(DatabaseError) -> UUID { try row.uuid(0) }
}
