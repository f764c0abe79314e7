/// Where a person stands as a trainer of a programme, once they were invited.
public enum TrainerStanding: String, Sendable, Hashable, CaseIterable {
    case invited
    case trainer
    case declined
    case ended
}

/// What changes a person's standing.
public enum TrainerMove: String, Sendable, Hashable, CaseIterable {
    case invite
    /// The person's own answers.
    case accept
    case decline
    /// Takes an invitation back, or ends being a trainer.
    case end
}

extension TrainerStanding {
    /// The standing after a move, where nil is who has none yet; nil when there is no such move.
    ///
    /// The function `trainer_standing_after` holds the same rule in the database.
    public static func after(_ standing: TrainerStanding?, _ move: TrainerMove) -> Self? {
        switch (standing, move) {
        case (nil, .invite), (.declined, .invite), (.ended, .invite): .invited
        case (.invited, .accept): .trainer
        case (.invited, .decline): .declined
        case (.invited, .end), (.trainer, .end): .ended
        default: nil
        }
    }

    /// What coordinators may do with somebody who stands here.
    public static func allowed(_ standing: TrainerStanding?) -> [TrainerMove] {
        [.invite, .end].filter { after(standing, $0) != nil }
    }
}
