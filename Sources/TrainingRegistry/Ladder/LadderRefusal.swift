/// Every way a change on the ladder can be refused that is not a fault of ours.
public enum LadderRefusal: Error, Sendable, Hashable {
    /// There is no such event or programme.
    case unknown
    case unknownPerson
    case unknownOrganisation
    /// The person's standing takes no such move.
    case notAllowed(TrainerMove, TrainerStanding?)
    /// Nobody is invited who completed no training of the programme.
    case notCompleted
    /// Participants come by a seat.
    case roleTakesSeat
    case takesPartAlready
    case eventCancelled
    /// People are counted without names only where others trained them.
    case notIndirect
}

extension LadderRefusal: CustomStringConvertible {
    /// A stable word for programs.
    public var code: String {
        switch self {
        case .unknown: "not-found"
        case .unknownPerson: "unknown-person"
        case .unknownOrganisation: "unknown-organisation"
        case .notAllowed: "illegal-move"
        case .notCompleted: "not-completed"
        case .roleTakesSeat: "role-takes-a-seat"
        case .takesPartAlready: "takes-part-already"
        case .eventCancelled: "event-cancelled"
        case .notIndirect: "not-indirect"
        }
    }

    /// A sentence for a person, who may be at a terminal.
    public var description: String {
        switch self {
        case .unknown: "There is no such event or programme."
        case .unknownPerson: "Nobody has this id."
        case .unknownOrganisation: "There is no such organisation."
        case .notAllowed(let move, let standing):
            "Somebody who \(standing.map { "stands as \($0.rawValue)" } ?? "has no standing") "
                + "takes no \(move.rawValue); allowed: "
                + TrainerStanding.allowed(standing).map(\.rawValue).joined(separator: ", ") + "."
        case .notCompleted: "This person has completed no training of the programme."
        case .roleTakesSeat: "Participants come by a seat; other roles are added like this."
        case .takesPartAlready: "This person takes part in the event already."
        case .eventCancelled: "The event is cancelled."
        case .notIndirect: "Only an indirect event counts people without names."
        }
    }

    /// What a word of the database's functions means.
    init?(word: String) {
        let simple: [LadderRefusal] = [
            .unknownPerson, .unknownOrganisation, .notCompleted, .roleTakesSeat,
            .takesPartAlready, .eventCancelled, .notIndirect,
        ]
        guard let refusal = simple.first(where: { $0.code == word }) else { return nil }
        self = refusal
    }
}
