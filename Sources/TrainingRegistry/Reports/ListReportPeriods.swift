public import Postgres

extension Database {
    /// The periods that somebody may want a report of: years and presidencies with an event in
    /// them, the latest first, then the mandates.
    public func reportPeriods() async throws(DatabaseError) -> [ReportPeriod] {
        try await run(ListReportPeriods()).compactMap(\.self)
    }
}

/// Reads in which years and presidencies (July to June) events begin, and the mandates.
struct ListReportPeriods: Statement {
    static let sql: StaticString = """
        SELECT period FROM (
            SELECT DISTINCT 1, to_char(starts_on, 'YYYY') FROM event WHERE published_at IS NOT NULL
            UNION ALL
            SELECT DISTINCT 2, 'presidency:' || to_char(starts_on - interval '6 months', 'YYYY')
            FROM event WHERE published_at IS NOT NULL
            UNION ALL
            SELECT 3, 'mandate:' || title FROM mandate
        ) AS known (rank, period)
        ORDER BY rank, period COLLATE "C" DESC
        """

    func bind(to parameters: inout Parameters) {}

    /// Nil where a year lies before what a recipe takes.
    static func decode(_ row: RowReader) throws(DatabaseError) -> ReportPeriod? {
        try? ReportPeriod(parsing: try row.text(0))
    }
}
