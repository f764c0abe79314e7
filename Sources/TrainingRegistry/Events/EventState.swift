/// Where an event is in its life.
public enum EventState: String, Sendable, Hashable, CaseIterable {
    case draft
    case published
    case held
    case cancelled
}

/// What a coordinator may do with an event.
public enum EventMove: String, Sendable, Hashable, CaseIterable {
    /// Changes what it says of itself; of a draft also its times and its place.
    case edit
    case publish
    /// Changes the times or the place of what was announced, and tells everybody concerned.
    case move
    case hold
    case cancel
}

extension EventState {
    /// The state after a move; nil when the move is not allowed here.
    ///
    /// What has ended stays as it is: a cancelled event is announced anew under another code, and
    /// of one that was held only the words may be mended.
    public func after(_ move: EventMove) -> EventState? {
        switch (self, move) {
        case (.draft, .edit): .draft
        case (.draft, .publish): .published
        case (.published, .edit), (.published, .move): .published
        case (.published, .hold): .held
        case (.published, .cancel): .cancelled
        case (.held, .edit): .held
        default: nil
        }
    }

    /// Every move that is allowed here.
    public var allowedMoves: [EventMove] {
        EventMove.allCases.filter { after($0) != nil }
    }
}
