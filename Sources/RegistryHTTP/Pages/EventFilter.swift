import TrainingRegistry

/// What a visitor asked to see of the events: `/events?kind=…&programme=…&when=past`.
struct EventFilter: Sendable, Equatable {
    var kind: EventKind?
    var programme: Code?
    /// Events that are over, instead of those that are coming.
    var isPast = false

    init(kind: EventKind? = nil, programme: Code? = nil, isPast: Bool = false) {
        self.kind = kind
        self.programme = programme
        self.isPast = isPast
    }

    var isNarrowed: Bool { kind != nil || programme != nil }
}
