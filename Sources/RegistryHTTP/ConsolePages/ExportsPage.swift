import TrainingRegistry

/// `/console/exports`: the tables that may be taken along, for days to choose.
struct ExportsPage: Page {
    var layout: ConsoleLayout
    var state = FormState()

    static let shown = ["from", "until", "format", "bom"]

    private typealias Words = ConsoleWords.Exports

    var html: HTML {
        let fields = FormFields(state: state, shown: Set(Self.shown))
        let format = state.value("format")
        let isMarked: HTML = HTML.when(state.value("bom") == "1", " checked")
        return layout.page(
            title: state.title(Words.title),
            body: """
                \(fields.summary)<h1>\(Words.title)</h1>
                <p>\(Words.lead)</p>
                <form method="get" action="/console/exports/participants">
                \(fields.text("from", Words.from, type: "date", isOptional: true))\
                \(fields.text("until", Words.until, type: "date", isOptional: true))\
                <div class="field"><label for="format">\(Words.format)</label>
                <select id="format" name="format">\(FormFields.options(
                    Self.formats, chosen: format.isEmpty ? FileFormat.csv.rawValue : format))
                </select></div>
                <div class="tick"><input type="checkbox" id="bom" name="bom" value="1"\(isMarked)>
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
