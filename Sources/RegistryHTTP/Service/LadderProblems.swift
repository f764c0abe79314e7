import TrainingRegistry

extension Problem {
    /// Of what is named in the content a 409 tells more than a 404 of the address would.
    init(_ refusal: LadderRefusal) {
        switch refusal {
        case .unknown: self = .notFound
        case .notAllowed(_, let standing):
            self.init(
                refusal.code, 409, "This person's standing takes no such move",
                detail: refusal.description,
                allowed: TrainerStanding.allowed(standing).map(\.rawValue))
        case .roleTakesSeat:
            self.init(
                refusal.code, 409, "Participants come by a seat", detail: refusal.description,
                allowed: ParticipationRole.seatless.map(\.rawValue))
        default:
            self.init(refusal.code, 409, "This cannot be done now", detail: refusal.description)
        }
    }
}
