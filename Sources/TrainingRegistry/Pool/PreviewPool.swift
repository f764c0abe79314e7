public import Foundation
public import Postgres

/// Asks whom in the pool of its programme an event suits, and whom not, with the reasons.
public struct PreviewPool: Sendable {
    public var event: Code
    /// Only people of this country.
    public var country: CountryCode?
    /// Only those whom it suits, or only those whom it does not.
    public var isMatch: Bool?
    /// The last interest of the page before.
    public var cursor: UUID?
    public var limit: Int
    public var now: Date

    public static let defaultLimit = 200
    public static let largestLimit = 1_000

    public init(
        event: Code, country: CountryCode? = nil, isMatch: Bool? = nil, cursor: UUID? = nil,
        limit: Int = Self.defaultLimit, now: Date
    ) {
        self.event = event
        self.country = country
        self.isMatch = isMatch
        self.cursor = cursor
        self.limit = limit
        self.now = now
    }
}

/// Why an event is not for somebody in the pool.
public enum PoolReason: String, Sendable, Hashable, CaseIterable {
    case lapsed
    case withdrawn
    /// It is about none of the topics they named.
    case topics
    /// It is held in none of the languages they named.
    case languages
    /// It is not meant for their sector.
    case sector
    /// They are interested or take part already, or were and are not any more.
    case known
    /// It was offered to them before.
    case offered
}

/// Somebody in the pool, held against an event.
public struct PoolLine: Sendable, Equatable {
    public let interest: UUID
    public let givenName: String
    public let familyName: String
    public let email: String
    public let sector: String
    public let country: String
    public let topics: [String]
    public let languages: [String]
    public let confirmedAt: Date
    /// Empty when it suits them.
    public let reasons: [PoolReason]
}

/// Whom an event suits, page by page, with what is true of all.
public struct PoolPreview: Sendable, Equatable {
    /// Whether the event is offered to the pool now.
    public var isOpen: Bool
    public var lines: [PoolLine]
    public var next: UUID?
}

extension Database {
    /// Nil when there is no such event.
    public func preview(_ request: PreviewPool) async throws(DatabaseError) -> PoolPreview? {
        let rows = try await run(ReadPoolPreview(request: request))
        guard let first = rows.first else { return nil }
        let lines = rows.compactMap(\.line)
        let page = Array(lines.prefix(request.limit))
        return PoolPreview(
            isOpen: first.isOpen, lines: page,
            next: lines.count > request.limit ? page.last?.interest : nil)
    }
}

/// Reads one line more than asked for, to know whether there are more; one row at least.
struct ReadPoolPreview: Statement {
    static let sql: StaticString = """
        SELECT event_takes_interest(e, $2), i.*
        FROM event e LEFT JOIN LATERAL (
            SELECT i.id, i.given_name, i.family_name, i.email, i.sector, i.country, i.topics,
                   i.languages, i.confirmed_at, m.reasons
            FROM pool_match m JOIN interest i ON i.id = m.interest_id
            WHERE m.event_id = e.id AND ($3::text IS NULL OR i.country = $3)
              AND ($4::boolean IS NULL OR m.is_match = $4)
              AND ($5::uuid IS NULL OR (i.confirmed_at, i.id) >
                  (SELECT c.confirmed_at, c.id FROM interest c WHERE c.id = $5))
            ORDER BY i.confirmed_at, i.id LIMIT $6
        ) AS i ON true
        WHERE e.code = $1 ORDER BY i.confirmed_at, i.id
        """

    var request: PreviewPool

    func bind(to parameters: inout Parameters) {
        parameters.add(request.event.description)
        parameters.add(request.now)
        parameters.add(request.country?.description)
        parameters.add(request.isMatch)
        parameters.add(request.cursor)
        parameters.add(request.limit + 1)
    }

    /// Whether the event is open, and somebody if there is anybody.
    struct Row: Sendable {
        let isOpen: Bool
        let line: PoolLine?
    }

    static func decode(_ row: RowReader) throws(DatabaseError) -> Row {
        Row(isOpen: try row.flag(0), line: try line(row))
    }

    private static func line(_ row: RowReader) throws(DatabaseError) -> PoolLine? {
        guard let id = try row.uuidIfAny(1) else { return nil }
        var reasons: [PoolReason] = []
        for word in try row.texts(10) {
            guard let reason = PoolReason(rawValue: word) else {
                throw .failed(sqlState: "22023", message: "no word for a reason")
            }
            reasons.append(reason)
        }
        return PoolLine(
            interest: id, givenName: try row.text(2), familyName: try row.text(3),
            email: try row.text(4), sector: try row.text(5), country: try row.text(6),
            topics: try row.texts(7), languages: try row.texts(8),
            confirmedAt: try row.instant(9), reasons: reasons)
    }
}
