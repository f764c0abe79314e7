import Foundation
import RegistryHTTP
import TrainingRegistry

extension Command {
    /// The commands of the group `event` that are about its mails.
    static let mailPlanCommands: [Command] = [.mailPlan, .planMails]

    private static let mailPlan = Command(
        "mail-plan", "Shows the reminders of an event, and what became of them",
        arguments: [Argument("EVENT", "Its code")], options: [.json],
        run: { invocation in
            let code = try invocation.eventCode()
            let plan = try await invocation.change { database, _, _ in
                try await database.mailPlan(of: code, at: Date())
            }
            try invocation.show(plan)
        })

    private static let planMails = Command(
        "plan-mails", "Sets the reminders of an event",
        details: "Reminders that have left stay, whatever the document says.",
        arguments: [Argument("EVENT", "Its code"), .document], options: [.json],
        run: { invocation in
            let code = try invocation.eventCode()
            let document = try invocation.document()
            let plan = try await invocation.change { database, actor, _ in
                let form = try MailPlanForm(json: document)
                _ = try await database.plan(
                    PlanMails(
                        event: code, plan: form.plan, actor: actor, reason: form.reason,
                        now: Date()))
                return try await database.mailPlan(of: code, at: Date())
            }
            try invocation.show(plan)
        })
}

extension Invocation {
    fileprivate func show(_ plan: EventMailPlan?) throws(CommandFailure) {
        guard let plan else { throw CommandFailure("There is no such event.") }
        if wantsJSON { return printDocument { $0.mailPlan(plan) } }
        Table(
            ["KIND", "DAYS", "AT", "STATE", "DUE", "MAILS"],
            plan.reminders.map {
                [
                    $0.reminder.kind.rawValue, String($0.reminder.days),
                    $0.reminder.clock.description, $0.state.rawValue,
                    $0.dueAt?.formatted(.iso8601) ?? "-", String($0.mails),
                ]
            }
        ).print()
        print("Shortlisted people are \(plan.tellsShortlisted ? "told" : "not told").")
        print("The form for feedback: \(plan.feedbackForm ?? "none")")
    }
}
