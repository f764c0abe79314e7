public import Foundation
public import Postgres

/// The tables that are printed of a period, all as of one instant and by the one counting function.
public struct AnnualTables: Sendable, Equatable {
    /// The recipe of the first table.
    public var recipe: Recipe
    public var first: CalendarDay?
    public var last: CalendarDay?
    public var asOf: RecordedInstant
    /// When the period was made final, where these are its final figures.
    public var finalSince: Date?
    /// Those that count, by their first day and then by code; also those to which nobody came.
    public var events: [AnnualEvent]
    /// In the order of `Subject`.
    public var tables: [AnnualTable]

    public subscript(subject: AnnualTable.Subject) -> Report? {
        tables.first { $0.subject == subject }?.report
    }
}

/// One of them.
public struct AnnualTable: Sendable, Equatable {
    /// What it is about.
    public enum Subject: String, Sendable, Hashable, CaseIterable {
        /// Persons in any role who came to each event.
        case events
        /// Persons who came on the seat of each member.
        case presence
        /// Participants who came, by country.
        case countries
        /// Participants who came, by sector.
        case sectors

        /// The dimension that it is divided by.
        public var dimension: Recipe.Dimension {
            switch self {
            case .events: .event
            case .presence: .member
            case .countries: .country
            case .sectors: .sector
            }
        }
    }

    public var subject: Subject
    public var report: Report
}

/// An event in the list; its title and place are those of now.
public struct AnnualEvent: Sendable, Equatable {
    public var code: String
    public var title: String
    public var kind: EventKind
    public var startsOn: CalendarDay
    public var endsOn: CalendarDay
    /// Where, as far as it is known; empty where it is not.
    public var place: String
}

/// Asks for the tables of a period.
public struct ReadAnnualTables: Sendable {
    public var period: ReportPeriod
    public var audience: Recipe.Audience
    /// Nil for the instant of a final period, else of the latest fact.
    public var asOf: RecordedInstant?
    public var now: Date

    public init(
        _ period: ReportPeriod, audience: Recipe.Audience = .internal,
        asOf: RecordedInstant? = nil, now: Date
    ) {
        self.period = period
        self.audience = audience
        self.asOf = asOf
        self.now = now
    }

    /// How a table is counted.
    func recipe(of subject: AnnualTable.Subject, asOf: RecordedInstant?) -> Recipe {
        let roles: [ParticipationRole] =
            subject == .events || subject == .presence
            ? ParticipationRole.allCases : [.participant]
        return Recipe(
            roles: roles, period: period, group: [subject.dimension], audience: audience,
            asOf: asOf)
    }
}

extension Database {
    /// Counts the tables of a period; the instant of the first is that of all.
    public func annualTables(
        _ request: ReadAnnualTables
    ) async throws(DatabaseError) -> Result<AnnualTables, ReportRefusal> {
        var asOf = request.asOf
        var tables: [AnnualTable] = []
        for subject in AnnualTable.Subject.allCases {
            // The clock of facts may be a little ahead of ours: what was counted is not to come.
            let now = max(request.now, tables.first?.report.asOf.date ?? request.now)
            switch try await report(request.recipe(of: subject, asOf: asOf), now: now) {
            case .failure(let refusal): return .failure(refusal)
            case .success(let report):
                asOf = report.asOf
                tables.append(AnnualTable(subject: subject, report: report))
            }
        }
        let whole = tables[0].report
        return .success(
            AnnualTables(
                recipe: whole.recipe, first: whole.first, last: whole.last, asOf: whole.asOf,
                finalSince: whole.finalSince,
                events: try await run(
                    ReadAnnualEvents(first: whole.first, last: whole.last, asOf: whole.asOf)),
                tables: tables))
    }
}

/// Reads our own events that count, as they were known at an instant.
struct ReadAnnualEvents: Statement {
    static let sql: StaticString = """
        SELECT f.code, e.title, f.kind, f.starts_on, f.ends_on,
               concat_ws(', ', nullif(e.city, ''), c.name)
        FROM event_fact f
        JOIN event e ON e.id = f.event_id
        LEFT JOIN country c ON c.code = e.country
        WHERE f.is_countable AND f.reach = 'direct'
          AND held_at($3, f.recorded_at, f.superseded_at)
          AND ($1::date IS NULL OR f.starts_on >= $1) AND ($2::date IS NULL OR f.starts_on <= $2)
        ORDER BY f.starts_on, f.code COLLATE "C"
        """

    var first: CalendarDay?
    var last: CalendarDay?
    var asOf: RecordedInstant

    func bind(to parameters: inout Parameters) {
        parameters.add(first)
        parameters.add(last)
        parameters.add(asOf.date)
    }

    static func decode(_ row: RowReader) throws(DatabaseError) -> AnnualEvent {
        AnnualEvent(
            code: try row.text(0), title: try row.text(1),
            kind: try row.word(2, of: EventKind.self),
            startsOn: try row.day(3), endsOn: try row.day(4), place: try row.text(5))
    }
}
