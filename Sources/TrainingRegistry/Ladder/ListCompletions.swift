public import Foundation
public import Postgres

/// How far one participation got.
public struct CompletionLine: Sendable, Hashable {
    public var participation: UUID
    /// Nil when the person is erased.
    public var person: UUID?
    public var name: String?
    public var role: String
    public var completion: Completion
}

extension Database {
    /// The confirmed participations of an event by name; nil when there is no such event.
    public func completions(of event: Code) async throws(DatabaseError) -> [CompletionLine]? {
        guard let rule = try await completionRule(of: event) else { return nil }
        return try await run(ReadCompletions(event: event)).map { line in
            var line = line
            line.completion.needsAssignment = rule.needsAssignment
            line.completion.needsMentoring = rule.needsMentoring
            return line
        }
    }
}

/// Reads what is known of each participation of an event.
struct ReadCompletions: Statement {
    static let sql: StaticString = """
        SELECT c.participation_id, p.id, p.given_name || ' ' || p.family_name, c.role,
               c.meets_attendance, c.assignment, c.mentoring
        FROM completion c JOIN event ON event.id = c.event_id
        LEFT JOIN person p ON p.token = c.person_token
        WHERE event.code = $1
        ORDER BY p.family_name COLLATE "und-x-icu", p.given_name COLLATE "und-x-icu",
                 c.participation_id
        """

    var event: Code

    func bind(to parameters: inout Parameters) { parameters.add(event.description) }

    static func decode(_ row: RowReader) throws(DatabaseError) -> CompletionLine {
        CompletionLine(
            participation: try row.uuid(0), person: try row.uuidIfAny(1),
            name: try row.textIfAny(2), role: try row.text(3),
            completion: Completion(
                meetsAttendance: try row.flag(4), needsAssignment: false, needsMentoring: false,
                assignment: try row.textIfAny(5).flatMap(CompletionStep.Outcome.init(rawValue:)),
                mentoring: try row.textIfAny(6).flatMap(CompletionStep.Outcome.init(rawValue:))))
    }
}
