public import Foundation
public import Postgres

/// One outcome of a step of one participation.
public struct StepOutcome: Sendable, Hashable {
    public var participation: UUID
    public var step: CompletionStep
    public var outcome: CompletionStep.Outcome
    public var reason: String?
    /// When it happened, where that is not now.
    public var occurredAt: Date?

    public init(
        _ participation: UUID, _ step: CompletionStep, _ outcome: CompletionStep.Outcome,
        reason: String? = nil, occurredAt: Date? = nil
    ) {
        self.participation = participation
        self.step = step
        self.outcome = outcome
        self.reason = reason
        self.occurredAt = occurredAt
    }
}

/// What became of one of them.
public enum StepAnswer: String, Sendable, Hashable, CaseIterable {
    case recorded
    /// It is known already.
    case unchanged
    /// No confirmed participation of the event.
    case unknown
    /// Nobody is excused without a reason.
    case reasonMissing = "reason-missing"
}

/// Records assignments and mentoring of people of one event.
public struct RecordCompletionSteps: Sendable {
    public static let stepsMax = 1_000

    public var event: Code
    public var steps: [StepOutcome]
    public var actor: RegistryActor
    public var now: Date

    public init(event: Code, steps: [StepOutcome], actor: RegistryActor, now: Date) {
        self.event = event
        self.steps = steps
        self.actor = actor
        self.now = now
    }
}

extension Database {
    /// One answer for each, in their order; empty when there is no such event.
    public func record(
        _ request: RecordCompletionSteps
    ) async throws(DatabaseError) -> [StepAnswer] {
        try await run(WriteCompletionSteps(request: request))
    }
}

/// Appends the facts, superseding those before.
struct WriteCompletionSteps: Statement {
    static let sql: StaticString = """
        SELECT answer FROM event,
            LATERAL record_completion_steps(event.id, $2, $3, $4, $5, $6, $7, $8)
        WHERE event.code = $1 ORDER BY place
        """

    var request: RecordCompletionSteps

    func bind(to parameters: inout Parameters) {
        parameters.add(request.event.description)
        parameters.add(request.steps.map(\.participation))
        parameters.add(request.steps.map(\.step.rawValue))
        parameters.add(request.steps.map(\.outcome.rawValue))
        parameters.add(request.steps.map(\.reason))
        parameters.add(request.steps.map(\.occurredAt))
        parameters.add(request.actor.description)
        parameters.add(request.now)
    }

    static func decode(_ row: RowReader) throws(DatabaseError) -> StepAnswer {
        guard let answer = StepAnswer(rawValue: try row.text(0)) else {
            throw .failed(sqlState: "22023", message: "a step has an unknown answer")
        }
        return answer
    }
}
