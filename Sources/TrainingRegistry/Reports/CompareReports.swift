public import Foundation
public import Postgres

/// Why two reports cannot be compared.
public enum DifferenceRefusal: Error, Sendable, Equatable {
    /// The first instant is not before the second.
    case disorder
    /// The second instant is yet to come, or there was no such period then.
    case report(ReportRefusal)
    /// What each cause changed would tell small figures that are hidden.
    case notInternal
    /// Causes took turns more often than can be counted one after the other.
    case tooManyChanges
}

extension Database {
    /// Says why the figures of a recipe changed between two instants: counts at the first, then
    /// wherever the cause of what was recorded changes, and gives each step to its cause.
    ///
    /// So the changes of all causes add up to the difference, figure by figure.
    public func difference(
        _ recipe: Recipe, from: RecordedInstant, to: RecordedInstant, now: Date
    ) async throws(DatabaseError) -> Result<ReportDifference, DifferenceRefusal> {
        guard recipe.audience == .internal else { return .failure(.notInternal) }
        guard from < to else { return .failure(.disorder) }
        // The later one first: it waits for whoever is recording.
        let ends: (after: Report, before: Report)
        switch (
            try await report(recipe, at: to, now: now), try await report(recipe, at: from, now: now)
        )
        {
        case (.success(let after), .success(let before)): ends = (after, before)
        case (.failure(let refusal), _), (_, .failure(let refusal)):
            return .failure(.report(refusal))
        }
        let runs = try await run(ReadChangeRuns(before: ends.before, to: to))
        guard runs.count <= ReportDifference.runsMax else { return .failure(.tooManyChanges) }
        var difference = ReportDifference(before: ends.before, after: ends.after)
        var last = ends.before
        for run in runs {
            switch try await report(recipe, at: run.upTo, now: now) {
            case .success(let next):
                difference.add(run.cause, from: last, to: next)
                last = next
            case .failure(let refusal): return .failure(.report(refusal))
            }
        }
        difference.add(.other, from: last, to: ends.after)
        return .success(difference)
    }

    private func report(
        _ recipe: Recipe, at instant: RecordedInstant, now: Date
    ) async throws(DatabaseError) -> Result<Report, ReportRefusal> {
        var recipe = recipe
        recipe.asOf = instant
        return try await report(recipe, now: now)
    }
}

/// Changes of one cause that follow each other.
struct ChangeRun: Sendable {
    var upTo: RecordedInstant
    var cause: ReportDifference.Cause
}

/// Reads where the cause of what was recorded changes; one more than may be compared.
struct ReadChangeRuns: Statement {
    static let sql: StaticString = """
        SELECT upto, cause FROM change_runs($1, $2, $3, $4, $5, $6) ORDER BY upto LIMIT 501
        """

    var before: Report
    var to: RecordedInstant

    func bind(to parameters: inout Parameters) {
        var days: (first: CalendarDay?, last: CalendarDay?) = (before.first, before.last)
        // The days of a grant may have changed meanwhile.
        if case .grant = before.recipe.period { days = (nil, nil) }
        parameters.add(before.asOf.date)
        parameters.add(to.date)
        parameters.add(days.first)
        parameters.add(days.last)
        parameters.add(before.recipe.programme?.description)
        parameters.add(before.recipe.event?.description)
    }

    static func decode(_ row: RowReader) throws(DatabaseError) -> ChangeRun {
        ChangeRun(
            upTo: RecordedInstant(try row.instant(0)),
            cause: ReportDifference.Cause(rawValue: try row.text(1)) ?? .other)
    }
}
