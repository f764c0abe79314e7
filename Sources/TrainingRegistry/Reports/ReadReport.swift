public import Foundation
public import Postgres

/// Why a report cannot be made.
public enum ReportRefusal: Error, Sendable, Equatable {
    /// No mandate or grant of this name was known then, or the grant has no days.
    case unknownPeriod
    /// Nobody knows yet what will be known then.
    case future
    /// Filters whose codes nothing has: `programme`, `phase`, `grant` or `event`.
    case unknown([String])
}

extension Database {
    /// Counts what a recipe asks for, as it was known at its instant.
    ///
    /// The same recipe with the same instant gives the same report for ever: whoever records facts
    /// while it is asked for is waited for, and who comes later records at a later instant.
    public func report(
        _ recipe: Recipe, now: Date
    ) async throws(DatabaseError) -> Result<Report, ReportRefusal> {
        if let asOf = recipe.asOf, asOf > RecordedInstant(now) { return .failure(.future) }
        let unknown = try await run(FindUnknownFilters(recipe: recipe))
        guard unknown.isEmpty else { return .failure(.unknown(unknown)) }
        guard let scope = try await run(SettleReport(recipe: recipe)).first else {
            return .failure(.unknownPeriod)
        }
        var recipe = recipe
        recipe.asOf = scope.asOf
        let counted = try await run(CountReport(recipe: recipe, scope: scope))
        let heads = try await run(CountReportHeads(recipe: recipe, scope: scope))
        var report = Report(
            recipe, first: scope.first, last: scope.last, asOf: scope.asOf, counted: counted,
            heads: heads)
        report.finalSince = scope.finalSince
        if recipe.grantsOverlap,
            report.overlaps.contains(where: { $0.dimension == Recipe.Dimension.grant.rawValue })
        {
            report.reconcile(
                try await run(
                    CountReport(recipe: recipe, scope: scope, asksWhetherGranted: true)))
        }
        return .success(report)
    }
}

/// The instant and the days of a report.
struct ReportScope: Sendable, Equatable {
    var asOf: RecordedInstant
    var first: CalendarDay?
    var last: CalendarDay?
    /// When the period was made final, where this is its final instant.
    var finalSince: Date?
}

/// Fixes the instant of a report and finds the days of its period; no row without such a period.
///
/// Where nobody asks for an instant, a final period has its own. It is that of a grant only where
/// the grant had these days then already: at its own instant a report has no other days.
struct SettleReport: Statement {
    static let sql: StaticString = """
        SELECT coalesce(final.as_of, settled.as_of), lower(period.days), upper(period.days) - 1,
               final.made_at
        FROM (SELECT settled_instant($1) AS as_of) AS settled
        CROSS JOIN LATERAL (
            SELECT daterange($2, $3, '[]') AS days WHERE $4::text IS NULL AND $5::text IS NULL
            UNION ALL
            SELECT valid FROM mandate WHERE title = $4
            UNION ALL
            SELECT f.period FROM grant_fact f
            WHERE f.code = $5 AND f.period IS NOT NULL
              AND held_at(settled.as_of, f.recorded_at, f.superseded_at)
        ) AS period
        LEFT JOIN final_period final
            ON final.first_day = lower(period.days) AND final.last_day = upper(period.days) - 1
            AND final.as_of = coalesce($1, final.as_of)
            AND ($5::text IS NULL OR EXISTS (
                SELECT FROM grant_fact f
                WHERE f.code = $5 AND f.period = period.days
                  AND held_at(final.as_of, f.recorded_at, f.superseded_at)))
        """

    var recipe: Recipe

    func bind(to parameters: inout Parameters) {
        parameters.add(recipe.asOf?.date)
        parameters.add(recipe.period.days?.first)
        parameters.add(recipe.period.days?.last)
        var (mandate, grant): (String?, String?)
        switch recipe.period {
        case .mandate(let title): mandate = title
        case .grant(let code): grant = code.description
        default: break
        }
        parameters.add(mandate)
        parameters.add(grant)
    }

    static func decode(_ row: RowReader) throws(DatabaseError) -> ReportScope {
        ReportScope(
            asOf: RecordedInstant(try row.instant(0)), first: try row.dayIfAny(1),
            last: try row.dayIfAny(2), finalSince: try row.instantIfAny(3))
    }
}

/// Counts every cell and every total of a recipe.
struct CountReport: Statement {
    static let sql: StaticString = """
        SELECT keys, totals, value, people
        FROM report_cells($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16)
        WHERE value > 0 OR true = ALL (totals)
        """

    var recipe: Recipe
    var scope: ReportScope
    /// Whether events are divided by whether any grant carries them, and not by grants.
    var asksWhetherGranted = false

    func bind(to parameters: inout Parameters) {
        let percents = recipe.rule.percents
        parameters.add(scope.asOf.date)
        parameters.add(recipe.unit.rawValue)
        parameters.add(recipe.rule.name)
        parameters.add(Int32(percents.attended))
        parameters.add(Int32(percents.partly))
        parameters.add(recipe.counted.map(\.rawValue))
        parameters.add(recipe.reach.rawValue)
        parameters.add(scope.first)
        parameters.add(scope.last)
        parameters.add(recipe.programme?.description)
        parameters.add(recipe.phase?.description)
        parameters.add(recipe.grant?.description)
        parameters.add(recipe.kinds.map(\.rawValue))
        parameters.add(recipe.event?.description)
        parameters.add(
            recipe.group.map {
                $0 == .grant && asksWhetherGranted ? "granted" : recipe.name(of: $0)
            })
        parameters.add(recipe.audience.hidesSmallFigures)
    }

    static func decode(_ row: RowReader) throws(DatabaseError) -> CountedFigure {
        let totals = try row.flags(1)
        let keys = zip(try row.textsOrNulls(0), totals).map { $1 ? nil : $0 }
        return CountedFigure(
            keys: keys, value: try row.integer(2), people: try row.integerIfAny(3))
    }
}

extension Recipe {
    /// What the database divides by: grants that overlap, or all of an event as one thing.
    fileprivate func name(of dimension: Dimension) -> String {
        dimension == .grant && !grantsOverlap ? "grants" : dimension.rawValue
    }
}

/// Counts people without names in the events of a recipe.
struct CountReportHeads: Statement {
    static let sql: StaticString = """
        SELECT h.age_band, sum(h.people)::integer
        FROM heads_at($1) h
        JOIN event_fact e ON e.event_id = h.event_id AND held_at($1, e.recorded_at, e.superseded_at)
        WHERE e.is_countable AND e.reach = $2
          AND ($3::date IS NULL OR e.starts_on >= $3) AND ($4::date IS NULL OR e.starts_on <= $4)
          AND ($5::text IS NULL OR e.programme = $5) AND ($6::text IS NULL OR e.phase = $6)
          AND ($7::text IS NULL OR $7 = ANY (e.grants))
          AND (cardinality($8::text[]) = 0 OR e.kind = ANY ($8))
          AND ($9::text IS NULL OR e.code = $9)
        GROUP BY h.age_band HAVING sum(h.people) > 0 ORDER BY h.age_band COLLATE "C"
        """

    var recipe: Recipe
    var scope: ReportScope

    func bind(to parameters: inout Parameters) {
        parameters.add(scope.asOf.date)
        parameters.add(recipe.reach.rawValue)
        parameters.add(scope.first)
        parameters.add(scope.last)
        parameters.add(recipe.programme?.description)
        parameters.add(recipe.phase?.description)
        parameters.add(recipe.grant?.description)
        parameters.add(recipe.kinds.map(\.rawValue))
        parameters.add(recipe.event?.description)
    }

    static func decode(_ row: RowReader) throws(DatabaseError) -> Report.HeadFigure {
        Report.HeadFigure(ageBand: try row.text(0), people: try row.integer(1))
    }
}
