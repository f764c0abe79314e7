/// What became of an interest that was confirmed by mail.
public enum InterestStatus: String, Sendable, Hashable, CaseIterable {
    case received
    case shortlisted
    /// A seat is promised to it until a time.
    case offered
    case accepted
    case declined
    case withdrawn
    /// The time of its offer ran out.
    case lapsed
    /// No seat is free for it: not the same as not decided.
    case waiting

    /// Whether nobody has decided yet; who is pending waits for a decision, not for a seat.
    public var isPending: Bool { self == .received || self == .shortlisted }

    /// Who moves an interest from one status to another.
    public enum Mover: Sendable, Hashable, CaseIterable {
        case coordinator
        /// The person whose interest it is.
        case person
        /// The service, because a time came or a seat became free.
        case time
    }

    /// The statuses an interest may be moved to from this one.
    ///
    /// A withdrawn interest is over: who wants to come after all expresses another one. Where
    /// admission is open, everybody is admitted who confirms, while there is a seat.
    public func allowedMoves(by mover: Mover, isOpen: Bool = false) -> [InterestStatus] {
        switch (self, mover) {
        case (.received, .coordinator):
            (isOpen ? [.accepted] : [])
                + [.shortlisted, .offered, .waiting, .declined, .withdrawn]
        case (.shortlisted, .coordinator):
            (isOpen ? [.accepted] : [])
                + [.received, .offered, .waiting, .declined, .withdrawn]
        case (.received, .person), (.shortlisted, .person):
            (isOpen ? [.accepted, .waiting] : []) + [.withdrawn]
        case (.offered, .coordinator): [.accepted, .shortlisted, .waiting, .declined, .withdrawn]
        case (.offered, .person): [.accepted, .declined, .withdrawn]
        case (.offered, .time): [.lapsed]
        case (.accepted, .coordinator), (.accepted, .person): [.declined, .withdrawn]
        case (.declined, .coordinator): [.shortlisted, .offered, .waiting, .withdrawn]
        case (.lapsed, .coordinator): [.shortlisted, .offered, .waiting, .declined, .withdrawn]
        case (.waiting, .coordinator): [.shortlisted, .offered, .declined, .withdrawn]
        case (.declined, .person), (.lapsed, .person), (.waiting, .person): [.withdrawn]
        case (.waiting, .time): [.offered]
        case (.withdrawn, _), (.received, .time), (.shortlisted, .time), (.accepted, .time),
            (.declined, .time), (.lapsed, .time):
            []
        }
    }
}
