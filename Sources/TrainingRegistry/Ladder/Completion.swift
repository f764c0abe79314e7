/// A step that comes after the sessions of an event.
public enum CompletionStep: String, Sendable, Hashable, CaseIterable {
    case assignment
    case mentoring

    /// How far somebody got with it.
    public enum Outcome: String, Sendable, Hashable, CaseIterable {
        case done
        case notDone = "not-done"
        /// It need not be done to complete the event; there is a reason.
        case excused
    }
}

/// Whether somebody completed an event: attendance, assignment and mentoring, where they are asked.
///
/// The view `completion` holds the same rule for whole events; a test compares the two over every
/// combination.
public struct Completion: Sendable, Hashable {
    public var meetsAttendance: Bool
    public var needsAssignment: Bool
    public var needsMentoring: Bool
    /// Nil where nothing is recorded yet.
    public var assignment: CompletionStep.Outcome?
    public var mentoring: CompletionStep.Outcome?

    public init(
        meetsAttendance: Bool, needsAssignment: Bool, needsMentoring: Bool,
        assignment: CompletionStep.Outcome?, mentoring: CompletionStep.Outcome?
    ) {
        self.meetsAttendance = meetsAttendance
        self.needsAssignment = needsAssignment
        self.needsMentoring = needsMentoring
        self.assignment = assignment
        self.mentoring = mentoring
    }

    /// What is missing, as `attendance`, `assignment`, `mentoring`, in this order.
    public var missing: [String] {
        var missing = meetsAttendance ? [] : ["attendance"]
        if needsAssignment, (assignment ?? .notDone) == .notDone { missing.append("assignment") }
        if needsMentoring, (mentoring ?? .notDone) == .notDone { missing.append("mentoring") }
        return missing
    }

    public var isComplete: Bool { missing.isEmpty }
}
