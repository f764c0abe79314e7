public import Foundation
public import Postgres

/// Says what the mails of an event do; reminders that have left stay, whatever is said.
public struct PlanMails: Sendable {
    public var event: Code
    public var plan: MailPlan
    public var actor: RegistryActor
    public var reason: String?
    public var now: Date

    public init(event: Code, plan: MailPlan, actor: RegistryActor, reason: String?, now: Date) {
        self.event = event
        self.plan = plan
        self.actor = actor
        self.reason = reason
        self.now = now
    }
}

extension Database {
    /// False when there is no such event.
    public func plan(_ request: PlanMails) async throws(DatabaseError) -> Bool {
        try await run(WriteMailPlan(request: request)).first == "set"
    }
}

/// Writes the plan over the one before, and says who did.
struct WriteMailPlan: Statement {
    static let sql: StaticString = "SELECT plan_mails($1, $2, $3, $4::jsonb, $5, $6, $7)"

    var request: PlanMails

    func bind(to parameters: inout Parameters) {
        parameters.add(request.event.description)
        parameters.add(request.plan.feedbackForm?.description)
        parameters.add(request.plan.tellsShortlisted)
        parameters.add(json: Self.json(request.plan.reminders))
        parameters.add(request.now)
        parameters.add(request.actor.description)
        parameters.add(request.reason)
    }

    static func decode(_ row: RowReader) throws(DatabaseError) -> String { try row.text(0) }

    /// None of the words needs an escape.
    private static func json(_ reminders: [MailPlan.Reminder]) -> String {
        let rows = reminders.map {
            "{\"kind\": \"\($0.kind.rawValue)\", \"days\": \($0.days), \"at\": \"\($0.clock)\"}"
        }
        return "[\(rows.joined(separator: ", "))]"
    }
}
