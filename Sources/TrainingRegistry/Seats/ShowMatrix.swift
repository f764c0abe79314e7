public import Foundation
public import Postgres

extension Database {
    /// What the group of an event would look like with some more people; nil without such an event.
    public func matrix(
        of event: Code, choosing interests: [UUID]
    ) async throws(DatabaseError) -> SelectionMatrix? {
        guard let room = try await room(of: event) else { return nil }
        let candidates = try await run(ReadCandidates(event: event, interests: interests))
        return SelectionMatrix(
            candidates, choosing: interests, targets: try await targets(of: event),
            quotas: room.quotas.map(\.quota), seats: room.published)
    }

    /// The targets of an event by rule and value.
    public func targets(of event: Code) async throws(DatabaseError) -> [SelectionTarget] {
        try await run(ReadTargets(event: event))
    }

    /// Replaces the targets of an event.
    public func setTargets(
        _ targets: [SelectionTarget], _ change: RoomChange
    ) async throws(DatabaseError) -> Result<Void, SeatRefusal> {
        try await self.change(WriteTargets(change: change, targets: targets), done: "set")
    }
}

/// Reads who has a seat or is offered one, and those who are considered.
struct ReadCandidates: Statement {
    static let sql: StaticString = """
        SELECT i.id, i.status, i.country, i.sector,
               coalesce(organisation_called(i.organisation)::text, lower(i.organisation))
        FROM interest_now i JOIN event ON event.id = i.event_id
        WHERE event.code = $1 AND i.withdrawn_at IS NULL
          AND (i.status IN ('accepted', 'offered') OR i.id = ANY ($2))
        UNION ALL
        SELECT NULL, 'accepted', p.country, p.sector, p.organisation_id::text
        FROM participation_now p JOIN event ON event.id = p.event_id
        JOIN seat ON seat.participation_id = p.id
        WHERE event.code = $1 AND p.interest_id IS NULL
        """

    var event: Code
    var interests: [UUID]

    func bind(to parameters: inout Parameters) {
        parameters.add(event.description)
        parameters.add(interests)
    }

    static func decode(_ row: RowReader) throws(DatabaseError) -> Candidate {
        Candidate(
            interest: try row.uuidIfAny(0), status: try row.word(1, of: InterestStatus.self),
            country: try row.text(2), sector: try row.text(3), organisation: try row.textIfAny(4))
    }
}

/// Reads the targets of an event.
struct ReadTargets: Statement {
    static let sql: StaticString = """
        SELECT t.rule, t.value, t.people FROM selection_target t
        JOIN event ON event.id = t.event_id
        WHERE event.code = $1 ORDER BY t.rule, t.value
        """

    var event: Code

    func bind(to parameters: inout Parameters) { parameters.add(event.description) }

    static func decode(_ row: RowReader) throws(DatabaseError) -> SelectionTarget {
        SelectionTarget(
            try row.word(0, of: SelectionTarget.Rule.self), try row.text(1),
            people: try row.integer(2))
    }
}

/// Replaces the targets of an event.
struct WriteTargets: Statement {
    static let sql: StaticString = """
        SELECT 'set' FROM event, LATERAL set_targets(event.id, $2, $3, $4, $5, $6, $7)
        WHERE event.code = $1
        """

    var change: RoomChange
    var targets: [SelectionTarget]

    func bind(to parameters: inout Parameters) {
        parameters.add(change.event.description)
        parameters.add(targets.map(\.rule.rawValue))
        parameters.add(targets.map(\.value))
        parameters.add(targets.map { Int32(clamping: $0.people) })
        parameters.add(change.now)
        parameters.add(change.actor.description)
        parameters.add(change.reason)
    }

    static func decode(_ row: RowReader) throws(DatabaseError) -> String { try row.text(0) }
}
