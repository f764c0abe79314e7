import Foundation
import Postgres
import TrainingRegistry

extension Problem {
    /// The one place where errors become problems.
    ///
    /// What is not named here is a defect of ours, and the client is told nothing about it.
    init(describing error: any Error) {
        switch error {
        case let problem as Problem: self = problem
        case let refusal as InterestRefusal: self.init(refusal)
        case let refusal as EventRefusal: self.init(refusal)
        case let refusal as OrganisationRefusal: self.init(refusal)
        case let refusal as PhaseRefusal: self.init(refusal)
        case let refusal as MergeRefusal: self.init(refusal)
        case let refusal as UndoMergeRefusal: self.init(refusal)
        case let refusal as ErasureRefusal: self.init(refusal)
        case let refusal as HoldRefusal: self.init(refusal)
        case let refusal as MailingRefusal: self.init(refusal)
        case let refusal as ResendRefusal: self.init(refusal)
        case let refusal as SeatRefusal: self.init(refusal)
        case let refusal as InvitationRefusal: self.init(refusal)
        case let refusal as StaffRefusal: self.init(refusal)
        case let refusal as SheetRefusal: self.init(refusal)
        case let refusal as LadderRefusal: self.init(refusal)
        case let refusal as ReportRefusal: self.init(refusal)
        case let refusal as DifferenceRefusal: self.init(refusal)
        case let refusal as FinalRefusal: self.init(refusal)
        case let refusal as PublishRefusal: self.init(refusal)
        case let refusal as BaselineRefusal: self.init(refusal)
        case let refusal as PoolRefusal: self.init(refusal)
        case let refusal as NominationRefusal: self.init(refusal)
        case DatabaseError.unavailable: self = .unavailable
        default: self = .internalError
        }
    }

    /// No default case: a new refusal does not compile until it has an answer.
    init(_ refusal: InterestRefusal) {
        switch refusal {
        case .notTaken:
            self.init(
                "event-closed", 409, "No interest is taken here now",
                detail: "It was closed or withdrawn a moment ago.")
        case .tooMany(let seconds):
            self.init(
                "too-many-requests", 429, "Too many mails were asked for this address",
                detail: "Please try again in \(seconds) seconds.",
                fields: [Field("Retry-After", String(seconds))])
        case .keyReused:
            self.init(
                "idempotency-key-reused", 422, "This Idempotency-Key was used for something else",
                detail: "Use a new key for each new request.")
        }
    }

    static let unavailable = Problem(
        "temporarily-unavailable", 503, "The registry is not available right now",
        detail: "Please try again in a moment; what was sent twice is counted once.",
        fields: [Field("Retry-After", "5")])

    static let crossSite = Problem(
        "cross-site-request", 403, "This form was sent from another site",
        detail: "Open the page here and send it again.")

    static let badIdempotencyKey = Problem(
        "bad-idempotency-key", 400, "The Idempotency-Key cannot be used",
        detail: "It is sent once, with 1 to 255 visible ASCII characters.")

    /// Says why an event takes no interest now; nil when it does.
    init?(_ door: Event.Door) {
        let reason: String
        switch door {
        case .open: return nil
        case .notYetOpen(let opensAt):
            reason = "It takes interest from \(opensAt.ISO8601Format())."
        case .closed: reason = "The time to express interest in it is over."
        case .cancelled: reason = "It was cancelled."
        case .held: reason = "It has taken place."
        case .byInvitation:
            reason =
                "Its seats are given by invitation or nomination. Who is invited uses the link in "
                + "the mail that invites them."

        }
        self.init("event-closed", 409, "This event takes no interest now", detail: reason)
    }
}
