import TrainingRegistry

/// The mails to somebody about an event on their page: which, why not, and one of them again.
struct PersonMails {
    var event: DashboardEvent
    var person: EventPerson
    var mails: MailsExplained
    var layout: ConsoleLayout
    var fields: FormFields

    private var words: ConsoleWords.Mails.Type { ConsoleWords.Mails.self }

    /// Those of which nothing is on its way.
    private var settled: [EventMail] { mails.mails.filter(\.isSettled) }

    var html: HTML {
        """
        <section aria-labelledby="mails"><h3 id="mails">\(ConsoleWords.Person.mails)</h3>
        \(HTML.when(mails.mails.isEmpty, "<p>\(ConsoleWords.Person.noMails)</p>\n"))\
        \(HTML.when(!mails.mails.isEmpty, table))</section>
        \(HTML.when(!mails.missing.isEmpty, missing))\
        \(HTML.when(!settled.isEmpty && layout.principal.may(.decide), form))
        """
    }

    private var table: HTML {
        MailTable(
            event: event.code, mails: mails.mails, principal: layout.principal, isOfOne: true
        ).html
    }

    private var missing: HTML {
        """
        <section aria-labelledby="missing"><h3 id="missing">\(words.missing)</h3>
        <ul class="reports">\(mails.missing.map(line))</ul></section>

        """
    }

    private func line(_ one: MissingMail) -> HTML {
        let days = one.days.map {
            ConsoleWords.MailPlan.when($0, isBefore: one.kind == .reminder)
        }
        return """
            <li>\(ConsoleWords.template(one.kind.rawValue))\
            \(HTML.with(days) { " (\($0))" }): \(one.reason.sentence)\
            \(HTML.with(one.at) {
                " <span class=\"source\">\(DateWords.instant($0, in: "UTC"))</span>"
            })</li>

            """
    }

    private var form: HTML {
        let path = "/console/events/\(event.code)/people/\(person.interest.lowercased)/resend"
        let choices = settled.map { mail in
            Choice(
                value: String(mail.id),
                title: ConsoleWords.template(mail.template) + ", "
                    + DateWords.instant(mail.writtenAt, in: "UTC"))
        }
        return """
            <section aria-labelledby="again"><h3 id="again">\(words.againTitle)</h3>
            <p>\(words.againHint)</p>
            <form class="narrow" method="post" action="\(path)" novalidate>\(layout.csrf.html)
            \(fields.choice("mail", words.whichMail, among: choices, first: words.choose))\
            \(reason)\
            <p><button class="button" type="submit">\(words.sendAgain)</button></p></form>
            </section>

            """
    }

    private var reason: HTML {
        ReasonField(
            id: "again-reason", name: "again-reason", label: words.againReason,
            value: fields.state.value("again-reason"), isRequired: true,
            isWrong: fields.state.message("again-reason") != nil
        ).html
    }
}
