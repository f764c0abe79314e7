public import Foundation
public import Postgres

/// Makes two persons one: everything of the absorbed one moves to the kept one.
public struct MergePeople: Sendable {
    public var keep: UUID
    public var absorb: UUID
    public var actor: RegistryActor
    public var reason: PeopleReason
    public var now: Date
    public var mailDomain: String

    public init(
        keep: UUID, absorb: UUID, actor: RegistryActor, reason: PeopleReason, now: Date,
        mailDomain: String
    ) {
        self.keep = keep
        self.absorb = absorb
        self.actor = actor
        self.reason = reason
        self.now = now
        self.mailDomain = mailDomain
    }
}

/// Why two persons are not merged.
public enum MergeRefusal: String, Error, Sendable, CaseIterable {
    case unknownPerson = "unknown-person"
    case samePerson = "same-person"
    /// One of them carries on as somebody else already.
    case alreadyMerged = "already-merged"
    /// The seat would fall under a quota that is used up.
    case quotaExceeded = "quota-exceeded"
}

extension Database {
    /// The id of the merge, for undoing it.
    ///
    /// Interests and links move; of two interests or participations in one event one carries on,
    /// with one seat, and the other seat is offered to the next who waits. Facts are appended,
    /// never edited.
    public func merge(
        _ request: MergePeople
    ) async throws(DatabaseError) -> Result<UUID, MergeRefusal> {
        do throws(DatabaseError) {
            let answer = try await repeatedWhileInterrupted(WriteMerge(request: request)).first
            if let refusal = answer?.refusal { return .failure(refusal) }
            guard let id = answer?.id else {
                throw .failed(sqlState: "XX000", message: "a merge got no id")
            }
            return .success(id)
        } catch .constraintViolated(name: "seat_quota_is_never_exceeded") {
            return .failure(.quotaExceeded)
        }
    }

    /// Runs a statement again that the server rolled back for the sake of another.
    func repeatedWhileInterrupted<S: Statement>(
        _ statement: S
    ) async throws(DatabaseError) -> [S.Row] {
        for _ in 1...3 {
            do throws(DatabaseError) {
                return try await run(statement)
            } catch .unavailable(let state, _) where ["40001", "40P01"].contains(state) {
                continue
            }
        }
        return try await run(statement)
    }
}

/// Merges under the locks of the rooms and of the persons concerned.
struct WriteMerge: Statement {
    static let sql: StaticString = """
        SELECT merge, refusal FROM merge_people_and_offer($1, $2, $3, $4, $5, $6)
        """

    var request: MergePeople

    func bind(to parameters: inout Parameters) {
        parameters.add(request.keep)
        parameters.add(request.absorb)
        parameters.add(request.actor.description)
        parameters.add(request.reason.description)
        parameters.add(request.now)
        parameters.add(request.mailDomain)
    }

    /// A merge or why there is none.
    struct Row: Sendable {
        let id: UUID?
        let refusal: MergeRefusal?
    }

    static func decode(_ row: RowReader) throws(DatabaseError) -> Row {
        let isRefused = try row.textIfAny(1) != nil
        return Row(
            id: try row.uuidIfAny(0),
            refusal: isRefused ? try row.word(1, of: MergeRefusal.self) : nil)
    }
}
