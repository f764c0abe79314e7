public import Foundation
public import Postgres

/// Says whether somebody may stand on lists; who may not is counted all the same.
public struct ListPerson: Sendable {
    public var person: UUID
    public var isListed: Bool
    public var reason: String?
    public var actor: RegistryActor
    public var now: Date

    public init(
        _ person: UUID, isListed: Bool, reason: String?, actor: RegistryActor, now: Date
    ) {
        self.person = person
        self.isListed = isListed
        self.reason = reason
        self.actor = actor
        self.now = now
    }
}

extension Database {
    /// False when nobody has that id, or carries on as somebody else; twice is once.
    public func list(_ request: ListPerson) async throws(DatabaseError) -> Bool {
        try await run(WriteListing(request: request)).first ?? false
    }
}

/// Writes since when somebody is not listed; the log has a line when that changes something.
struct WriteListing: Statement {
    static let sql: StaticString = """
        WITH known AS (
            SELECT id FROM person WHERE id = $1 AND merged_into IS NULL FOR UPDATE
        ), one AS (
            -- Whoever was merged into them is them, and may not have been listed.
            SELECT person.id, unlisted_at IS NULL AS is_listed FROM person, known
            WHERE person.id = known.id OR person.merged_into = known.id
        ), changed AS (
            SELECT bool_and(is_listed) <> $2 AS is_so FROM one
        ), written AS (
            UPDATE person SET unlisted_at = CASE WHEN NOT $2 THEN $5::timestamptz END
            FROM one, changed
            WHERE changed.is_so AND person.id = one.id AND ($2 OR person.id = $1)
        ), noted AS (
            INSERT INTO audit (subject, subject_id, action, actor, reason, occurred_at)
            SELECT 'person', known.id, CASE WHEN $2 THEN 'list' ELSE 'unlist' END, $4,
                   nullif($3, ''), $5
            FROM known, changed WHERE changed.is_so
        )
        SELECT EXISTS (SELECT FROM known)
        """

    var request: ListPerson

    func bind(to parameters: inout Parameters) {
        parameters.add(request.person)
        parameters.add(request.isListed)
        parameters.add(request.reason)
        parameters.add(request.actor.description)
        parameters.add(request.now)
    }

    static func decode(_ row: RowReader) throws(DatabaseError) -> Bool { try row.flag(0) }
}
