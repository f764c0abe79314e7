public import Foundation
public import Postgres

/// Counts the people of one country and sector in an indirect event whose names nobody took.
public struct ReportIndirectCount: Sendable {
    public static let peopleMax = 100_000

    public var event: Code
    public var country: CountryCode
    public var sector: SectorCode
    /// Zero takes a count back.
    public var people: Int
    /// Who or what says so.
    public var source: Title
    public var actor: RegistryActor
    public var reason: String?
    public var now: Date

    public init(
        event: Code, country: CountryCode, sector: SectorCode, people: Int, source: Title,
        actor: RegistryActor, reason: String?, now: Date
    ) {
        self.event = event
        self.country = country
        self.sector = sector
        self.people = people
        self.source = source
        self.actor = actor
        self.reason = reason
        self.now = now
    }
}

extension Database {
    /// The count holds instead of the one before of the same country and sector.
    public func report(
        _ request: ReportIndirectCount
    ) async throws(DatabaseError) -> Result<Void, LadderRefusal> {
        let word = try await run(WriteIndirectCount(request: request)).first ?? "unknown"
        return word == "counted" ? .success(()) : .failure(LadderRefusal(word: word) ?? .unknown)
    }
}

/// Appends the count, superseding the one before.
struct WriteIndirectCount: Statement {
    static let sql: StaticString = """
        SELECT report_indirect_count($1, $2, $3, $4, $5, $6, $7, $8)
        """

    var request: ReportIndirectCount

    func bind(to parameters: inout Parameters) {
        parameters.add(request.event.description)
        parameters.add(request.country.description)
        parameters.add(request.sector.description)
        parameters.add(Int32(clamping: request.people))
        parameters.add(request.source.description)
        parameters.add(request.actor.description)
        parameters.add(request.reason)
        parameters.add(request.now)
    }

    static func decode(_ row: RowReader) throws(DatabaseError) -> String { try row.text(0) }
}
