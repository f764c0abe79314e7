import Foundation
import Postgres
import TestSupport
import Testing

@testable import TrainingRegistry

@Suite(.timeLimit(.minutes(10))) struct EventDoorTests {
    static let code = "spring-training"

    /// Two days in Riga, which is three hours ahead of UTC in May; sessions may end before.
    static func addEvent(_ room: InterestRoom, sessions: [String]) async throws {
        try await room.test.script(
            """
            INSERT INTO event (code, kind, title, summary, admission, starts_on, ends_on,
                               time_zone, country, published_at)
            VALUES ('\(code)', 'training', 'Spring', '', 'open', '2027-05-10', '2027-05-11',
                    'Europe/Riga', 'LV', '2026-01-01')
            """)
        for end in sessions {
            try await room.test.script(
                """
                INSERT INTO session (event_id, title, starts_at, ends_at)
                SELECT id, 'Sitting', '\(end)'::timestamptz - interval '1 hour', '\(end)'
                FROM event WHERE code = '\(code)'
                """)
        }
    }

    @Test(
        "An event takes interest until its last session or its last day there has ended",
        arguments: [
            (["2027-05-10T12:00:00Z", "2027-05-11T12:00:00Z"], "2027-05-11T11:59:59Z", true),
            (["2027-05-10T12:00:00Z", "2027-05-11T12:00:00Z"], "2027-05-11T12:00:00Z", false),
            (["2027-05-12T12:00:00Z"], "2027-05-11T21:00:00Z", false),
            ([], "2027-05-11T20:59:59Z", true),
            ([], "2027-05-11T21:00:00Z", false),
        ])
    func over(sessions: [String], now: String, isOpen: Bool) async throws {
        let now = try Date(now, strategy: .iso8601)
        try await InterestRoom.with { room in
            try await Self.addEvent(room, sessions: sessions)
            room.now = now
            let code = try Code(parsing: Self.code)

            let event = try await room.database.publishedEvents().first { $0.code == code }
            let refusal = try await room.express(
                .test("Ieva", "ieva@example.org", in: .event(code)))

            #expect(event?.door(at: now) == (isOpen ? .open(until: nil) : .closed))
            #expect(refusal == (isOpen ? nil : .notTaken))
        }
    }

    @Test("A time zone that nobody knows is refused with the event")
    func zone() async throws {
        try await InterestRoom.with { room in
            await #expect(throws: DatabaseError.self) {
                try await room.test.script("UPDATE event SET time_zone = 'Europe/Nowhere'")
            }
        }
    }
}
