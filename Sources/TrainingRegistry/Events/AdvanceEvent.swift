public import Foundation
public import Postgres

/// Shows a draft to the public, or says that an event has taken place.
public struct AdvanceEvent: Sendable {
    public var code: Code
    /// Publish or hold.
    public var move: EventMove
    public var actor: RegistryActor
    public var now: Date
    /// What the event counted when it was looked at; nil to take it as it is.
    public var revision: Int?

    public init(
        code: Code, move: EventMove, revision: Int? = nil, actor: RegistryActor, now: Date
    ) {
        self.revision = revision
        self.code = code
        self.move = move
        self.actor = actor
        self.now = now
    }
}

extension StaffEvent {
    /// Why it cannot be published or held at `now`; nil when it can.
    public func refusal(of move: EventMove, at now: Date) -> EventRefusal? {
        guard state.after(move) != nil else { return .illegalMove(move, state) }
        switch move {
        case .publish:
            let missing = missingToPublish(at: now)
            return missing.isEmpty ? nil : .notReady(missing)
        case .hold: return now < firstMoment ? .notBegun : nil
        case .edit, .move, .cancel: return nil
        }
    }
}

extension Database {
    /// The event as it is then.
    ///
    /// What is judged is one revision, and only that one is published: who edits meanwhile makes
    /// the coordinator look again.
    public func advance(
        _ request: AdvanceEvent
    ) async throws(DatabaseError) -> Result<StaffEvent, EventRefusal> {
        guard let event = try await staffEvent(request.code) else { return .failure(.unknown) }
        if let revision = request.revision, revision != event.revision {
            return .failure(event.movedOn)
        }
        if let refusal = event.refusal(of: request.move, at: request.now) {
            return .failure(refusal)
        }
        let isDone: Bool
        do {
            isDone = try await !run(
                WriteEventState(request: request, revision: event.revision)
            ).isEmpty
        } catch .constraintViolated(name: "event_indirect_is_held_by_a_trainer") {
            return .failure(.needsTrainer)
        }
        guard let latest = try await staffEvent(request.code) else { return .failure(.unknown) }
        return isDone ? .success(latest) : .failure(latest.movedOn)
    }
}

/// Publishes or holds an event that is still at the revision it was judged at.
struct WriteEventState: Statement {
    static let sql: StaticString = """
        WITH changed AS (
            UPDATE event SET
                published_at = CASE $2::text WHEN 'publish' THEN $3 ELSE published_at END,
                held_at = CASE $2 WHEN 'hold' THEN $3 ELSE held_at END
            WHERE code = $1 AND revision = $4 AND held_at IS NULL AND cancelled_at IS NULL
              AND (published_at IS NULL) = ($2 = 'publish')
            RETURNING id
        ), noted AS (
            INSERT INTO audit (subject, subject_id, action, actor, occurred_at)
            SELECT 'event', id, $2, $5, $3 FROM changed
        )
        SELECT id FROM changed
        """

    var request: AdvanceEvent
    var revision: Int

    func bind(to parameters: inout Parameters) {
        parameters.add(request.code.description)
        parameters.add(request.move.rawValue)
        parameters.add(request.now)
        parameters.add(Int32(clamping: revision))
        parameters.add(request.actor.description)
    }

    static func decode(_ row: RowReader) throws(DatabaseError) -> UUID { try row.uuid(0) }
}
