import TrainingRegistry

/// `/console/events/{code}/mail-plan`: which mails go before and after an event, and what became of
/// them.
struct MailPlanPage: Page {
    var layout: ConsoleLayout
    var event: DashboardEvent
    var plan: EventMailPlan
    var notice: String?
    var state: FormState

    private var words: ConsoleWords.MailPlan.Type { ConsoleWords.MailPlan.self }
    private var path: String { "/console/events/\(event.code)/mail-plan" }

    /// What the form shows of a plan.
    static func state(_ plan: EventMailPlan) -> FormState {
        var values = [
            "feedback_url": plan.feedbackForm ?? "",
            "tells_shortlisted": plan.tellsShortlisted ? "on" : "",
        ]
        for (row, reminder) in plan.open.enumerated() {
            values[FormRows.mails.field(row, "kind")] = reminder.kind.rawValue
            values[FormRows.mails.field(row, "days")] = String(reminder.days)
            values[FormRows.mails.field(row, "at")] = reminder.clock.description
        }
        return FormState(values: values)
    }

    /// Two rows more than there are.
    private var rows: Int {
        min(max(plan.open.count, FormRows.mails.count(state)) + 2, FormRows.mails.max)
    }

    /// The fields of the form.
    var shown: [String] {
        ["feedback_url", "tells_shortlisted", "plan-reason"]
            + FormRows.mails.fields(FormRows.mails.max)
    }

    var html: HTML {
        let fields = FormFields(state: state, shown: Set(shown))
        return EventFrame(layout: layout, event: event).page(
            .mailPlan, title: state.title(words.title),
            body: """
                \(fields.summary)\
                \(HTML.with(notice) { "<p class=\"done\" role=\"status\">\($0)</p>\n" })\
                <section aria-labelledby="list"><h2 id="list">\(words.title)</h2>
                <p>\(words.lead(plan.timeZone))</p>
                \(plan.reminders.isEmpty ? "<p>\(words.none)</p>\n" : table)</section>
                \(HTML.when(layout.principal.may(.editEvent), "\(usual)\(form(fields))"))
                """)
    }

    private var table: HTML {
        let titles = [words.kind, words.whenTitle, words.leaves, words.people]
        return """
            <table class="people"><caption class="unseen">\(words.title)</caption>
            <thead><tr>\(titles.map { "<th scope=\"col\">\($0)</th>" })</tr></thead>
            <tbody>\(plan.reminders.map(row))</tbody></table>

            """
    }

    private func row(_ line: EventReminder) -> HTML {
        let instant = line.leftAt ?? line.dueAt
        return """
            <tr><th scope="row" data-label="\(words.kind)">\(words.kind(line.reminder.kind))</th>\
            <td data-label="\(words.whenTitle)">\(words.when(line.reminder))</td>\
            <td data-label="\(words.leaves)"><span class="tag \(line.state.tone)">\
            \(words.state(line.state))</span>\
            \(HTML.with(instant) { " \(DateWords.instant($0, in: plan.timeZone))" })</td>\
            <td data-label="\(words.people)">\(line.state == .left ? "\(line.mails)" : "–")</td>\
            </tr>

            """
    }

    /// What most events want, with one press.
    private var usual: HTML {
        let has = plan.reminders.contains { $0.reminder.kind == .reminder }
        return HTML.when(
            !has,
            """
            <form method="post" action="\(path)/usual">\(layout.csrf.html)
            <p><button class="button" type="submit">\(words.usual)</button></p></form>

            """)
    }

    private func form(_ fields: FormFields) -> HTML {
        """
        <section class="narrow" aria-labelledby="change"><h2 id="change">\(words.change)</h2>
        <form method="post" action="\(path)" novalidate>\(layout.csrf.html)
        <p class="hint">\(words.changeHint)</p>
        \((0..<rows).map { mail($0, fields) })\
        \(fields.text(
            "feedback_url", words.form, hint: words.formHint, type: "url", isOptional: true))\
        <div class="field">\(fields.box(
            "tells_shortlisted", id: "tells_shortlisted", words.tells))</div>
        \(fields.reason("plan-reason"))\
        <p><button class="button" type="submit">\(words.save)</button></p></form></section>

        """
    }

    private func mail(_ row: Int, _ fields: FormFields) -> HTML {
        let rows = FormRows.mails
        let kinds = MailPlan.Reminder.Kind.allCases.map {
            Choice(value: $0.rawValue, title: words.kind($0))
        }
        return """
            <fieldset><legend>\(words.mail(row + 1))</legend>
            \(fields.choice(
                rows.field(row, "kind"), words.kind, among: kinds, first: words.nothing,
                isOptional: true))\
            \(fields.text(
                rows.field(row, "days"), words.days, inputMode: "numeric", isOptional: true))\
            \(fields.text(
                rows.field(row, "at"), words.clock, hint: words.clockHint, isOptional: true))\
            </fieldset>

            """
    }
}

extension EventReminder.State {
    /// The class that colours its tag.
    fileprivate var tone: String {
        switch self {
        case .waiting, .due: "open"
        case .left, .off: ""
        case .missed, .noForm: "waiting"
        }
    }
}
