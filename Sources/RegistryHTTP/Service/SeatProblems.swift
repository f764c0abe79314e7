import TrainingRegistry

extension Problem {
    /// No default case: a new refusal does not compile until it has an answer.
    init(_ refusal: SeatRefusal) {
        switch refusal {
        case .unknown, .unknownInterest: self = .notFound
        case .unknownHolder:
            self.init(
                refusal.rawValue, 409, "Seats are kept for members and organisations only",
                detail: "There is no member or organisation of that name.")
        default: self.init(refusal.rawValue, 409, "This cannot be done now", detail: refusal.detail)
        }
    }
}

extension SeatRefusal {
    /// A sentence for whoever reads the answer.
    var detail: String {
        switch self {
        case .unknown: "There is no such thing in this event."
        case .unknownInterest: "No such interest is confirmed in this event."
        case .unknownHolder: "There is no such member or organisation."
        case .notAllowed: "From its status it cannot be moved there; see what is allowed."
        case .changedMeanwhile: "Somebody moved it in the meantime."
        case .notOffered: "No seat is offered to it."
        case .offerLapsed: "The offer ran out."
        case .offerInThePast: "An offer ends in the future."
        case .eventClosed: "The event is cancelled or over."
        case .hasSeat: "This person has a seat in the event already."
        case .quotaFull: "A quota has no room for this person."
        case .noSeatFree: "Not so many seats are free."
        case .seatFree: "Nobody has this seat."
        case .seatsTaken: "More seats are taken or kept than that."
        case .quotaTaken: "More seats are taken than one of the quotas would allow."
        case .full: "No place is left in the session."
        case .noSeat: "Who has no seat in the event has no place in its sessions."
        }
    }
}
