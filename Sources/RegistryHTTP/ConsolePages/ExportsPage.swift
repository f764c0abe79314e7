import TrainingRegistry

/// `/console/exports`: the tables that may be taken along, for days to choose.
struct ExportsPage: Page {
    var layout: ConsoleLayout

    var html: HTML {
        let fields = FormFields(state: FormState(), shown: [])
        return layout.page(
            title: "Exports",
            body: """
                <h1>Exports</h1>
                <p>Tables as files, as of now, for use inside the secretariat: small numbers are
                not suppressed. The log keeps who took what along. Who is counted but never listed
                is in the numbers and in no list.</p>
                <form method="get" action="/console/exports/participants">
                \(fields.text(
                    "from", "Events that begin from", type: "date", isOptional: true))\
                \(fields.text("until", "Until", type: "date", isOptional: true))\
                <div class="field"><label for="format">Format</label>
                <select id="format" name="format">\(FormFields.options(Self.formats, chosen: "csv"))
                </select></div>
                <div class="tick"><input type="checkbox" id="bom" name="bom" value="1">
                <label for="bom">With a byte order mark, for CSV that Excel opens</label></div>
                <h2>Which table</h2>
                <ul class="plain">\(tables)</ul></form>
                """)
    }

    /// One button each: a button says where a form goes, so that nothing needs a script.
    private var tables: [HTML] {
        Export.allCases.map { export in
            """
            <li><p><button class="button" type="submit" \
            formaction="/console/exports/\(export.rawValue)">\(export.title)</button>
            \(export.summary(withNames: layout.principal.may(.managePeople)))</p></li>

            """
        }
    }

    private static let formats = [
        Choice(value: "csv", title: "CSV"), Choice(value: "xlsx", title: "Workbook (XLSX)"),
        Choice(value: "json", title: "JSON"),
    ]
}

extension Export {
    fileprivate var title: String {
        switch self {
        case .participants: "Participants"
        case .events: "Events and meetings"
        case .presence: "Present by state"
        case .countries: "Participants by country"
        case .sectors: "Participants by sector"
        }
    }

    fileprivate func summary(withNames: Bool) -> String {
        switch self {
        case .participants:
            "A row for each participation, \(withNames ? "with" : "without") names."
        case .events: "A row for each event, with how many people it had."
        case .presence: "A row for each member and meeting: seats, confirmed, present."
        case .countries: "A row for each country, with people, participations and events."
        case .sectors: "A row for each sector, with people, participations and events."
        }
    }
}
