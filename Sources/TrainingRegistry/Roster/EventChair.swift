public import Foundation
public import Postgres

/// Who chairs a meeting of the Expert Group.
public struct EventChair: Sendable, Equatable {
    public var member: String
    public var name: String
    /// Why it is not the presidency; nil where it is.
    public var reason: String?

    public var isOverridden: Bool { reason != nil }

    public init(member: String, name: String, reason: String?) {
        self.member = member
        self.name = name
        self.reason = reason
    }
}

/// Lets another member chair a meeting, or gives the chair back to the presidency.
public struct SetChair: Sendable {
    public var event: Code
    /// Nil gives it back.
    public var member: String?
    public var reason: String
    public var actor: RegistryActor
    public var now: Date

    public init(event: Code, member: String?, reason: String, actor: RegistryActor, now: Date) {
        self.event = event
        self.member = member
        self.reason = reason
        self.actor = actor
        self.now = now
    }
}

extension Database {
    /// Nil when there is no such meeting of the Expert Group, or nobody presides on its day.
    public func chair(of event: Code) async throws(DatabaseError) -> EventChair? {
        try await run(ReadChair(event: event)).first
    }

    /// False when there is no such meeting of the Expert Group, or no such member.
    public func setChair(_ request: SetChair) async throws(DatabaseError) -> Bool {
        do throws(DatabaseError) {
            return try await !run(WriteChair(request: request)).isEmpty
        } catch .constraintViolated(name: "event_chair_member_fkey") {
            return false
        }
    }
}

/// Reads the override that holds, else the presidency of the first day.
struct ReadChair: Statement {
    static let sql: StaticString = """
        SELECT member, name, reason FROM chair_of_event
        WHERE event_id = (SELECT id FROM event WHERE code = $1)
        """

    var event: Code

    func bind(to parameters: inout Parameters) { parameters.add(event.description) }

    static func decode(_ row: RowReader) throws(DatabaseError) -> EventChair {
        EventChair(
            member: try row.text(0), name: try row.text(1), reason: try row.textIfAny(2))
    }
}

/// Appends an override with its audit row.
struct WriteChair: Statement {
    static let sql: StaticString = """
        WITH meeting AS (
            SELECT id FROM event WHERE code = $1 AND kind = 'expert-group-meeting'
        ), written AS (
            INSERT INTO event_chair (event_id, member, reason, actor, occurred_at)
            SELECT id, $2, $3, $4, $5 FROM meeting RETURNING event_id
        ), noted AS (
            INSERT INTO audit (subject, subject_id, action, actor, reason, occurred_at)
            SELECT 'event_chair', event_id, 'set', $4, $3, $5 FROM written
        )
        SELECT event_id FROM written
        """

    var request: SetChair

    func bind(to parameters: inout Parameters) {
        parameters.add(request.event.description)
        parameters.add(request.member)
        parameters.add(request.reason)
        parameters.add(request.actor.description)
        parameters.add(request.now)
    }

    static func decode(_ row: RowReader) throws(DatabaseError) -> UUID { try row.uuid(0) }
}
