/// Why somebody was not promised a mail that one could expect.
public enum MailGap: Sendable, Hashable {
    /// They are not among those who are told of a change of the event.
    case absence(MailingAbsence)
    case notConfirmed
    /// They came in a way in which an address is known to be theirs.
    case neededNone
    /// The mail of a seat, or of the waiting list, said it.
    case answeredAtOnce
    case notDecided
    /// The event does not tell people that they are shortlisted.
    case notTold
    /// It tells them, and they came there in another way or before it did.
    case notAnnounced
    case ownDoing
    /// The mail of the offer was a draft until it ran out.
    case neverTold
    case noSeat
    case seatCameLater
    case wasAbsent
    case waits
    case missed
    case noForm
    case off
    case noSessions
    case sheetsOpen
    case incomplete
    case notGivenYet
    /// Nothing here says why: what came from elsewhere told nobody.
    case notRecorded

    init(_ merit: MailStanding.Merit) {
        switch merit {
        case .given: self = .notRecorded
        case .noSessions: self = .noSessions
        case .sheetsOpen: self = .sheetsOpen
        case .incomplete: self = .incomplete
        case .notGivenYet: self = .notGivenYet
        }
    }

    /// All that there are.
    public static let all: [MailGap] =
        MailingAbsence.allCases.map(MailGap.absence) + [
            .notConfirmed, .neededNone, .answeredAtOnce, .notDecided, .notTold, .notAnnounced,
            .ownDoing, .neverTold, .noSeat, .seatCameLater, .wasAbsent, .waits, .missed, .noForm,
            .off, .noSessions, .sheetsOpen, .incomplete, .notGivenYet, .notRecorded,
        ]

    /// As the API calls it.
    public var word: String {
        switch self {
        case .absence(let absence): absence.rawValue
        case .notConfirmed: "not-confirmed"
        case .neededNone: "needed-none"
        case .answeredAtOnce: "answered-at-once"
        case .notDecided: "not-decided"
        case .notTold: "not-told"
        case .notAnnounced: "not-announced"
        case .ownDoing: "own-doing"
        case .neverTold: "never-told"
        case .noSeat: "no-seat"
        case .seatCameLater: "seat-came-later"
        case .wasAbsent: "was-absent"
        case .waits: "waits"
        case .missed: "missed"
        case .noForm: "no-form"
        case .off: "off"
        case .noSessions: "no-sessions"
        case .sheetsOpen: "sheets-open"
        case .incomplete: "incomplete"
        case .notGivenYet: "not-given-yet"
        case .notRecorded: "not-recorded"
        }
    }

    /// A sentence for whoever asks why.
    public var sentence: String {
        switch self {
        case .absence(let absence): absence.sentence
        case .notConfirmed: "They have not confirmed their address yet."
        case .neededNone: "They came in a way that needs no confirming, such as an invitation."
        case .answeredAtOnce: "The mail of their seat, or of the waiting list, told them."
        case .notDecided: "Nobody has decided about them yet."
        case .notTold: "This event does not tell people that they are shortlisted."
        case .notAnnounced: "They were shortlisted in a way, or at a time, of which nobody is told."
        case .ownDoing: "They declined themselves, and nobody is told what they did themselves."
        case .neverTold: "They never heard of the offer: its mail had not left when it ran out."
        case .noSeat: "It is for those who have a seat, and they had none, or have none yet."
        case .seatCameLater: "It had left when they got their seat."
        case .wasAbsent: "It is for those who were there."
        case .waits: "Its time has not come."
        case .missed: "Its time had passed when it was planned, or the event published or moved."
        case .noForm: "The event has no form for feedback."
        case .off: "The event is cancelled, or its days are not known."
        case .noSessions: "The event has no sessions."
        case .sheetsOpen: "A sheet of attendance is still open."
        case .incomplete: "They did not attend enough to complete the event."
        case .notGivenYet: "They completed the event, and nobody has given the certificates yet."
        case .notRecorded: "The registry has no record of why; what was imported told nobody."
        }
    }
}
