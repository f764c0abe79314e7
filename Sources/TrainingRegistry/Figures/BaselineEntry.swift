public import Foundation
public import Postgres

/// What a claim said from one instant until another.
public struct BaselineEntry: Sendable, Equatable {
    public var figure: BaselineFigure
    /// Why it took the place of what was said before.
    public var reason: String?
    public var recordedAt: Date
    /// Nil while it holds.
    public var supersededAt: Date?
}

extension Database {
    /// Everything that a claim said, the latest first; nothing when there is no such claim.
    public func baselineEntries(of code: Code) async throws(DatabaseError) -> [BaselineEntry] {
        try await run(ListBaselineEntries(code: code))
    }
}

/// Reads all that a claim said, superseded or not.
struct ListBaselineEntries: Statement {
    static let sql: StaticString = """
        SELECT f.title, f.value, f.qualifier, f.unit, f.period, f.quote, f.place, b.code,
               f.counts_people, lower(f.period_days), upper(f.period_days) - 1, f.told_on,
               coalesce(upper(f.period_days), f.told_on + 1),
               programme.code, phase.code, event.code,
               f.reason, f.recorded_at, f.superseded_at
        FROM baseline_figure b
        JOIN baseline_fact f ON f.baseline_figure_id = b.id
        LEFT JOIN programme ON programme.id = f.programme_id
        LEFT JOIN phase ON phase.id = f.phase_id
        LEFT JOIN event ON event.id = f.event_id
        WHERE b.code = $1
        ORDER BY f.recorded_at DESC
        """

    var code: Code

    func bind(to parameters: inout Parameters) { parameters.add(code.description) }

    static func decode(_ row: RowReader) throws(DatabaseError) -> BaselineEntry {
        BaselineEntry(
            figure: try ListBaselineFigures.decode(row), reason: try row.textIfAny(16),
            recordedAt: try row.instant(17), supersededAt: try row.instantIfAny(18))
    }
}
