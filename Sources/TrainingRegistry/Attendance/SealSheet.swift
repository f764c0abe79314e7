public import Foundation
public import Postgres

/// Closes the sheet of a session with a digest of what it says.
public struct SealSheet: Sendable {
    public var event: Code
    public var session: UUID
    /// Whether everybody without a mark is absent; otherwise they are in the way.
    public var restIsAbsent: Bool
    public var actor: RegistryActor
    public var now: Date

    public init(
        _ session: UUID, of event: Code, restIsAbsent: Bool, actor: RegistryActor, now: Date
    ) {
        self.event = event
        self.session = session
        self.restIsAbsent = restIsAbsent
        self.actor = actor
        self.now = now
    }
}

/// Why a sheet is not closed, a head count not taken, or a walk-in not let in.
public enum SheetRefusal: Error, Sendable, Equatable {
    case unknown
    case sealedAlready
    /// The session has not begun.
    case notBegun
    /// So many have no mark.
    case unmarked(Int)
    case unknownBand
    case changedMeanwhile
    case needsReason
    case eventFull
}

extension Database {
    /// From then on a change is a correction and needs a reason.
    public func seal(
        _ request: SealSheet
    ) async throws(DatabaseError) -> Result<Void, SheetRefusal> {
        guard let answer = try await run(WriteSeal(request: request)).first else {
            return .failure(.unknown)
        }
        return switch answer.outcome {
        case "sealed": .success(())
        case "sealed-already": .failure(.sealedAlready)
        case "not-begun": .failure(.notBegun)
        case "unmarked": .failure(.unmarked(answer.unmarked))
        default: .failure(.unknown)
        }
    }
}

/// Closes a sheet under the lock of all facts, so that no mark slips in between.
struct WriteSeal: Statement {
    struct Answer: Sendable {
        var outcome: String
        var unmarked: Int
    }

    static let sql: StaticString = """
        SELECT outcome, coalesce(unmarked, 0)
        FROM event, seal_sheet(event.id, $2, $3, $4, $5) WHERE event.code = $1
        """

    var request: SealSheet

    func bind(to parameters: inout Parameters) {
        parameters.add(request.event.description)
        parameters.add(request.session)
        parameters.add(request.restIsAbsent)
        parameters.add(request.now)
        parameters.add(request.actor.description)
    }

    static func decode(_ row: RowReader) throws(DatabaseError) -> Answer {
        Answer(outcome: try row.text(0), unmarked: try row.integer(1))
    }
}
