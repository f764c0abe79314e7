import TrainingRegistry

/// What it takes to complete an event, in words, and the form that changes it.
struct CompletionRuleSection {
    var rule: CompletionRule
    /// Where the form goes.
    var path: String
    var csrf: CSRFField
    var fields: FormFields

    /// The fields of the form.
    static let kept = [
        "attended_percent", "partly_percent", "needs_assignment", "needs_mentoring",
        "rule-reason",
    ]

    /// What the form shows of a rule.
    static func values(_ rule: CompletionRule) -> [String: String] {
        [
            "attended_percent": String(rule.attendedPercent),
            "partly_percent": String(rule.partlyPercent),
            "needs_assignment": rule.needsAssignment ? "on" : "",
            "needs_mentoring": rule.needsMentoring ? "on" : "",
        ]
    }

    var html: HTML {
        let words = ConsoleWords.Certificates.self
        let isWrong = fields.state.errors.contains { Self.kept.contains($0.field) }
        return """
            <section class="narrow" aria-labelledby="rule"><h2 id="rule">\(words.ruleTitle)</h2>
            \(words.rule(rule).map { "<p>\($0)</p>\n" })\
            <details\(HTML.when(isWrong, " open"))><summary>\(words.change)</summary>
            <form method="post" action="\(path)" novalidate>\(csrf.html)
            <p class="hint">\(words.changeHint)</p>
            \(fields.text("attended_percent", words.attendedPercent, inputMode: "numeric"))\
            \(fields.text("partly_percent", words.partlyPercent, inputMode: "numeric"))\
            <div class="field">\
            \(fields.box("needs_assignment", id: "needs_assignment", words.assignment))\
            \(fields.box("needs_mentoring", id: "needs_mentoring", words.mentoring))</div>
            \(fields.reason("rule-reason"))\
            <p><button class="button" type="submit">\(words.setRule)</button></p></form></details>
            </section>

            """
    }
}
