public import TrainingRegistry

extension Problem {
    init(_ refusal: MailingRefusal) {
        switch refusal {
        case .unknown: self = .notFound
        case .endedAlready:
            self.init(
                refusal.rawValue, 409, "It was released or discarded already",
                detail: "Nothing of it waits any more.")
        }
    }
}

extension Problem {
    init(_ refusal: ResendRefusal) {
        if refusal == .unknown {
            self = .notFound
        } else {
            self.init(
                refusal.word, 409, "The mail is not sent again", detail: refusal.description)
        }
    }
}

extension ResendRefusal {
    fileprivate var word: String {
        switch self {
        case .unknown: "unknown"
        case .underWay: "under-way"
        case .hasOwnResend: "has-own-resend"
        case .linkOver: "link-over"
        case .unknownPerson: "unknown-person"
        case .untrue(let obstacle): obstacle.rawValue
        }
    }
}

extension ResendRefusal: CustomStringConvertible {
    /// A sentence for whoever asked for it.
    public var description: String {
        switch self {
        case .unknown: "There is no such mail about the event."
        case .underWay: "It is on its way, or waits already."
        case .hasOwnResend:
            "Invitations, nominations and accounts are sent again where they are kept."
        case .linkOver: "The time in which the interest can be confirmed is over."
        case .unknownPerson: "Nobody has the address any more."
        case .untrue(let obstacle): obstacle.sentence
        }
    }
}
