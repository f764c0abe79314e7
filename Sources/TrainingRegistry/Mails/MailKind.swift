/// The mails of the registry, each by the name of its template.
public enum MailKind: String, Sendable, CaseIterable {
    case confirmInterest = "confirm-interest"
    case interestKnown = "interest-known"
    case interestConfirmed = "interest-confirmed"
    case interestWithdrawn = "interest-withdrawn"
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
    case eventMoved = "event-moved"
    case eventCancelled = "event-cancelled"
    case certificate
    case poolMatch = "pool-match"
    case poolReask = "pool-reask"
    case trainerInvited = "trainer-invited"
    case staffSetUp = "staff-set-up"
}

extension MailKind {
    /// What every such mail can say.
    var fields: [MailField] {
        switch self {
        case .confirmInterest: [.givenName, .target, .link, .unconfirmedUntil, .unit]
        case .interestWithdrawn: [.givenName, .target, .unit]
        case .interestKnown, .interestConfirmed, .interestDeclined, .seatAwaited, .seatFreed,
            .offerLapsed, .nomineeRanked, .seatTaken, .trainerInvited:
            [.givenName, .target, .link] + MailField.ownPage + [.unit]
        case .seatOffered: [.givenName, .target, .until, .link] + MailField.ownPage + [.unit]
        case .invitation: [.target, .until, .link, .unit]
        case .nominationInvitation:
            [.givenName, .target, .member, .seats, .until, .link, .unit]
        case .nominationNotice:
            [.givenName, .target, .member, .namedBy, .until, .link, .privacyLink, .unit]
        case .nominationEnded: [.givenName, .target, .member, .unit]
        case .eventMoved, .eventCancelled: [.givenName, .target, .schedule, .eventLink, .unit]
        case .certificate: [.givenName, .target, .link, .unit]
        case .poolMatch:
            [.givenName, .target, .programme, .schedule, .link] + MailField.ownPage + [.unit]
        case .poolReask:
            [.givenName, .target, .until, .months, .link] + MailField.ownPage + [.unit]
        case .staffSetUp: [.givenName, .link, .hours, .unit]
        }
    }

    /// What only some can: a line that names it is left out of the others.
    var rareFields: [MailField] {
        switch self {
        case .invitation: [.givenName]
        case .seatTaken: [.checkInCode, .checkInPicture]
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
        case .interestKnown, .interestConfirmed, .interestDeclined, .seatOffered, .offerLapsed,
            .seatTaken, .seatAwaited, .seatFreed, .nomineeRanked, .poolMatch, .poolReask,
            .trainerInvited:
            "my"
        case .interestWithdrawn, .nominationEnded, .eventMoved, .eventCancelled, .certificate: nil
        }
    }
}
