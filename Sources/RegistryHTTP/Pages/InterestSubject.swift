import TrainingRegistry

/// What an interest is in: an event, or a programme without a date.
enum InterestSubject: Sendable, Equatable {
    case event(Event)
    case programme(Programme)

    var title: String {
        switch self {
        case .event(let event): event.title
        case .programme(let programme): programme.title
        }
    }

    /// The page about the target.
    var path: String {
        switch self {
        case .event(let event): "/events/\(event.code)"
        case .programme(let programme): "/programmes/\(programme.code)"
        }
    }

    var section: Layout.Section {
        switch self {
        case .event: .events
        case .programme: .programmes
        }
    }
}
