import Foundation
import TrainingRegistry

/// What a person reads about their interest without a date on their own page.
struct PoolWords {
    var token: String
    var interest: HeldInterest
    var pooled: HeldInterest.Pooled
    var choices: WishChoices
    var chances: [Chance]

    /// Nothing once the interest has ended: the page says so already.
    var html: HTML {
        guard interest.state == .confirmed else { return .empty }
        return """
            <p class="standing">Topics: \(named(pooled.topics, choices.topics)). Languages:
            \(named(pooled.languages, choices.languages)). It stands until
            \(DateWords.day(pooled.expiresAt, in: "UTC")).</p>
            \(HTML.when(pooled.isAskedAgain, question))\(offered)\(correction)
            """
    }

    private func named(_ codes: [String], _ choices: [Choice]) -> String {
        guard !codes.isEmpty else { return "any" }
        return Words.list(
            codes.map { code in choices.first { $0.value == code }?.title ?? code })
    }

    private var identity: HTML {
        """
        <input type="hidden" name="interest" value="\(interest.id.uuidString.lowercased())">

        """
    }

    private var question: HTML {
        let time = pooled.months == 12 ? "another year" : "another \(pooled.months) months"
        return """
            <form class="answer" method="post" action="/my/\(token)/keep">
            \(identity)<p>Are you still interested? If we hear nothing, your interest ends that
            day.</p>
            <p><button class="button" type="submit">Keep my interest for \(time)
            <span class="unseen">in \(interest.title)</span></button></p>
            </form>

            """
    }

    private var offered: HTML {
        let open = chances.filter { $0.isOpen && $0.answer == nil }
        guard !open.isEmpty else { return .empty }
        let entries: [HTML] = open.map { chance in
            """
            <li><a href="/my/\(token)/chance/\(chance.id.uuidString.lowercased())">\
            \(chance.title)</a></li>

            """
        }
        return """
            <p>Events that may suit you:</p>
            <ul>
            \(entries)</ul>

            """
    }

    private var correction: HTML {
        var values: [String: String] = [:]
        for code in pooled.topics { values["topics-\(code)"] = "on" }
        for code in pooled.languages { values["languages-\(code)"] = "on" }
        let fields = FormFields(state: FormState(values: values), shown: [])
        let prefix = "w\(interest.id.uuidString.lowercased().prefix(8))-"
        return """
            <details><summary>Correct topics and languages</summary>
            <form method="post" action="/my/\(token)/wishes">
            \(identity)\(choices.html(fields, prefix: prefix))\
            <p><button class="button" type="submit">Save
            <span class="unseen">topics and languages of \(interest.title)</span></button></p>
            </form></details>

            """
    }
}
