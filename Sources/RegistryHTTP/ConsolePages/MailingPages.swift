import Foundation
import TrainingRegistry

/// Says that mails wait, with the way to them.
struct MailingNotice {
    var mailing: Mailing

    var html: HTML {
        """
        <p class="call waiting">\(ConsoleWords.Mailings.waiting(mailing.drafts)). \
        <a href="\(mailing.path)">\(ConsoleWords.Mailings.look)<span class="unseen">: \
        \(ConsoleWords.Mailings.kind(mailing.kind)), \(mailing.title)</span></a></p>

        """
    }
}

extension Mailing {
    /// Of its page.
    var path: String { "/console/events/\(event)/mailings/\(id.lowercased)" }

    fileprivate var tag: HTML {
        let tone = state == .waiting ? " waiting" : ""
        return "<span class=\"tag\(tone)\">\(ConsoleWords.Mailings.state(state))</span>"
    }
}

/// `/console/mailings`, and the same of one event: mails of many, those that wait first.
struct MailingsPage: Page {
    var layout: ConsoleLayout
    /// Nil for all events.
    var event: DashboardEvent?
    var mailings: [Mailing]

    var html: HTML {
        let words = ConsoleWords.Mailings.self
        let waiting = mailings.filter { $0.state == .waiting }
        let ended = mailings.filter { $0.state != .waiting }
        let lists: HTML = """
            \(HTML.when(mailings.isEmpty, "<p>\(words.none)</p>\n"))\
            <ul class="cards">\((waiting + ended).map(card))</ul>
            """
        guard let event else {
            let way = Breadcrumb(path: MailDeskPage.path, title: ConsoleWords.Desk.title).html
            return layout.page(title: words.all, body: "\(way)<h1>\(words.all)</h1>\n\(lists)")
        }
        return EventFrame(layout: layout, event: event).page(
            .mails, title: words.all, body: "<h2>\(words.all)</h2>\n\(lists)")
    }

    private func card(_ one: Mailing) -> HTML {
        let words = ConsoleWords.Mailings.self
        let written = DateWords.instant(one.writtenAt, in: "UTC")
        return """
            <li><p class="meta">\(one.tag) <span>\(written)</span></p>
            <h3><a href="\(one.path)">\(words.kind(one.kind))<span class="unseen">, \(written)\
            </span></a></h3>
            \(HTML.when(event == nil, "<p>\(one.title)</p>\n"))\
            <p>\(ConsoleWords.mails(one.recipients))\
            \(HTML.when(one.drafts > 0, ", \(words.waiting(one.drafts))"))</p></li>

            """
    }
}

/// `/console/events/{code}/mailings/{id}`: who gets it, who does not and why, and what it says.
struct MailingPage: Page {
    var layout: ConsoleLayout
    var event: DashboardEvent
    var detail: MailingDetail
    var samples: [(recipient: MailingRecipient, draft: MailDraft)]
    var state: FormState
    var now: Date

    static let kept = ["mail", "take-out-reason", "discard-reason"]

    private var mailing: Mailing { detail.mailing }
    private var drafts: [MailingRecipient] { detail.recipients.filter { $0.state == "draft" } }

    var html: HTML {
        let words = ConsoleWords.Mailings.self
        let fields = FormFields(state: state, shown: Set(Self.kept))
        let written = DateWords.instant(mailing.writtenAt, in: "UTC")
        return EventFrame(layout: layout, event: event).page(
            .mails, title: state.title(words.kind(mailing.kind)),
            body: """
                \(fields.summary)\
                <h2>\(words.kind(mailing.kind)) \(mailing.tag)</h2>
                <p>\(words.written): \(written), \(who(mailing.writtenBy))</p>
                \(HTML.with(mailing.runsOutAt) { """
                    <p class="call waiting">\(deadline($0))</p>

                    """ })\
                <section aria-labelledby="gets"><h3 id="gets">\
                \(mailing.state == .released ? words.got : words.gets): \
                \(ConsoleWords.people(detail.getting.count))</h3>
                \(HTML.when(detail.getting.isEmpty, "<p>\(words.nobody)</p>\n"))\
                \(HTML.when(!detail.getting.isEmpty, getting))</section>
                <section aria-labelledby="not"><h3 id="not">\(words.getsNot)</h3>
                \(HTML.when(outsiders.isEmpty, "<p>\(words.everybody)</p>\n"))\
                \(HTML.when(!outsiders.isEmpty, "<ul class=\"reports\">\(outsiders)</ul>\n"))\
                </section>
                \(HTML.when(!samples.isEmpty, says))\
                \(HTML.when(!drafts.isEmpty && layout.principal.may(.decide), forms(fields)))
                """)
    }

    private var says: HTML {
        """
        <section aria-labelledby="says"><h3 id="says">\(ConsoleWords.Mailings.samples)</h3>
        \(samples.map { one, draft in
            MailSample(
                sample: MoveDraftPage.Sample(
                    template: one.template, names: detail.getting(like: one).map(\.name),
                    draft: draft)
            ).html
        })</section>

        """
    }

    private func who(_ actor: String) -> String { ActorWords.who(actor, for: layout.principal) }

    private func deadline(_ until: Date) -> String {
        let words = ConsoleWords.Mailings.self
        let text = DateWords.instant(until, in: "UTC")
        return until > now ? words.runsOut(text) : words.ranOut(text)
    }

    private var getting: HTML {
        let words = ConsoleWords.Mailings.self
        let titles = [words.who, words.what, words.state]
        return """
            <table class="people"><caption class="unseen">\(words.gets)</caption>
            <thead><tr>\(titles.map { "<th scope=\"col\">\($0)</th>" })</tr></thead>
            <tbody>\(detail.getting.map(row))</tbody></table>

            """
    }

    private func row(_ one: MailingRecipient) -> HTML {
        let words = ConsoleWords.Mailings.self
        return """
            <tr><td data-label="\(words.who)">\(name(one.name, one.interest))<br>\
            <span class="source">\(one.address)</span></td>\
            <td data-label="\(words.what)">\(ConsoleWords.template(one.template))<br>\
            <span class="source">\(Words.language(one.language))</span></td>\
            <td data-label="\(words.state)">\(ConsoleWords.mailState(one.state))\
            \(HTML.with(one.runsOutAt) {
                "<br><span class=\"source\">\(deadline($0))</span>"
            })</td></tr>

            """
    }

    /// Links to people only for those who are interests of the event.
    private func name(_ name: String, _ interest: UUID?) -> HTML {
        guard let interest else { return "\(name)" }
        return "<a href=\"/console/events/\(event.code)/people/\(interest.lowercased)\">\(name)</a>"
    }

    private var outsiders: [HTML] {
        detail.missing.map { one in
            line(one.name, one.interest, reason(one), one.obstacleSince)
        }
            + detail.bystanders.map { one in
                let absence = mailing.kind.absence(of: one, writtenAt: mailing.writtenAt)
                return line(
                    one.name, one.interest, absence.sentence,
                    one.withdrawnAt ?? one.since)
            }
    }

    private func line(_ name: String, _ interest: UUID?, _ reason: String, _ since: Date?) -> HTML {
        """
        <li>\(self.name(name, interest)): \(reason)\
        \(HTML.with(since) {
            " <span class=\"source\">\(DateWords.instant($0, in: "UTC"))</span>"
        })</li>

        """
    }

    private func reason(_ one: MailingRecipient) -> String {
        var sentences = [one.obstacle?.sentence ?? ""]
        if let cause = one.holdCause { sentences = [ConsoleWords.Holds.because(cause)] }
        if one.obstacle == .takenOut, let by = one.omittedBy {
            sentences = [ConsoleWords.Mailings.takenOut(by: who(by))]
        }
        if let note = one.note { sentences.append("\(ConsoleWords.reason): \(note)") }
        return sentences.joined(separator: " ")
    }

    private func forms(_ fields: FormFields) -> HTML {
        let words = ConsoleWords.Mailings.self
        let people = drafts.map { Choice(value: String($0.id), title: "\($0.name), \($0.address)") }
        return """
            <section aria-labelledby="release"><h3 id="release">\(words.releaseTitle)</h3>
            <p>\(words.releaseHint)</p>
            <form method="post" action="\(mailing.path)/release">\(layout.csrf.html)
            <p><button class="button" type="submit">\(words.release)</button></p></form></section>
            <section aria-labelledby="out"><h3 id="out">\(words.takeOutTitle)</h3>
            <p>\(words.takeOutHint)</p>
            <form class="narrow" method="post" action="\(mailing.path)/take-out" novalidate>\
            \(layout.csrf.html)
            \(fields.choice("mail", words.whom, among: people, first: words.choose))\
            \(reasonField("take-out-reason", words.takeOutReason))\
            <p><button class="button plain" type="submit">\(words.takeOut)</button></p></form>
            </section>
            <section aria-labelledby="none"><h3 id="none">\(words.discardTitle)</h3>
            <p>\(words.discardHint)</p>
            <form class="narrow" method="post" action="\(mailing.path)/discard" novalidate>\
            \(layout.csrf.html)
            \(reasonField("discard-reason", words.discardReason))\
            <p><button class="button grave" type="submit">\(words.discard)</button></p></form>
            </section>

            """
    }

    private func reasonField(_ name: String, _ label: String) -> HTML {
        ReasonField(
            id: name, name: name, label: label, value: state.value(name), isRequired: true,
            isWrong: state.message(name) != nil
        ).html
    }
}
