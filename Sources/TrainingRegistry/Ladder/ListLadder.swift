public import Foundation
public import Postgres

/// A step of the ladder of a programme.
public enum LadderRung: String, Sendable, Hashable, CaseIterable {
    /// Takes part in a training and has something missing.
    case underWay = "under-way"
    /// Completed a training, and nobody has invited them.
    case eligible
    case invited
    case declined
    case trainer
    case ended
}

/// One person on the ladder of a programme.
public struct LadderLine: Sendable, Hashable {
    public var person: UUID
    public var name: String
    public var rung: LadderRung
    public var hasCompleted: Bool
    /// The training in which they got furthest; nil of a trainer who has none here.
    public var event: Code?
    /// What is missing there.
    public var missing: [String]
    /// Since when they stand where they do; nil before they were invited.
    public var since: Date?
    public var reason: String?
}

/// Everybody on the ladder of a programme, or those on one rung.
public struct ListLadder: Sendable {
    public var programme: Code
    public var rung: LadderRung?

    public init(programme: Code, rung: LadderRung? = nil) {
        self.programme = programme
        self.rung = rung
    }
}

extension Database {
    /// By name; nil when there is no such programme.
    public func ladder(_ list: ListLadder) async throws(DatabaseError) -> [LadderLine]? {
        let rows = try await run(ReadLadder(list: list))
        return rows.isEmpty ? nil : rows.compactMap { $0 }
    }
}

/// Reads the ladder; one empty row where nobody is on it.
struct ReadLadder: Statement {
    static let sql: StaticString = """
        WITH course AS (
            SELECT id FROM programme WHERE code = $1
        ), best AS (
            SELECT DISTINCT ON (t.person_id) t.*
            FROM trainee t JOIN course ON course.id = t.programme_id
            ORDER BY t.person_id, t.completed DESC, cardinality(t.missing), t.starts_on DESC,
                     t.event
        ), line AS (
            SELECT course.id AS programme_id, p.id, p.given_name, p.family_name,
                   coalesce(n.standing, CASE WHEN best.completed THEN 'eligible'
                                             ELSE 'under-way' END) AS rung,
                   coalesce(best.completed, false) AS completed, best.event, best.missing,
                   n.occurred_at, n.reason
            FROM course
            CROSS JOIN person p
            LEFT JOIN best ON best.person_id = p.id
            LEFT JOIN trainer_now n ON n.person_id = p.id AND n.programme_id = course.id
            WHERE best.person_id IS NOT NULL OR n.person_id IS NOT NULL
        )
        SELECT line.id, given_name || ' ' || family_name, rung, completed, event, missing,
               occurred_at, reason
        FROM course LEFT JOIN line ON line.programme_id = course.id
            AND ($2::text IS NULL OR rung = $2)
        ORDER BY family_name COLLATE "und-x-icu", given_name COLLATE "und-x-icu", line.id
        """

    var list: ListLadder

    func bind(to parameters: inout Parameters) {
        parameters.add(list.programme.description)
        parameters.add(list.rung?.rawValue)
    }

    static func decode(_ row: RowReader) throws(DatabaseError) -> LadderLine? {
        guard let person = try row.uuidIfAny(0),
            let rung = try row.textIfAny(2).flatMap(LadderRung.init(rawValue:))
        else { return nil }
        return LadderLine(
            person: person, name: try row.text(1), rung: rung, hasCompleted: try row.flag(3),
            event: try row.textIfAny(4).flatMap { try? Code(parsing: $0) },
            missing: try row.textsIfAny(5) ?? [], since: try row.instantIfAny(6),
            reason: try row.textIfAny(7))
    }
}
