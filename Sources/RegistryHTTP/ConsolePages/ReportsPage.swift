import TrainingRegistry

/// `/console/reports`: the form of a recipe, and what it counted.
struct ReportsPage: Page {
    var layout: ConsoleLayout
    var choices: RecipeChoices
    var state = FormState()
    /// Nil before a recipe was sent, and where it cannot be counted.
    var view: ReportView?
    /// What was typed to keep the report.
    var keeping = FormState()

    private var words: ConsoleWords.Reports.Type { ConsoleWords.Reports.self }

    var html: HTML {
        let fields = FormFields(state: state, shown: RecipeFields.shown)
        let isFailed = !state.errors.isEmpty || !keeping.errors.isEmpty
        return ReportFrame(layout: layout).page(
            .count, title: ConsoleWords.failed(words.title, isFailed), heading: words.title,
            body: """
                \(fields.summary)\
                \(FormFields(state: keeping, shown: ["title"]).summary)\
                \(view == nil ? form(fields) : folded(form(fields)))\
                \(HTML.with(view) { section($0) })
                """)
    }

    private func folded(_ form: HTML) -> HTML {
        "<details><summary>\(words.change)</summary>\(form)</details>"
    }

    private func form(_ fields: FormFields) -> HTML {
        """
        <form class="recipe" method="get" action="\(ReportFrame.path)" novalidate>
        \(HTML.when(view == nil, "<p class=\"lead\">\(words.lead)</p>\n"))\
        \(RecipeFields(choices: choices, fields: fields).html)\
        <p><button class="button" type="submit">\(words.count)</button></p></form>
        """
    }

    private func section(_ view: ReportView) -> HTML {
        """
        \(ReportSection(view: view).html)\
        <div class="panels unprinted">\(keep(view))\
        \(HTML.when(view.report.recipe.audience == .internal, compare(view)))</div>

        """
    }

    private func keep(_ view: ReportView) -> HTML {
        let fields = FormFields(state: keeping, shown: ["title"])
        return """
            <section aria-labelledby="keep"><h2 id="keep">\(words.keep)</h2>
            <form method="post" action="\(ReportFrame.path)/kept" novalidate>\(layout.csrf.html)\
            \(HiddenRecipe(recipe: view.report.recipe).html)\
            \(fields.text("title", words.keepTitle, hint: words.keepHint))\
            <p><button class="button plain" type="submit">\(words.keepNow)</button></p></form>
            </section>

            """
    }

    private func compare(_ view: ReportView) -> HTML {
        var recipe = view.report.recipe
        recipe.asOf = nil
        let fields = FormFields(state: FormState(), shown: [])
        return """
            <section aria-labelledby="compare"><h2 id="compare">\(words.compare)</h2>
            <form method="get" action="\(ReportFrame.path)/difference" novalidate>\
            \(HiddenRecipe(recipe: recipe).html)\
            <input type="hidden" name="to" value="\(view.report.asOf.description)">
            \(fields.text("from", words.compareFrom, hint: words.compareHint))\
            <p><button class="button plain" type="submit">\(words.compareNow)</button></p></form>
            </section>

            """
    }
}

/// A recipe that a form sends along.
struct HiddenRecipe {
    var recipe: Recipe

    var html: HTML {
        let inputs: [HTML] = Query(recipe).items.map { item in
            "<input type=\"hidden\" name=\"\(item.name)\" value=\"\(item.value)\">\n"
        }
        return "\(inputs)"
    }
}
