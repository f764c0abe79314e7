import TrainingRegistry

extension Problem {
    /// No default case: a new refusal does not compile until it has an answer.
    init(_ refusal: StaffRefusal) {
        let slug: String
        switch refusal {
        case .unknownAccount:
            self = .notFound
            return
        case .addressTaken: slug = "address-taken"
        case .unknownProgramme: slug = "unknown-programme"
        case .unknownEvent: slug = "unknown-event"
        case .grantedAlready: slug = "granted-already"
        case .notGranted: slug = "not-granted"
        case .lastAdministrator: slug = "last-administrator"
        }
        self.init(slug, 409, "This cannot be done now", detail: refusal.inWords)
    }

    static let accountEnded = Problem(
        "account-ended", 409, "This cannot be done now",
        detail: "The account is ended. Let it sign in again first.")
}
