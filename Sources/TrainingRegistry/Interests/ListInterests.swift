public import Foundation
public import Postgres

/// Where an interest stands: asked for, confirmed by mail, or withdrawn after that.
public enum InterestState: String, Sendable, Hashable, CaseIterable {
    case unconfirmed
    case confirmed
    case withdrawn
}

/// Picks interests for a coordinator to look at, the oldest first.
public struct ListInterests: Sendable {
    /// Nil for interests in whatever there is.
    public var event: Code?
    /// The programme itself, without its events.
    public var programme: Code?
    /// Nil for every state.
    public var state: InterestState?
    /// Where the lines before these ended.
    public var cursor: InterestLine.Cursor?
    public var limit: Int

    public init(
        event: Code? = nil, programme: Code? = nil, state: InterestState? = nil,
        cursor: InterestLine.Cursor? = nil, limit: Int = 100
    ) {
        self.event = event
        self.programme = programme
        self.state = state
        self.cursor = cursor
        self.limit = limit
    }
}

/// One interest as a coordinator sees it.
public struct InterestLine: Sendable, Equatable {
    public let id: UUID
    /// Code of the event or programme.
    public let target: Code
    public let givenName: String
    public let familyName: String
    public let email: String
    public let organisation: String?
    public let sector: String
    public let country: String
    public let language: String?
    public let receivedAt: Date
    public let confirmedAt: Date?
    public let withdrawnAt: Date?
    /// The status in force, such as `shortlisted`; nil while nobody has confirmed it.
    public let status: String?

    public var state: InterestState {
        if withdrawnAt != nil { return .withdrawn }
        return confirmedAt == nil ? .unconfirmed : .confirmed
    }

    /// A place in the list: right after the interest that came then.
    public struct Cursor: Sendable, Hashable {
        let receivedAt: Date
        let id: UUID

        public init(after line: InterestLine) {
            receivedAt = line.receivedAt
            id = line.id
        }
    }
}

extension Database {
    /// Reads the interests that were asked for, in the order in which they came.
    public func interests(_ list: ListInterests) async throws(DatabaseError) -> [InterestLine] {
        try await run(ReadInterests(list: list))
    }
}

/// Reads interests with the status that is in force.
struct ReadInterests: Statement {
    static let sql: StaticString = """
        SELECT i.id, coalesce(event.code, programme.code), i.given_name, i.family_name, i.email,
               i.organisation, i.sector, i.country, i.language, i.received_at, i.confirmed_at,
               i.withdrawn_at, s.status
        FROM interest i
        LEFT JOIN event ON event.id = i.event_id
        LEFT JOIN programme ON programme.id = i.programme_id
        LEFT JOIN interest_status s ON s.interest_id = i.id AND s.superseded_at IS NULL
        WHERE ($1::text IS NULL OR event.code = $1)
          AND ($2::text IS NULL OR programme.code = $2)
          AND ($3::text IS NULL OR $3 = CASE WHEN i.withdrawn_at IS NOT NULL THEN 'withdrawn'
                                             WHEN i.confirmed_at IS NOT NULL THEN 'confirmed'
                                             ELSE 'unconfirmed' END)
          AND ($4::timestamptz IS NULL OR (i.received_at, i.id) > ($4, $5::uuid))
        ORDER BY i.received_at, i.id LIMIT $6
        """

    var list: ListInterests

    func bind(to parameters: inout Parameters) {
        parameters.add(list.event?.description)
        parameters.add(list.programme?.description)
        parameters.add(list.state?.rawValue)
        parameters.add(list.cursor?.receivedAt)
        parameters.add(list.cursor?.id)
        parameters.add(max(0, list.limit))
    }

    static func decode(_ row: RowReader) throws(DatabaseError) -> InterestLine {
        InterestLine(
            id: try row.uuid(0), target: try row.code(1), givenName: try row.text(2),
            familyName: try row.text(3), email: try row.text(4),
            organisation: try row.textIfAny(5), sector: try row.text(6), country: try row.text(7),
            language: try row.textIfAny(8), receivedAt: try row.instant(9),
            confirmedAt: try row.instantIfAny(10), withdrawnAt: try row.instantIfAny(11),
            status: try row.textIfAny(12))
    }
}
