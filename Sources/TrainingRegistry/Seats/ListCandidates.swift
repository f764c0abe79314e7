public import Foundation
public import Postgres

/// Picks the confirmed interests of an event for a coordinator, in the order in which they came.
public struct ListCandidates: Sendable {
    public var event: Code
    public var status: InterestStatus?
    public var sector: SectorCode?
    public var country: CountryCode?
    public var cursor: CandidateLine.Cursor?
    public let limit: Int

    public static let defaultLimit = 100
    public static let largestLimit = 500

    public init(
        event: Code, status: InterestStatus? = nil, sector: SectorCode? = nil,
        country: CountryCode? = nil, cursor: CandidateLine.Cursor? = nil, limit: Int = defaultLimit
    ) {
        self.event = event
        self.status = status
        self.sector = sector
        self.country = country
        self.cursor = cursor
        self.limit = min(max(limit, 1), Self.largestLimit)
    }
}

/// One interest as a coordinator who selects sees it.
public struct CandidateLine: Sendable, Equatable {
    public let id: UUID
    public let givenName: String
    public let familyName: String
    public let email: String
    public let organisation: String?
    public let sector: String
    public let country: String
    public let language: String?
    public let motivation: String?
    public let receivedAt: Date
    public let status: InterestStatus
    public let since: Date
    public let seat: Int?
    public let promisedUntil: Date?

    /// A place in the list: right after the interest that came then.
    ///
    /// Its text is for us to read; clients send it back as they got it.
    public struct Cursor: Sendable, Hashable, CustomStringConvertible {
        let microseconds: Int64
        let id: UUID

        init(after line: CandidateLine) {
            microseconds = Int64((line.receivedAt.timeIntervalSince1970 * 1e6).rounded())
            id = line.id
        }

        /// Nil when the text is none of ours.
        public init?(parsing text: String) {
            let parts = text.utf8.split(separator: UInt8(ascii: "."))
            guard parts.count == 2, let number = Int64(String(Substring(parts[0]))),
                let id = UUID(uuidString: String(Substring(parts[1])))
            else { return nil }
            microseconds = number
            self.id = id
        }

        public var description: String { "\(microseconds).\(id.uuidString.lowercased())" }
        var receivedAt: Date { Date(timeIntervalSince1970: Double(microseconds) / 1e6) }
    }

    /// Some lines, and where to go on when there are more.
    public struct Page: Sendable, Equatable {
        public var lines: [CandidateLine]
        public var next: Cursor?
    }
}

extension Database {
    public func candidates(
        _ list: ListCandidates
    ) async throws(DatabaseError) -> CandidateLine.Page {
        let lines = try await run(ListStandings(list: list))
        guard lines.count > list.limit else { return CandidateLine.Page(lines: lines, next: nil) }
        let page = Array(lines.prefix(list.limit))
        return CandidateLine.Page(lines: page, next: page.last.map(CandidateLine.Cursor.init))
    }
}

/// Reads one line more than asked for, to know whether there are more.
struct ListStandings: Statement {
    static let sql: StaticString = """
        SELECT i.id, i.given_name, i.family_name, i.email, i.organisation, i.sector, i.country,
               i.language, i.motivation, i.received_at, s.status, s.occurred_at, seat.number,
               seat.promised_until
        FROM interest i JOIN event ON event.id = i.event_id
        JOIN interest_status s ON s.interest_id = i.id AND s.superseded_at IS NULL
        LEFT JOIN participation p ON p.interest_id = i.id
        LEFT JOIN seat ON seat.interest_id = i.id OR seat.participation_id = p.id
        WHERE event.code = $1 AND i.confirmed_at IS NOT NULL
          AND ($2::text IS NULL OR s.status = $2)
          AND ($3::text IS NULL OR i.sector = $3)
          AND ($4::text IS NULL OR i.country = $4)
          AND ($5::timestamptz IS NULL OR (i.received_at, i.id) > ($5, $6::uuid))
        ORDER BY i.received_at, i.id LIMIT $7
        """

    var list: ListCandidates

    func bind(to parameters: inout Parameters) {
        parameters.add(list.event.description)
        parameters.add(list.status?.rawValue)
        parameters.add(list.sector?.description)
        parameters.add(list.country?.description)
        parameters.add(list.cursor?.receivedAt)
        parameters.add(list.cursor?.id)
        parameters.add(list.limit + 1)
    }

    static func decode(_ row: RowReader) throws(DatabaseError) -> CandidateLine {
        CandidateLine(
            id: try row.uuid(0), givenName: try row.text(1), familyName: try row.text(2),
            email: try row.text(3), organisation: try row.textIfAny(4), sector: try row.text(5),
            country: try row.text(6), language: try row.textIfAny(7),
            motivation: try row.textIfAny(8), receivedAt: try row.instant(9),
            status: try row.word(10, of: InterestStatus.self), since: try row.instant(11),
            seat: try row.integerIfAny(12), promisedUntil: try row.instantIfAny(13))
    }
}
