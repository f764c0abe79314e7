import TrainingRegistry

/// What is answered when people are not merged, or a merge is not undone.
extension Problem {
    init(_ refusal: MergeRefusal) {
        switch refusal {
        case .unknownPerson:
            self.init("unknown-person", 404, "There is no such person")
        case .samePerson:
            self.init("same-person", 409, "These are not two persons")
        case .alreadyMerged:
            self.init(
                "already-merged", 409, "One of them was merged already",
                detail: "Merge the persons who carry on.")
        case .quotaExceeded:
            self.init(
                "quota-exceeded", 409, "The seat would fall under a quota that is used up",
                detail: "Keep the other of the two persons, or widen the quota.")
        }
    }

    init(_ refusal: ErasureRefusal) {
        switch refusal {
        case .unknownPerson:
            self.init("unknown-person", 404, "There is no such person")
        case .erasedAlready:
            self.init("erased-already", 409, "The person was erased already")
        case .mergedPerson:
            self.init(
                "merged-person", 409, "The person was merged into another",
                detail: refusal.description)
        case .staffAccount:
            self.init(
                "staff-account", 409, "The person works with the registry",
                detail: refusal.description)
        case .focalPoint:
            self.init(
                "focal-point", 409, "The person speaks for a member", detail: refusal.description)
        case .reasonNamesThem:
            self = .invalidFields([
                FieldError(
                    pointer: "/reason", code: "names-the-person", detail: refusal.description)
            ])
        }
    }

    init(_ refusal: HoldRefusal) {
        switch refusal {
        case .unknownHold:
            self.init(refusal.rawValue, 404, "There is no such hold")
        case .heldAlready:
            self.init(refusal.rawValue, 409, "The address is on hold already")
        case .releasedAlready:
            self.init(refusal.rawValue, 409, "The hold is over already")
        case .stillHeld:
            self.init(
                refusal.rawValue, 409, "The address is on hold", detail: "Release it first.")
        }
    }

    init(_ refusal: UndoMergeRefusal) {
        switch refusal {
        case .unknownMerge:
            self.init("unknown-merge", 404, "There is no such merge")
        case .alreadyUndone:
            self.init("already-undone", 409, "The merge was undone already")
        case .laterMerge:
            self.init(
                "later-merge", 409, "The person was merged again since",
                detail: "Undo the later merge first.")
        case .interestChanged:
            self.init(
                "interest-changed", 409, "An interest that the merge moved was changed since",
                detail: "Undoing would lose what was changed.")
        case .participationChanged:
            self.init(
                "participation-changed", 409,
                "A participation that the merge moved was changed since",
                detail: "Undoing would lose what was changed.")
        case .seatChanged:
            self.init(
                "seat-changed", 409, "A seat that the merge freed is not free any more",
                detail: "Free a seat first, or correct the persons by hand.")
        }
    }
}
