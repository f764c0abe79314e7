public import Foundation
public import Postgres

/// What it takes to complete an event.
public struct CompletionRule: Sendable, Hashable {
    /// The least share of their sessions that somebody attends, 1 to 100.
    public var attendedPercent: Int
    /// What a session attended partly counts, 0 to 100.
    public var partlyPercent: Int
    public var needsAssignment: Bool
    public var needsMentoring: Bool

    public init(
        attendedPercent: Int = 80, partlyPercent: Int = 50, needsAssignment: Bool = false,
        needsMentoring: Bool = false
    ) {
        self.attendedPercent = attendedPercent
        self.partlyPercent = partlyPercent
        self.needsAssignment = needsAssignment
        self.needsMentoring = needsMentoring
    }
}

/// Sets what it takes to complete an event.
public struct SetCompletionRule: Sendable {
    public var event: Code
    public var rule: CompletionRule
    public var actor: RegistryActor
    public var reason: String?
    public var now: Date

    public init(
        event: Code, rule: CompletionRule, actor: RegistryActor, reason: String?, now: Date
    ) {
        self.event = event
        self.rule = rule
        self.actor = actor
        self.reason = reason
        self.now = now
    }
}

extension Database {
    /// False when there is no such event.
    public func set(_ request: SetCompletionRule) async throws(DatabaseError) -> Bool {
        try await !run(WriteCompletionRule(request: request)).isEmpty
    }

    /// The rule of an event, the defaults where none is set; nil when there is no such event.
    public func completionRule(of event: Code) async throws(DatabaseError) -> CompletionRule? {
        try await run(ReadCompletionRule(event: event)).first
    }
}

/// Writes the rule over the one before, and says who did.
struct WriteCompletionRule: Statement {
    static let sql: StaticString = """
        WITH written AS (
            INSERT INTO completion_rule AS r (event_id, attended_percent, partly_percent,
                needs_assignment, needs_mentoring)
            SELECT id, $2::integer, $3::integer, $4, $5 FROM event WHERE code = $1
            ON CONFLICT (event_id) DO UPDATE SET attended_percent = excluded.attended_percent,
                partly_percent = excluded.partly_percent,
                needs_assignment = excluded.needs_assignment,
                needs_mentoring = excluded.needs_mentoring
            RETURNING event_id
        ), noted AS (
            INSERT INTO audit (subject, subject_id, action, actor, reason, occurred_at)
            SELECT 'completion_rule', event_id, 'set', $6, $7, $8 FROM written
        )
        SELECT event_id FROM written
        """

    var request: SetCompletionRule

    func bind(to parameters: inout Parameters) {
        parameters.add(request.event.description)
        parameters.add(Int32(clamping: request.rule.attendedPercent))
        parameters.add(Int32(clamping: request.rule.partlyPercent))
        parameters.add(request.rule.needsAssignment)
        parameters.add(request.rule.needsMentoring)
        parameters.add(request.actor.description)
        parameters.add(request.reason)
        parameters.add(request.now)
    }

    static func decode(_ row: RowReader) throws(DatabaseError) -> UUID { try row.uuid(0) }
}

/// Reads the rule that holds for an event.
struct ReadCompletionRule: Statement {
    static let sql: StaticString = """
        SELECT coalesce(attended_percent, 80)::integer, coalesce(partly_percent, 50)::integer,
               coalesce(needs_assignment, false), coalesce(needs_mentoring, false)
        FROM event LEFT JOIN completion_rule ON event_id = event.id WHERE code = $1
        """

    var event: Code

    func bind(to parameters: inout Parameters) { parameters.add(event.description) }

    static func decode(_ row: RowReader) throws(DatabaseError) -> CompletionRule {
        CompletionRule(
            attendedPercent: try row.integer(0), partlyPercent: try row.integer(1),
            needsAssignment: try row.flag(2), needsMentoring: try row.flag(3))
    }
}
