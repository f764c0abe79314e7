/// What became of a nomination; two are open, the others are its end.
public enum NominationStatus: String, Sendable, Hashable, CaseIterable {
    /// The person was told and has not answered.
    case proposed
    /// The person confirmed their data: a seat, or a rank among the alternates.
    case confirmed
    case declined
    case withdrawn
    case substituted
    /// Nobody answered before the deadline.
    case lapsed

    /// What may follow; the functions in the database hold the same law.
    public var next: [NominationStatus] {
        switch self {
        case .proposed: [.confirmed, .declined, .withdrawn, .substituted, .lapsed]
        case .confirmed: [.declined, .withdrawn, .substituted]
        case .declined, .withdrawn, .substituted, .lapsed: []
        }
    }

    public var isOver: Bool { next.isEmpty }
}
