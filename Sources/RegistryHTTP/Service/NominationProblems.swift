import TrainingRegistry

extension Problem {
    /// No default case in the sentences: a new refusal does not compile until it has one.
    init(_ refusal: NominationRefusal) {
        if refusal == .unknown {
            self = .notFound
        } else {
            self.init(
                refusal.rawValue, 409, "This cannot be done now", detail: refusal.detail)
        }
    }
}

extension NominationRefusal {
    /// A sentence for whoever reads the answer.
    var detail: String {
        switch self {
        case .unknown: "There is no such event, member or nomination."
        case .noRound: "Members were not asked to nominate for this event; invite them first."
        case .badDeadline: "The deadline is in the future, and before the event begins."
        case .tooLate: "The deadline is over. Coordinators can still change nominations."
        case .eventClosed: "The event is cancelled or over."
        case .nominationOver:
            "This nomination was declined, withdrawn, substituted or has lapsed; "
                + "only proposed and confirmed ones change."
        case .answeredAlready: "It was confirmed already."
        case .nominatedAlready: "This person is nominated for the event already."
        case .hasSeat: "Who has a seat keeps it; only those who wait for one are ranked anew."
        case .tooMany: "So many people were named that only coordinators can name more."
        case .noSeatFree: "Not so many seats are free."
        case .seatsTaken: "More of the member's seats are taken than that."
        }
    }
}
