/// Every way a change of an event can be refused that is not a fault of ours.
public enum EventRefusal: Error, Sendable, Equatable {
    case unknown
    case codeTaken
    case illegalMove(EventMove, EventState)
    /// It was changed since it was read; what it counts now.
    case movedOn(revision: Int, sequence: Int)
    /// What is announced is moved, not edited.
    case scheduleIsAnnounced
    case notReady([Complaint])
    case notBegun
    /// It would be over already.
    case inThePast(Complaint)
    /// An indirect event has no trainer whom the programme trained.
    case needsTrainer
    /// An indirect event is of the programme that trained its trainers.
    case reachNeedsProgramme
    /// A session that is left out has places or attendance already.
    case sessionInUse
    /// More seats are taken or kept than there would be.
    case seatsTaken
}

extension EventRefusal: CustomStringConvertible {
    /// A sentence for a person, who may be at a terminal.
    public var description: String {
        switch self {
        case .unknown: "There is no such event."
        case .codeTaken: "Another one has this code."
        case .illegalMove(let move, let state):
            "An event that is \(state.rawValue) takes no \(move.rawValue); it takes "
                + "\(Self.list(state.allowedMoves.map(\.rawValue)))."
        case .movedOn(let revision, let sequence):
            "It was changed since: it is at revision \(revision), sequence \(sequence)."
        case .scheduleIsAnnounced:
            "Its times and its place are announced; a move changes them and tells people."
        case .notReady(let complaints):
            "What people need of an event that is published is missing: "
                + complaints.map { "\($0.pointer): \($0.detail)" }.joined(separator: " ")
        case .inThePast(let complaint): complaint.detail
        case .notBegun: "It has not begun, so it cannot have been held."
        case .seatsTaken: "More seats are taken or kept than there would be."
        case .needsTrainer:
            "An indirect event is held by a trainer of its programme; add one in the role trainer."
        case .reachNeedsProgramme: "An indirect event belongs to a programme."
        case .sessionInUse: "A session that is left out has places already; keep it by its id."
        }
    }

    private static func list(_ words: [String]) -> String {
        words.isEmpty ? "nothing any more" : words.joined(separator: ", ")
    }
}
