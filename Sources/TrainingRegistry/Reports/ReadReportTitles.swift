public import Postgres

/// What the keys of a report are called now; titles may change, so they are not in a report.
public struct ReportTitles: Sendable, Equatable {
    private var titles: [Recipe.Dimension: [String: String]]

    public init(_ titles: [Recipe.Dimension: [String: String]] = [:]) { self.titles = titles }

    /// Nil for what has no title of its own, such as a year.
    public subscript(dimension: Recipe.Dimension, key: String) -> String? {
        titles[dimension]?[key]
    }
}

extension Database {
    /// Reads what the keys of reports of one recipe are called.
    public func titles(of reports: Report...) async throws(DatabaseError) -> ReportTitles {
        var titles: [Recipe.Dimension: [String: String]] = [:]
        for (place, dimension) in (reports.first?.recipe.group ?? []).enumerated() {
            let keys = Set(reports.flatMap { $0.keys(of: place) })
            let named = try await run(
                ReadReportTitles(dimension: dimension, keys: Array(keys)))
            titles[dimension] = Dictionary(named, uniquingKeysWith: { one, _ in one })
        }
        return ReportTitles(titles)
    }
}

/// Reads titles of codes; of organisations the name that holds last.
struct ReadReportTitles: Statement {
    static let sql: StaticString = """
        SELECT key, title FROM (
            SELECT k.key, CASE $1
                WHEN 'country' THEN (SELECT c.name FROM country c WHERE c.code = k.key)
                WHEN 'member' THEN (SELECT m.name FROM member m WHERE m.code = k.key)
                WHEN 'sector' THEN (SELECT s.title FROM sector s WHERE s.code = k.key)
                WHEN 'programme' THEN (SELECT p.title FROM programme p WHERE p.code = k.key)
                WHEN 'phase' THEN (SELECT p.title FROM phase p WHERE p.code = k.key)
                WHEN 'event' THEN (SELECT e.title FROM event e WHERE e.code = k.key)
                WHEN 'grant' THEN (
                    SELECT string_agg(
                        concat_ws(', ', g.funding_programme, g.reference, g.code), ' + '
                        ORDER BY g.code COLLATE "C")
                    FROM funding_grant g WHERE g.code = ANY (string_to_array(k.key, '+')))
                WHEN 'organisation' THEN (
                    SELECT n.name FROM organisation_name n
                    WHERE n.organisation_id = CASE
                        WHEN $1 = 'organisation' AND k.key <> '-' THEN k.key::uuid END
                    ORDER BY upper_inf(n.valid) DESC, lower(n.valid) DESC LIMIT 1)
            END AS title
            FROM unnest($2::text[]) AS k (key)
        ) AS named
        WHERE title IS NOT NULL
        """

    var dimension: Recipe.Dimension
    var keys: [String]

    func bind(to parameters: inout Parameters) {
        parameters.add(dimension.rawValue)
        parameters.add(keys)
    }

    static func decode(_ row: RowReader) throws(DatabaseError) -> (String, String) {
        (try row.text(0), try row.text(1))
    }
}
