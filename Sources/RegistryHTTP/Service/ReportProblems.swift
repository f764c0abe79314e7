public import TrainingRegistry

extension Problem {
    /// Complains about the field that is at fault.
    public init(_ refusal: DifferenceRefusal) {
        switch refusal {
        case .report(.unknownPeriod):
            self.init(
                field: "period", "unknown-period",
                "There was no such mandate or grant at one of the instants.")
        case .report(.future):
            self.init(field: "to", "in-the-future", "This is yet to come.")
        case .report(.unknown(let filters)): self.init(unknown: filters)
        case .disorder:
            self.init(field: "from", "not-before", "This has to be before the other instant.")
        case .notInternal:
            self.init(
                field: "audience", "not-internal",
                "What each cause changed would tell figures that are hidden from others.")
        case .tooManyChanges:
            self.init(
                field: "from", "too-many-changes",
                "Too much happened in between: choose instants that are closer together, or "
                    + "a shorter period.")
        }
    }

    /// No default case: a new refusal does not compile until it has an answer.
    public init(_ refusal: FinalRefusal) {
        switch refusal {
        case .unknownPeriod: self.init(ReportRefusal.unknownPeriod)
        case .endless:
            self.init(field: "period", "endless", "Only a period with a last day becomes final.")
        case .notOver:
            self.init(
                "not-over", 409, "The period cannot be final yet", detail: "It is not over.")
        case .finalAlready:
            self.init(
                "final-already", 409, "The period is final already",
                detail: "Its figures do not change any more.")
        case .incomplete(let gaps):
            self.init(
                "incomplete", 409, "The period cannot be final yet",
                detail: "Each entry of errors says what is missing.",
                errors: gaps.prefix(100).map { gap in
                    FieldError(
                        pointer: "/period", code: gap.kind.rawValue,
                        detail: "\(gap.event): \(gap.sentence)")
                })
        }
    }

    /// Complains about the fields of the recipe that are at fault.
    public init(_ refusal: ReportRefusal) {
        switch refusal {
        case .unknownPeriod:
            self.init(
                field: "period", "unknown-period",
                "There was no such mandate or grant then, or its days are not known.")
        case .future: self.init(field: "as_of", "in-the-future", "This is yet to come.")
        case .unknown(let filters): self.init(unknown: filters)
        }
    }

    private init(unknown filters: [String]) {
        self = .invalidFields(
            filters.map { filter in
                FieldError(
                    pointer: "/\(filter)", code: "unknown-\(filter)",
                    detail: "No \(filter) has this code.")
            })
    }

    private init(field: String, _ code: String, _ detail: String) {
        self = .invalidFields([FieldError(pointer: "/\(field)", code: code, detail: detail)])
    }
}

extension ReportGap {
    /// What there is to do.
    public var sentence: String {
        switch kind {
        case .notOver: "The event is not over."
        case .notHeld: "Nobody said that the event was held."
        case .noSession: "People count in it, and it has no session."
        case .openSheet: "The sheet of \(session ?? "a session") is open."
        case .sectorNotInUse: "\(people ?? 0) count in a sector that was not in use then."
        case .other: "Something is missing."
        }
    }
}
