import TrainingRegistry

extension Problem {
    init(_ refusal: PoolRefusal) {
        switch refusal {
        case .unknown, .unknownInterest: self = .notFound
        case .eventClosed, .byInvitation, .lapsed, .withdrawn, .known, .offered:
            self.init(
                refusal.rawValue, 409, "This cannot be offered to the pool now",
                detail: refusal.detail)
        }
    }
}

extension PoolRefusal {
    /// A sentence for whoever reads the answer.
    var detail: String {
        switch self {
        case .unknown: "There is no such thing."
        case .unknownInterest: "No such interest is confirmed in the pool of the programme."
        case .eventClosed: "The event takes no interest now: see its state and its times."
        case .byInvitation: "Its seats are given by invitation or nomination, never to the pool."
        case .lapsed: "The interest was not kept in time."
        case .withdrawn: "The interest was withdrawn."
        case .known: "This person is interested in the event already, or was."
        case .offered: "It was offered to this person before."
        }
    }
}
