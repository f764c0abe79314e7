public import Foundation
public import Postgres

/// Counts people of a band of ages in a session, whose names are not taken.
public struct CountHeads: Sendable {
    public static let peopleMax = 100_000

    public var event: Code
    public var session: UUID
    public var band: String
    public var people: Int
    /// The version that was seen; 0 where there was none.
    public var seen: Int64
    public var reason: String?
    public var actor: RegistryActor
    public var now: Date

    public init(
        _ people: Int, of band: String, in session: UUID, of event: Code, seen: Int64,
        reason: String?, actor: RegistryActor, now: Date
    ) {
        self.event = event
        self.session = session
        self.band = band
        self.people = people
        self.seen = seen
        self.reason = reason
        self.actor = actor
        self.now = now
    }
}

/// One band of ages that may be counted.
public struct AgeBand: Sendable, Equatable {
    public let code: String
    public let title: String
}

extension Database {
    public func count(
        _ request: CountHeads
    ) async throws(DatabaseError) -> Result<Void, SheetRefusal> {
        switch try await run(WriteHeadCount(request: request)).first {
        case "marked", "unchanged": .success(())
        case "unknown-band": .failure(.unknownBand)
        case "changed-meanwhile": .failure(.changedMeanwhile)
        case "needs-reason": .failure(.needsReason)
        default: .failure(.unknown)
        }
    }

    /// The bands in use on a day, the youngest first.
    public func ageBands(on day: CalendarDay) async throws(DatabaseError) -> [AgeBand] {
        try await run(ListAgeBands(day: day))
    }
}

/// Counts under the lock of all facts.
struct WriteHeadCount: Statement {
    static let sql: StaticString = """
        SELECT count_heads(event.id, $2, $3, $4, $5, $6, $7, $8) FROM event WHERE event.code = $1
        """

    var request: CountHeads

    func bind(to parameters: inout Parameters) {
        parameters.add(request.event.description)
        parameters.add(request.session)
        parameters.add(request.band)
        parameters.add(Int32(clamping: request.people))
        parameters.add(request.seen)
        parameters.add(request.now)
        parameters.add(request.actor.description)
        parameters.add(request.reason)
    }

    static func decode(_ row: RowReader) throws(DatabaseError) -> String { try row.text(0) }
}

/// Reads the bands that may be counted on a day.
struct ListAgeBands: Statement {
    static let sql: StaticString = """
        SELECT code, title FROM age_band WHERE valid @> $1::date ORDER BY lower(ages)
        """

    var day: CalendarDay

    func bind(to parameters: inout Parameters) { parameters.add(day) }

    static func decode(_ row: RowReader) throws(DatabaseError) -> AgeBand {
        AgeBand(code: try row.text(0), title: try row.text(1))
    }
}
