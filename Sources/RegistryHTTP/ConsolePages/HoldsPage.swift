import Foundation
import TrainingRegistry

/// `/console/mails/holds`: addresses that nothing is sent to, and what waits for them.
struct HoldsPage: Page {
    var layout: ConsoleLayout
    var holds: [AddressHold]
    /// Those that are over and of which mails still wait.
    var over: [AddressHold]
    var state: FormState
    /// What became of mails that waited.
    var notice: String?

    static let path = "/console/mails/holds"
    static let kept = ["address", "cause", "hold-reason"]

    /// Of the form that ends a hold.
    static func reason(_ hold: UUID) -> String { "reason-\(hold.lowercased)" }

    /// The last of each address that is not on hold now.
    static func over(_ all: [AddressHold], except holds: [AddressHold]) -> [AddressHold] {
        var known = Set(holds.map { $0.address.lowercased() })
        return all.filter { hold in
            hold.releasedAt != nil && hold.heldMails > 0
                && known.insert(hold.address.lowercased()).inserted
        }
    }

    private var words: ConsoleWords.Holds.Type { ConsoleWords.Holds.self }

    var html: HTML {
        let fields = FormFields(
            state: state, shown: Set(Self.kept + holds.map { Self.reason($0.id) }))
        return layout.page(
            title: state.title(words.title),
            body: """
                \(fields.summary)\
                \(HTML.with(notice) { "<p class=\"done\" role=\"status\">\($0)</p>\n" })\
                \(Breadcrumb(path: MailDeskPage.path, title: ConsoleWords.Desk.title).html)\
                <h1>\(words.title)</h1>
                <p>\(words.lead)</p>
                \(HTML.when(holds.isEmpty, "<p>\(words.none)</p>\n"))\
                \(HTML.when(!holds.isEmpty, "<ul class=\"cards\">\(holds.map(card))</ul>\n"))\
                \(HTML.when(!over.isEmpty, waiting))\
                \(form(fields))
                """)
    }

    private func card(_ hold: AddressHold) -> HTML {
        let field = Self.reason(hold.id)
        let isWrong = state.message(field) != nil
        return """
            <li><h2 class="address">\(hold.address)</h2>
            \(facts(hold))
            <details\(HTML.when(isWrong, " open"))><summary>\(words.release)\
            <span class="unseen">: \(hold.address)</span></summary>
            <form method="post" action="\(Self.path)/\(hold.id.lowercased)/release" novalidate>\
            \(layout.csrf.html)
            \(ReasonField(
                id: field, name: "release-reason", label: words.releaseReason,
                value: state.value(field), isRequired: true, isWrong: isWrong).html)\
            <p><button class="button" type="submit">\(words.release)</button></p></form></details>
            </li>

            """
    }

    private func facts(_ hold: AddressHold) -> HTML {
        let facts = [
            (words.why, words.words(hold)),
            (words.since, DateWords.instant(hold.heldAt, in: "UTC")),
            (words.by, ActorWords.who(hold.heldBy, for: layout.principal)),
            (words.mails, Words.number(hold.heldMails)),
        ]
        return """
            <dl class="facts">\(facts.map { title, text in
                "<div><dt>\(title)</dt><dd>\(text)</dd></div>\n"
            })</dl>
            """
    }

    private var waiting: HTML {
        let lines: [HTML] = over.map { hold in
            """
            <li><h3 class="address">\(hold.address)</h3>
            \(facts(hold))
            <form method="post" action="\(Self.path)/\(hold.id.lowercased)/resend">\
            \(layout.csrf.html)<p><button class="button" type="submit">\(words.resend)\
            <span class="unseen">: \(hold.address)</span></button></p></form></li>

            """
        }
        return """
            <section aria-labelledby="over"><h2 id="over">\(words.overTitle)</h2>
            <p>\(words.overHint)</p>
            <ul class="cards">\(lines)</ul></section>

            """
    }

    private func form(_ fields: FormFields) -> HTML {
        let causes = HoldAddress.Cause.allCases.map {
            Choice(value: $0.rawValue, title: words.choice($0))
        }
        return """
            <section class="narrow" aria-labelledby="hold"><h2 id="hold">\(words.holdTitle)</h2>
            <form method="post" action="\(Self.path)" novalidate>\(layout.csrf.html)
            \(fields.text("address", words.address, type: "email", autocomplete: "off"))\
            \(fields.choice("cause", words.cause, among: causes, first: words.chooseCause))\
            \(ReasonField(
                id: "hold-reason", name: "hold-reason", label: words.holdReason,
                value: state.value("hold-reason"), isRequired: true,
                isWrong: state.message("hold-reason") != nil).html)\
            <p><button class="button" type="submit">\(words.hold)</button></p></form></section>

            """
    }
}
