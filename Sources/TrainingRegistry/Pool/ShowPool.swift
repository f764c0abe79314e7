public import Foundation
public import Postgres

/// How many interests in the pool of a programme stand where.
public struct PoolFigure: Sendable, Equatable {
    /// What the counts are by.
    public enum Dimension: String, Sendable, CaseIterable {
        case topic, language, country, sector
    }

    /// The interests of one topic, language, country or sector, or all of them.
    public struct Line: Sendable, Equatable {
        public let dimension: Dimension?
        /// Its code; nil for those who named none, so that any will do.
        public let value: String?
        /// Nothing was offered to them yet.
        public let unmatched: Int
        /// Something was offered to them, and nothing taken up.
        public let offered: Int
        /// They said yes to something, whatever became of it.
        public let takenUp: Int
        /// Their time was over before they took anything up.
        public let lapsed: Int
        /// Since when the first of those who are unmatched waits.
        public let oldestSince: Date?
    }

    public var total: Line
    public var lines: [Line]
}

extension Database {
    /// Nil when there is no such programme.
    public func pool(of programme: Code) async throws(DatabaseError) -> PoolFigure? {
        let rows = try await run(ReadPoolFigure(programme: programme))
        guard let total = rows.first(where: { $0.dimension == nil }) else { return nil }
        return PoolFigure(total: total, lines: rows.filter { $0.dimension != nil })
    }
}

/// Counts interests by where they stand; one that names several topics counts under each of them.
struct ReadPoolFigure: Statement {
    static let sql: StaticString = """
        WITH counted AS MATERIALIZED (
            SELECT i.topics, i.languages, i.country, i.sector, i.confirmed_at, s.standing
            FROM programme JOIN pool_standing s ON s.programme_id = programme.id
            JOIN interest i ON i.id = s.interest_id
            WHERE programme.code = $1 AND s.standing <> 'withdrawn'
        ), spread AS (
            SELECT NULL AS dimension, NULL AS value, standing, confirmed_at FROM counted
            UNION ALL SELECT 'country', country, standing, confirmed_at FROM counted
            UNION ALL SELECT 'sector', sector, standing, confirmed_at FROM counted
            UNION ALL SELECT 'topic', topic, standing, confirmed_at
                FROM counted LEFT JOIN LATERAL unnest(topics) AS topic ON true
            UNION ALL SELECT 'language', language, standing, confirmed_at
                FROM counted LEFT JOIN LATERAL unnest(languages) AS language ON true
        )
        SELECT dimension, value, count(*) FILTER (WHERE standing = 'unmatched'),
               count(*) FILTER (WHERE standing = 'offered'),
               count(*) FILTER (WHERE standing = 'taken-up'),
               count(*) FILTER (WHERE standing = 'lapsed'),
               min(confirmed_at) FILTER (WHERE standing = 'unmatched')
        FROM programme LEFT JOIN spread ON true WHERE code = $1
        GROUP BY dimension, value
        ORDER BY dimension NULLS FIRST, value COLLATE "C" NULLS FIRST
        """

    var programme: Code

    func bind(to parameters: inout Parameters) { parameters.add(programme.description) }

    static func decode(_ row: RowReader) throws(DatabaseError) -> PoolFigure.Line {
        PoolFigure.Line(
            dimension: try row.textIfAny(0).flatMap(PoolFigure.Dimension.init(rawValue:)),
            value: try row.textIfAny(1), unmatched: try row.integer(2),
            offered: try row.integer(3), takenUp: try row.integer(4), lapsed: try row.integer(5),
            oldestSince: try row.instantIfAny(6))
    }
}
