public import Foundation
public import Postgres

/// Picks the people of one event for a coordinator who selects, a page at a time.
public struct ListEventPeople: Sendable, Equatable {
    /// What the list is sorted by.
    public enum Order: String, Sendable, CaseIterable {
        case name
        case country
        case sector
        case organisation
        case status
        case received
    }

    public var event: Code
    public var status: InterestStatus?
    public var country: CountryCode?
    public var sector: SectorCode?
    /// A part of the name of an organisation.
    public var organisation: String?
    /// A part of a name or an address.
    public var text: String?
    public var order: Order
    public var isDescending: Bool
    /// From 1.
    public var page: Int
    public var size: Int

    public static let sizes = [50, 100, 500]

    public init(
        event: Code, status: InterestStatus? = nil, country: CountryCode? = nil,
        sector: SectorCode? = nil, organisation: String? = nil, text: String? = nil,
        order: Order = .received, isDescending: Bool = false, page: Int = 1, size: Int = 100
    ) {
        self.event = event
        self.status = status
        self.country = country
        self.sector = sector
        self.organisation = organisation
        self.text = text
        self.order = order
        self.isDescending = isDescending
        self.page = max(1, page)
        self.size = min(max(1, size), 500)
    }
}

/// One person with their interest in an event, as a row of the workbench.
public struct EventPerson: Sendable, Equatable {
    public let interest: UUID
    public let person: UUID
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
    /// How many the whole list has.
    public let total: Int

    public var name: String { "\(givenName) \(familyName)" }
}

extension Database {
    public func people(
        _ list: ListEventPeople
    ) async throws(DatabaseError) -> [EventPerson] {
        try await run(ReadEventPeople(list: list, interests: nil))
    }

    /// Those of an event whose interests are named, by name.
    public func people(
        of event: Code, _ interests: [UUID]
    ) async throws(DatabaseError) -> [EventPerson] {
        let list = ListEventPeople(event: event, order: .name, size: 500)
        return try await run(ReadEventPeople(list: list, interests: interests))
    }
}

/// Reads a page of people with how many there are in all.
struct ReadEventPeople: Statement {
    static let sql: StaticString = """
        WITH listed AS (
            SELECT i.id, i.person_id, i.given_name, i.family_name, i.email, i.organisation,
                   i.sector, i.country, i.language, i.motivation, i.received_at, s.status,
                   s.occurred_at AS since, coalesce(own.number, held.number) AS number,
                   own.promised_until,
                   lower(i.family_name || ' ' || i.given_name) AS name,
                   CASE $7 WHEN 'name' THEN lower(i.family_name || ' ' || i.given_name)
                           WHEN 'country' THEN i.country WHEN 'sector' THEN i.sector
                           WHEN 'organisation' THEN lower(coalesce(i.organisation, ''))
                           WHEN 'status' THEN s.status
                           ELSE to_char(i.received_at, 'YYYYMMDDHH24MISSUS') END AS key
            FROM interest i JOIN event ON event.id = i.event_id
            JOIN interest_status s ON s.interest_id = i.id AND s.superseded_at IS NULL
            LEFT JOIN participation p ON p.interest_id = i.id
            LEFT JOIN seat own ON own.interest_id = i.id
            LEFT JOIN seat held ON held.participation_id = p.id
            WHERE event.code = $1 AND i.confirmed_at IS NOT NULL
              AND ($2::text IS NULL OR s.status = $2)
              AND ($3::text IS NULL OR i.country = $3)
              AND ($4::text IS NULL OR i.sector = $4)
              AND ($5::text IS NULL OR strpos(lower(i.organisation), lower($5)) > 0)
              AND ($6::text IS NULL OR strpos(lower(i.given_name || ' ' || i.family_name || ' '
                                                    || i.email), lower($6)) > 0)
              AND ($12::boolean OR i.id = ANY ($11))
        )
        SELECT id, given_name, family_name, email, organisation, sector, country, language,
               motivation, received_at, status, since, number, promised_until,
               count(*) OVER (), person_id
        FROM listed
        ORDER BY CASE WHEN NOT $8::boolean THEN key END, CASE WHEN $8 THEN key END DESC, name, id
        LIMIT $9 OFFSET $10
        """

    var list: ListEventPeople
    /// Nil for whoever the list names.
    var interests: [UUID]?

    func bind(to parameters: inout Parameters) {
        parameters.add(list.event.description)
        parameters.add(list.status?.rawValue)
        parameters.add(list.country?.description)
        parameters.add(list.sector?.description)
        parameters.add(list.organisation)
        parameters.add(list.text)
        parameters.add(list.order.rawValue)
        parameters.add(list.isDescending)
        parameters.add(list.size)
        parameters.add((list.page - 1) * list.size)
        parameters.add(interests ?? [])
        parameters.add(interests == nil)
    }

    static func decode(_ row: RowReader) throws(DatabaseError) -> EventPerson {
        EventPerson(
            interest: try row.uuid(0), person: try row.uuid(15), givenName: try row.text(1),
            familyName: try row.text(2), email: try row.text(3), organisation: try row.textIfAny(4),
            sector: try row.text(5),
            country: try row.text(6), language: try row.textIfAny(7),
            motivation: try row.textIfAny(8), receivedAt: try row.instant(9),
            status: try row.word(10, of: InterestStatus.self), since: try row.instant(11),
            seat: try row.integerIfAny(12), promisedUntil: try row.instantIfAny(13),
            total: try row.integer(14))
    }
}
