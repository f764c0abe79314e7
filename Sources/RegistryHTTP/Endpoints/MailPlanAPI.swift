public import TrainingRegistry

extension Service {
    /// What the mails of an event do, for coordinators.
    static let mailPlanAPI: [StaffRoute] = [
        StaffRoute(
            .get, "/api/v1/events/{code}/mail-plan", needs: .seeEvents, Service.showMailPlan),
        StaffRoute(
            .put, "/api/v1/events/{code}/mail-plan", needs: .editEvent, Service.planMails),
    ]

    func showMailPlan(_ request: Request) async throws -> Response {
        try await mailPlan(of: request.capture("code", Code.init(parsing:)))
    }

    /// 200 with the plan as it is then.
    func planMails(_ request: Request) async throws -> Response {
        let actor = try actor(request)
        let event = try request.capture("code", Code.init(parsing:))
        let form = try MailPlanForm(json: request.body)
        let isDone = try await database.plan(
            PlanMails(
                event: event, plan: form.plan, actor: actor, reason: form.reason, now: now()))
        guard isDone else { throw Problem.notFound }
        return try await mailPlan(of: event)
    }

    private func mailPlan(of event: Code) async throws -> Response {
        guard let plan = try await database.mailPlan(of: event, at: now()) else {
            throw Problem.notFound
        }
        return .json { $0.mailPlan(plan) }
    }
}

/// What somebody says of the mails of an event.
public struct MailPlanForm: Sendable {
    public let plan: MailPlan
    public let reason: String?

    /// Of a document as the API takes it, and as it gives it.
    public init(json bytes: [UInt8]) throws(Problem) {
        var fields = try FieldReader(json: bytes)
        let form = fields.optional("feedback_url", WebAddress.init(parsing:))
        let tells = fields.flag("tells_shortlisted")
        let reminders = fields.objects("reminders") { MailPlan.Reminder(reading: &$0) }
        if let reminders { fields.checkReminders(reminders, "reminders") }
        let reason = fields.optional("reason", Motivation.init(parsing:))
        fields.allow("time_zone")
        try fields.finish()
        self.reason = reason?.description
        plan = MailPlan(
            feedbackForm: form, tellsShortlisted: tells, reminders: reminders ?? [])
    }
}

extension MailPlan.Reminder {
    /// What became of it may be sent back as it was read.
    fileprivate init?(reading fields: inout FieldReader) {
        for name in ["state", "due_at", "left_at", "mails"] { fields.allow(name) }
        self.init(kind: "kind", days: "days", clock: "at", reading: &fields)
    }

    /// Of the fields with those names; complaints are kept by the reader.
    init?(kind: String, days: String, clock: String, reading fields: inout FieldReader) {
        let found = fields.word(kind, of: Kind.self)
        let days = fields.requiredInteger(days, in: (found ?? .reminder).bounds)
        let clock = fields.required(clock, ClockTime.init(parsing:))
        guard let found, let days, let clock else { return nil }
        self.init(kind: found, days: days, clock: clock)
    }
}

extension FieldReader {
    mutating func checkReminders(_ reminders: [MailPlan.Reminder], _ name: String) {
        if reminders.count > MailPlan.remindersMax {
            complain(name, "too-many", "There are at most \(MailPlan.remindersMax) mails.")
        }
        if Set(reminders).count < reminders.count {
            complain(name, "repeated", "A mail is there twice.")
        }
    }
}

extension JSONWriter {
    public mutating func mailPlan(_ plan: EventMailPlan) {
        object { json in
            json.optional("feedback_url", plan.feedbackForm)
            json.name("tells_shortlisted")
            json.flag(plan.tellsShortlisted)
            json.member("time_zone", plan.timeZone)
            json.name("reminders")
            json.array { list in
                for reminder in plan.reminders { list.reminder(reminder) }
            }
        }
    }

    private mutating func reminder(_ line: EventReminder) {
        object { json in
            json.member("kind", line.reminder.kind.rawValue)
            json.member("days", line.reminder.days)
            json.member("at", line.reminder.clock.description)
            json.member("state", line.state.rawValue)
            json.instant("due_at", line.dueAt)
            json.instant("left_at", line.leftAt)
            json.member("mails", line.mails)
        }
    }
}
