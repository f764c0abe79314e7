public import Foundation
public import Postgres

/// Why somebody has a seat or none: everything that decides it.
public struct PlaceExplained: Sendable, Equatable {
    /// One status it had, and who gave it.
    public struct Step: Sendable, Equatable {
        public let status: InterestStatus
        public let actor: String
        public let reason: String?
        public let decision: String?
        public let at: Date
    }

    public let interest: UUID
    public let status: InterestStatus
    public let seat: Int?
    public let promisedUntil: Date?
    /// In the waiting list; 1 is the next.
    public let place: Int?
    public let freeSeats: Int
    /// Whether a free seat is there that this person may have.
    public let hasSuitableSeat: Bool
    /// Names of quotas that have no room for this person, such as `country:LV`.
    public let fullQuotas: [String]
    public var history: [Step]

    /// How many come before in the waiting list.
    public var before: Int? { place.map { $0 - 1 } }
}

extension Database {
    /// Nil when no such interest is confirmed in the event, or in any where none is given.
    public func explainPlace(
        of interest: UUID, in event: Code? = nil
    ) async throws(DatabaseError) -> PlaceExplained? {
        guard
            var explained = try await run(ReadReasons(event: event, interest: interest)).first
        else { return nil }
        explained.history = try await run(ReadHistory(interest: interest))
        return explained
    }
}

/// Reads where an interest stands and what stands in its way.
struct ReadReasons: Statement {
    static let sql: StaticString = """
        SELECT i.id, i.status, s.number, s.promised_until, waiting_place(i.id),
               (SELECT count(*) FROM seat f WHERE f.event_id = i.event_id
                AND f.participation_id IS NULL AND f.promised_until IS NULL),
               seat_for(i.event_id, i.country, organisation_called(i.organisation)) IS NOT NULL,
               array_to_string(full_quotas(i.event_id, i.country, i.sector,
                                           organisation_called(i.organisation)), ' ')
        FROM interest_now i JOIN event ON event.id = i.event_id
        LEFT JOIN participation p ON p.interest_id = i.id
        LEFT JOIN seat s ON s.interest_id = i.id OR s.participation_id = p.id
        WHERE i.id = $2 AND ($1::text IS NULL OR event.code = $1)
        """

    var event: Code?
    var interest: UUID

    func bind(to parameters: inout Parameters) {
        parameters.add(event?.description)
        parameters.add(interest)
    }

    static func decode(_ row: RowReader) throws(DatabaseError) -> PlaceExplained {
        PlaceExplained(
            interest: try row.uuid(0), status: try row.word(1, of: InterestStatus.self),
            seat: try row.integerIfAny(2), promisedUntil: try row.instantIfAny(3),
            place: try row.integerIfAny(4), freeSeats: try row.integer(5),
            hasSuitableSeat: try row.flag(6),
            fullQuotas: try row.text(7).split(separator: " ").map(String.init), history: [])
    }
}

/// Reads the statuses an interest had, the first one first.
struct ReadHistory: Statement {
    static let sql: StaticString = """
        SELECT s.status, s.actor, s.reason, d.words, s.occurred_at
        FROM interest_status s LEFT JOIN selection_decision d ON d.id = s.decision_id
        WHERE s.interest_id = $1 ORDER BY s.id
        """

    var interest: UUID

    func bind(to parameters: inout Parameters) { parameters.add(interest) }

    static func decode(_ row: RowReader) throws(DatabaseError) -> PlaceExplained.Step {
        PlaceExplained.Step(
            status: try row.word(0, of: InterestStatus.self), actor: try row.text(1),
            reason: try row.textIfAny(2), decision: try row.textIfAny(3),
            at: try row.instant(4))
    }
}
