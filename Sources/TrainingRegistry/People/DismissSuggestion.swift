public import Foundation
public import Postgres

/// Says that two persons are two, so that nobody is asked again.
public struct DismissSuggestion: Sendable {
    public var one: UUID
    public var other: UUID
    public var actor: RegistryActor
    public var now: Date

    public init(one: UUID, other: UUID, actor: RegistryActor, now: Date) {
        self.one = one
        self.other = other
        self.actor = actor
        self.now = now
    }
}

extension Database {
    /// False when they are not two persons that we know; dismissing twice is dismissing once.
    public func dismiss(_ request: DismissSuggestion) async throws(DatabaseError) -> Bool {
        try await run(WriteDismissal(request: request)).first ?? false
    }
}

/// Remembers the pair in one order, whichever way it is given.
struct WriteDismissal: Statement {
    static let sql: StaticString = """
        WITH pair AS (
            SELECT least($1::uuid, $2::uuid) AS one, greatest($1, $2) AS other
            WHERE $1 <> $2 AND (SELECT count(*) FROM person WHERE id IN ($1, $2)) = 2
        ), written AS (
            INSERT INTO person_distinct (one, other, actor, dismissed_at)
            SELECT one, other, $3, $4 FROM pair ON CONFLICT DO NOTHING
        )
        SELECT EXISTS (SELECT FROM pair)
        """

    var request: DismissSuggestion

    func bind(to parameters: inout Parameters) {
        parameters.add(request.one)
        parameters.add(request.other)
        parameters.add(request.actor.description)
        parameters.add(request.now)
    }

    static func decode(_ row: RowReader) throws(DatabaseError) -> Bool { try row.flag(0) }
}
