/// Why a mail is not sent, not sent again, or not tried once more.
///
/// The words are those of the function `obstacle_to_mail` and of the API.
public enum MailObstacle: String, Error, Sendable, Hashable, CaseIterable {
    case erased
    case withdrew
    case eventCancelled = "event-cancelled"
    case eventOver = "event-over"
    case eventClosed = "event-closed"
    case confirmedAlready = "confirmed-already"
    case seatGone = "seat-gone"
    case statusChanged = "status-changed"
    /// The deadline of what it offers is past.
    case offerOver = "offer-over"
    case offerAnswered = "offer-answered"
    /// What it says is said otherwise by now: the event was moved again, a link was renewed.
    case superseded
    /// The link in it ran out.
    case linkOver = "link-over"
    case notConcerned = "not-concerned"
    case invitationUsed = "invitation-used"
    case invitationRevoked = "invitation-revoked"
    case deadlineOver = "deadline-over"
    case onHold = "on-hold"
    /// A coordinator took this one out.
    case takenOut = "taken-out"
    /// A coordinator discarded the whole mailing.
    case discarded
}

extension MailObstacle {
    /// A sentence for whoever asks why.
    public var sentence: String {
        switch self {
        case .erased: "Their data were erased."
        case .withdrew: "They withdrew."
        case .eventCancelled: "The event is cancelled."
        case .eventOver: "The event is over."
        case .eventClosed: "The event takes nobody in any more."
        case .confirmedAlready: "They confirmed already."
        case .seatGone: "They do not have the seat any more."
        case .statusChanged: "What it says of their status is not so any more."
        case .offerOver: "The time of the offer is over."
        case .offerAnswered: "The offer does not stand any more: it was answered or taken back."
        case .superseded: "A later mail says it otherwise."
        case .linkOver: "The link in it does not work any more."
        case .notConcerned: "They neither have a place nor wait for one any more."
        case .invitationUsed: "The invitation was used."
        case .invitationRevoked: "The invitation was revoked."
        case .deadlineOver: "The deadline for nominations is over."
        case .onHold: "Their address is on hold."
        case .takenOut: "A coordinator took them out."
        case .discarded: "A coordinator discarded the mails."
        }
    }
}

/// A mail that was taken back instead of being tried again, and why.
public struct LeftOutMail: Sendable, Equatable {
    /// Its number in the outbox.
    public let id: Int64
    public let obstacle: MailObstacle

    public init(id: Int64, obstacle: MailObstacle) {
        self.id = id
        self.obstacle = obstacle
    }
}
