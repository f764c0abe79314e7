import TrainingRegistry

extension Problem {
    /// No default case: a new refusal does not compile until it has an answer.
    init(_ refusal: EventRefusal) {
        switch refusal {
        case .unknown: self = .notFound
        case .codeTaken: self = .codeTaken
        case .illegalMove(_, let state):
            self.init(
                "illegal-move", 409, "An event in this state takes no such move",
                detail: refusal.description, allowed: state.allowedMoves.map(\.rawValue))
        case .movedOn:
            self.init(
                "changed-meanwhile", 409, "The event was changed since it was read",
                detail: refusal.description + " Read it again before you change it.")
        case .scheduleIsAnnounced:
            self.init(
                "schedule-is-announced", 409, "What is announced is moved, not edited",
                detail: refusal.description, allowed: [EventMove.move.rawValue])
        case .notReady(let complaints):
            self.init(
                "not-ready", 409, "The event cannot be published like this",
                detail: "Each entry of errors says what is missing.",
                errors: complaints.map(FieldError.init))
        case .inThePast(let complaint): self = .invalidFields([FieldError(complaint)])
        case .notBegun:
            self.init(
                "not-begun", 409, "The event has not begun", detail: refusal.description)
        case .seatsTaken:
            self.init(
                "seats-taken", 409, "The event has more seats taken than that",
                detail: refusal.description)
        case .needsTrainer:
            self.init(
                "trainer-missing", 409, "An indirect event is held by a trainer of its programme",
                detail: refusal.description)
        case .reachNeedsProgramme:
            self.init(
                "programme-missing", 409, "An indirect event belongs to a programme",
                detail: refusal.description)
        case .sessionInUse:
            self.init(
                "session-in-use", 409, "A session cannot be left out",
                detail: refusal.description)
        }
    }

    init(_ refusal: OrganisationRefusal) {
        switch refusal {
        case .unknown: self = .notFound
        case .needsName:
            self = .invalidFields([
                FieldError(pointer: "/name", code: "missing", detail: refusal.description)
            ])
        case .codeTaken: self = .codeTaken
        case .hasCode:
            self.init(
                "has-a-code", 409, "The organisation has a code", detail: refusal.description)
        case .namedSince:
            self.init(
                "named-since", 409, "The name would begin before one that is there",
                detail: refusal.description)
        }
    }

    init(_ refusal: PhaseRefusal) {
        switch refusal {
        case .unknownProgramme: self = .notFound
        case .codeTaken: self = .codeTaken
        }
    }

    static let codeTaken = Problem(
        "code-taken", 409, "This code is taken",
        detail: "Another one has it. Codes never change hands, because links use them.")
}

extension Problem.FieldError {
    init(_ complaint: Complaint) {
        self.init(pointer: complaint.pointer, code: complaint.code, detail: complaint.detail)
    }
}
