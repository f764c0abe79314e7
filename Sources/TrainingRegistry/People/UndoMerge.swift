public import Foundation
public import Postgres

/// Makes one person two again.
public struct UndoMerge: Sendable {
    public var merge: UUID
    public var actor: RegistryActor
    public var now: Date

    public init(merge: UUID, actor: RegistryActor, now: Date) {
        self.merge = merge
        self.actor = actor
        self.now = now
    }
}

/// Why a merge cannot be undone any more.
public enum UndoMergeRefusal: String, Error, Sendable, CaseIterable {
    case unknownMerge = "unknown-merge"
    case alreadyUndone = "already-undone"
    /// The kept person was merged into somebody else since; that merge has to be undone first.
    case laterMerge = "later-merge"
    case interestChanged = "interest-changed"
    case participationChanged = "participation-changed"
    /// The seat that the merge freed or moved belongs to somebody else now.
    case seatChanged = "seat-changed"
}

extension Database {
    /// Puts every row back as it was; histories are appended to.
    public func undo(
        _ request: UndoMerge
    ) async throws(DatabaseError) -> Result<Void, UndoMergeRefusal> {
        do throws(DatabaseError) {
            let refusal = try await repeatedWhileInterrupted(WriteUndoneMerge(request: request))
            if let refusal = refusal.first ?? nil { return .failure(refusal) }
            return .success(())
        } catch .constraintViolated(let name) where Self.roomLaws.contains(name) {
            return .failure(.seatChanged)
        }
    }

    private static let roomLaws = [
        "event_room_is_never_oversold", "seat_quota_is_never_exceeded",
        "session_room_is_never_oversold",
    ]
}

/// Undoes under the locks of the rooms and of the persons concerned.
struct WriteUndoneMerge: Statement {
    static let sql: StaticString = "SELECT refusal FROM undo_person_merge($1, $2, $3)"

    var request: UndoMerge

    func bind(to parameters: inout Parameters) {
        parameters.add(request.merge)
        parameters.add(request.actor.description)
        parameters.add(request.now)
    }

    static func decode(_ row: RowReader) throws(DatabaseError) -> UndoMergeRefusal? {
        try row.textIfAny(0) == nil ? nil : try row.word(0, of: UndoMergeRefusal.self)
    }
}
