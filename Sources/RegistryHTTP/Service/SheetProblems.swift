import TrainingRegistry

extension Problem {
    /// No default case: a new refusal does not compile until it has an answer.
    init(_ refusal: SheetRefusal) {
        switch refusal {
        case .unknown: self = .notFound
        case .unknownBand:
            self = .invalidFields([
                FieldError(
                    pointer: "/age_band", code: "unknown-value",
                    detail: "There is no such band of ages.")
            ])
        default:
            self.init(
                refusal.code, 409, "This cannot be done to the sheet now", detail: refusal.detail)
        }
    }
}

extension SheetRefusal {
    /// A stable word for programs.
    var code: String {
        switch self {
        case .unknown: "unknown"
        case .sealedAlready: "sealed-already"
        case .notBegun: "not-begun"
        case .unmarked: "unmarked"
        case .unknownBand: "unknown-band"
        case .changedMeanwhile: "changed-meanwhile"
        case .needsReason: "needs-reason"
        case .eventFull: "event-full"
        }
    }

    /// A sentence for whoever reads the answer.
    var detail: String {
        switch self {
        case .unknown: "There is no such session in this event."
        case .sealedAlready: "The sheet is closed already."
        case .notBegun: "The session has not begun."
        case .unmarked(let people):
            "\(people) \(people == 1 ? "person has" : "people have") no mark yet; "
                + "mark them, or say that the rest is absent."
        case .unknownBand: "There is no such band of ages."
        case .changedMeanwhile: "Somebody else changed it in the meantime; look again."
        case .needsReason: "The sheet is closed: a correction needs a reason."
        case .eventFull: "No seat is free for this person; set more seats first."
        }
    }
}
