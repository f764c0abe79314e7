/// The mails of the registry, each by the name of its template.
public enum MailKind: String, Sendable, CaseIterable {
    case confirmInterest = "confirm-interest"
    case interestKnown = "interest-known"
    case interestConfirmed = "interest-confirmed"
    case interestWithdrawn = "interest-withdrawn"
    case interestShortlisted = "interest-shortlisted"
    case interestDeclined = "interest-declined"
    case invitation
    case nominationInvitation = "nomination-invitation"
    case nominationNotice = "nomination-notice"
    case nominationEnded = "nomination-ended"
    case nomineeRanked = "nominee-ranked"
    case seatOffered = "seat-offered"
    case offerLapsed = "offer-lapsed"
    case seatTaken = "seat-taken"
    case seatAwaited = "seat-awaited"
    case seatFreed = "seat-freed"
    case seatPassedOn = "seat-passed-on"
    case seatTakenOver = "seat-taken-over"
    case reminder
    case eventMoved = "event-moved"
    case eventCancelled = "event-cancelled"
    case followUp = "follow-up"
    case feedbackRequest = "feedback-request"
    case certificate
    case poolMatch = "pool-match"
    case poolReask = "pool-reask"
    case trainerInvited = "trainer-invited"
    case staffSetUp = "staff-set-up"
    case staffSignedIn = "staff-signed-in"
}

extension MailKind {
    /// What every such mail can say.
    var fields: [MailField] {
        switch self {
        case .confirmInterest: [.givenName, .target, .link, .unconfirmedUntil, .unit]
        case .interestWithdrawn: [.givenName, .target, .unit]
        case .interestKnown, .interestConfirmed, .interestShortlisted, .interestDeclined,
            .seatAwaited, .seatFreed, .seatPassedOn, .offerLapsed, .nomineeRanked, .seatTaken,
            .seatTakenOver, .followUp, .trainerInvited:
            [.givenName, .target, .link] + MailField.ownPage + [.unit]
        case .seatOffered: [.givenName, .target, .until, .link] + MailField.ownPage + [.unit]
        case .invitation: [.target, .until, .link, .unit]
        case .nominationInvitation:
            [.givenName, .target, .member, .seats, .until, .link, .unit]
        case .nominationNotice:
            [.givenName, .target, .member, .namedBy, .until, .link, .privacyLink, .unit]
        case .nominationEnded: [.givenName, .target, .member, .unit]
        case .eventMoved, .eventCancelled: [.givenName, .target, .schedule, .eventLink, .unit]
        case .reminder:
            [.givenName, .target, .schedule, .link] + MailField.ownPage + [.unit]
        case .certificate, .feedbackRequest: [.givenName, .target, .link, .unit]
        case .poolMatch:
            [.givenName, .target, .programme, .schedule, .link] + MailField.ownPage + [.unit]
        case .poolReask:
            [.givenName, .target, .until, .months, .link] + MailField.ownPage + [.unit]
        case .staffSetUp: [.givenName, .link, .hours, .unit]
        case .staffSignedIn: [.givenName, .time, .accountLink, .unit]
        }
    }

    /// What only some can: a line that names it is left out of the others.
    var rareFields: [MailField] {
        switch self {
        case .invitation: [.givenName]
        case .seatTaken, .seatTakenOver: [.schedule, .place, .checkInCode, .checkInPicture]
        case .seatOffered: [.schedule, .place]
        case .seatAwaited: [.position]
        case .reminder: [.place, .hasSeat, .checkInCode, .checkInPicture]
        case .eventMoved: [.place, .before, .reason, .hasPlace]
        case .eventCancelled: [.reason]
        case .poolMatch: [.place, .languages, .until]
        default: []
        }
    }

    /// Whether its reader gets more of them until they say otherwise.
    var isOfSeries: Bool { self == .poolMatch || self == .poolReask }

    /// Where its link leads, before the token; nil when it has none of its own.
    var path: String? {
        switch self {
        case .confirmInterest: "confirm"
        case .invitation: "invitations"
        case .nominationInvitation: "nominate"
        case .nominationNotice: "nominated"
        case .staffSetUp: "console/set-up"
        case .interestKnown, .interestConfirmed, .interestShortlisted, .interestDeclined,
            .seatOffered, .offerLapsed, .seatTaken, .seatTakenOver, .seatAwaited, .seatFreed,
            .seatPassedOn, .reminder, .followUp, .nomineeRanked, .poolMatch, .poolReask,
            .trainerInvited:
            "my"
        case .interestWithdrawn, .nominationEnded, .eventMoved, .eventCancelled, .certificate,
            .feedbackRequest, .staffSignedIn:
            nil
        }
    }
}
