import TrainingRegistry

extension Service {
    /// What the mails of an event do, and what became of its reminders.
    static let mailPlanPages: [StaffRoute] = [
        StaffRoute(
            .get, "/console/events/{code}/mail-plan", needs: .seeEvents,
            Service.showMailPlanPage),
        StaffRoute(
            .post, "/console/events/{code}/mail-plan", needs: .editEvent,
            Service.changeMailPlan),
        StaffRoute(
            .post, "/console/events/{code}/mail-plan/usual", needs: .editEvent,
            Service.addUsualReminders),
    ]

    func showMailPlanPage(_ request: Request) async throws -> Response {
        var page = try await mailPlanPage(request)
        if request.query["set"] != nil { page.notice = ConsoleWords.MailPlan.isSet }
        return page.response()
    }

    /// Back to the page with what is planned, or 422 with the form kept.
    func changeMailPlan(_ request: Request) async throws -> Response {
        var page = try await mailPlanPage(request)
        var fields = try request.formFields()
        let rows = FormRows.mails
        let form = fields.optional("feedback_url", WebAddress.init(parsing:))
        let tells = fields.flag("tells_shortlisted")
        var reminders: [MailPlan.Reminder] = []
        for row in 0..<rows.max where rows.isNamed(row, in: fields) {
            let (kind, days, at) = (
                rows.field(row, "kind"), rows.field(row, "days"), rows.field(row, "at")
            )
            guard !fields.typed(kind).isEmpty || !fields.typed(days).isEmpty else {
                for name in [kind, days, at] { fields.allow(name) }
                continue
            }
            if let reminder = MailPlan.Reminder(
                kind: kind, days: days, clock: at, reading: &fields)
            {
                reminders.append(reminder)
            }
        }
        fields.checkReminders(reminders, rows.field(0, "kind"))
        let reason = fields.optional("plan-reason", Motivation.init(parsing:))
        let errors = fields.completeForm()
        page.state = FormState()
        page.state.take(fields, errors, page.shown)
        guard errors.isEmpty else { return page.response(status: 422) }
        let plan = MailPlan(feedbackForm: form, tellsShortlisted: tells, reminders: reminders)
        return try await write(plan, request, reason: reason)
    }

    /// Adds what most events want to what is planned.
    func addUsualReminders(_ request: Request) async throws -> Response {
        let plan = try await mailPlanPage(request).plan
        let reminders = plan.open + MailPlan.Reminder.usual.filter { !plan.open.contains($0) }
        let form = try plan.feedbackForm.map { try WebAddress(parsing: $0) }
        return try await write(
            MailPlan(
                feedbackForm: form, tellsShortlisted: plan.tellsShortlisted,
                reminders: reminders), request, reason: nil)
    }

    private func write(
        _ plan: MailPlan, _ request: Request, reason: Motivation?
    ) async throws -> Response {
        let event = try request.capture("code", Code.init(parsing:))
        _ = try await database.plan(
            PlanMails(
                event: event, plan: plan, actor: try actor(request),
                reason: reason?.description, now: now()))
        return .redirect(to: "/console/events/\(event)/mail-plan?set")
    }

    private func mailPlanPage(_ request: Request) async throws -> MailPlanPage {
        let event = try await eventOfPage(request)
        guard let plan = try await database.mailPlan(of: event.code(), at: now()) else {
            throw Problem.notFound
        }
        return MailPlanPage(
            layout: try layout(request, .events), event: event, plan: plan,
            state: MailPlanPage.state(plan))
    }
}

extension FormRows {
    fileprivate func isNamed(_ row: Int, in fields: FieldReader) -> Bool {
        parts.contains { fields.isNamed(field(row, $0)) }
    }
}
