import TrainingRegistry

/// `/console/exports`: the tables that may be taken along, for days to choose.
struct ExportsPage: Page {
    var layout: ConsoleLayout

    private typealias Words = ConsoleWords.Exports

    var html: HTML {
        let fields = FormFields(state: FormState(), shown: [])
        return layout.page(
            title: Words.title,
            body: """
                <h1>\(Words.title)</h1>
                <p>\(Words.lead)</p>
                <form method="get" action="/console/exports/participants">
                \(fields.text("from", Words.from, type: "date", isOptional: true))\
                \(fields.text("until", Words.until, type: "date", isOptional: true))\
                <div class="field"><label for="format">\(Words.format)</label>
                <select id="format" name="format">\(FormFields.options(Self.formats, chosen: "csv"))
                </select></div>
                <div class="tick"><input type="checkbox" id="bom" name="bom" value="1">
                <label for="bom">\(Words.mark)</label></div>
                <h2>\(Words.which)</h2>
                <ul class="plain">\(tables)</ul></form>
                """)
    }

    /// One button each: a button says where a form goes, so that nothing needs a script.
    private var tables: [HTML] {
        Export.allCases.map { export in
            """
            <li><p><button class="button" type="submit" \
            formaction="/console/exports/\(export.rawValue)">\(Words.title(export))</button>
            \(Words.summary(export, withNames: layout.principal.may(.managePeople)))</p></li>

            """
        }
    }

    private static let formats = FileFormat.allCases.map {
        Choice(value: $0.rawValue, title: Words.title($0))
    }
}
