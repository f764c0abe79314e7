import TrainingRegistry

extension Problem {
    /// No default case: a new refusal does not compile until it has an answer.
    init(_ refusal: InvitationRefusal) {
        switch refusal {
        case .unknown: self = .notFound
        case .notByInvitation:
            self.init(
                refusal.rawValue, 409, "Nobody is invited to this event",
                detail: refusal.description, allowed: [Admission.invitation.rawValue])
        case .eventClosed:
            self.init(
                refusal.rawValue, 409, "The event takes nobody now", detail: refusal.description)
        case .used:
            self.init(
                "invitation-used", 409, "The invitation was used", detail: refusal.description)
        case .revoked:
            self.init(
                "invitation-revoked", 409, "The invitation was revoked",
                detail: refusal.description)
        }
    }
}
