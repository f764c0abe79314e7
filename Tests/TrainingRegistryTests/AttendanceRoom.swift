import Foundation
import Mailer
import Postgres
import TestSupport
import Testing

@testable import TrainingRegistry

/// An event of two sessions with people who have seats, on the first morning.
final class AttendanceRoom {
    let stage: SeatStage
    var database: Database { stage.database }
    var event: Code { stage.event }
    /// The participations in the order of the people's numbers.
    private(set) var people: [UUID] = []
    private(set) var sessions: [UUID] = []

    static func with(
        people: Int = 3, seats: Int? = 10, connections: Int = 1,
        _ body: @escaping @Sendable (AttendanceRoom) async throws -> Void
    ) async throws {
        try await SeatStage.with(seats: seats, people: people) { stage in
            try await body(try await AttendanceRoom(stage, people))
        }
    }

    private init(_ stage: SeatStage, _ count: Int) async throws {
        self.stage = stage
        for number in stride(from: 1, through: count, by: 1) {
            _ = try await stage.accept(number).get()
        }
        try await stage.test.script(
            """
            INSERT INTO session (event_id, title, starts_at, ends_at)
            SELECT id, 'Afternoon', '2027-06-01 12:00Z', '2027-06-01 15:00Z' FROM event
            WHERE code = 'hall'
            """)
        stage.now = try Date("2027-06-01T12:30:00Z", strategy: .iso8601)
        let sheet = try #require(try await database.sheet(of: event))
        sessions = sheet.sessions.map(\.id)
        people = sheet.people.sorted { ($0.name ?? "") < ($1.name ?? "") }.map(\.participation)
    }

    func sheet() async throws -> AttendanceSheet {
        try #require(try await database.sheet(of: event))
    }

    /// Marks one, as `actor`; says what became of it.
    @discardableResult
    func mark(
        _ person: Int, _ session: Int, _ status: AttendanceStatus?, seen: Int64 = 0,
        reason: String? = nil, arrivedAt: Date? = nil
    ) async throws -> MarkReport {
        let mark = NewMark(
            status, of: people[person], in: sessions[session], arrivedAt: arrivedAt, seen: seen)
        let reports = try await self.mark([mark], reason: reason)
        return try #require(reports.first)
    }

    func mark(_ marks: [NewMark], reason: String? = nil) async throws -> [MarkReport] {
        try #require(
            try await database.mark(
                MarkAttendance(
                    marks, in: event, reason: reason, actor: .command(userID: 7), now: stage.now)))
    }

    func seal(_ session: Int, restIsAbsent: Bool = false) async throws -> Result<Void, SheetRefusal>
    {
        try await database.seal(
            SealSheet(
                sessions[session], of: event, restIsAbsent: restIsAbsent,
                actor: .command(userID: 7), now: stage.now))
    }

    func walkIn(_ given: String, _ family: String, _ email: String) async throws
        -> Result<UUID, SheetRefusal>
    {
        try await database.take(
            TakeWalkIn(
                Particulars(
                    givenName: PersonName(parsing: given), familyName: PersonName(parsing: family),
                    organisation: nil, sector: SectorCode(parsing: "police"),
                    country: CountryCode(parsing: "LV"), language: nil),
                email: EmailAddress(parsing: email), to: event, notice: "2026-11",
                actor: .command(userID: 7), now: stage.now, mailDomain: "example.org"))
    }
}
