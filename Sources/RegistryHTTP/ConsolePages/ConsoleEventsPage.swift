import TrainingRegistry

/// `/console/events`: every event within reach, to be narrowed down.
struct ConsoleEventsPage: Page {
    var layout: ConsoleLayout
    var events: [DashboardEvent]
    var filter: ReadDashboard.Filter
    var programmes: [Choice]

    var html: HTML {
        layout.page(
            title: ConsoleWords.events,
            body: """
                <h1>\(ConsoleWords.events)</h1>
                \(HTML.when(layout.principal.may(.editEvent), """
                    <p><a class="button" href="/console/new-event">\(ConsoleWords.List.new)</a></p>

                    """))\
                \(form)\
                \(HTML.when(events.isEmpty, "<p>\(ConsoleWords.List.none)</p>\n"))\
                <ul class="cards">
                \(events.map(card))</ul>
                """)
    }

    private var form: HTML {
        let states = EventState.allCases.map {
            Choice(value: $0.rawValue, title: ConsoleWords.state($0))
        }
        let kinds = EventKind.allCases.map { Choice(value: $0.rawValue, title: Words.kind($0)) }
        let words = ConsoleWords.List.self
        return """
            <form class="filter" method="get" action="/console/events" role="search"
             aria-label="\(words.narrow)">
            \(FilterField.choice(
                "state", words.state, states, chosen: filter.state?.rawValue, any: words.anyState))\
            \(FilterField.choice(
                "programme", words.programme, programmes, chosen: filter.programme?.description,
                any: words.anyProgramme))\
            \(FilterField.choice(
                "kind", words.kind, kinds, chosen: filter.kind?.rawValue, any: words.anyKind))\
            \(FilterField.text("text", words.find, filter.text))\
            <div><button class="button" type="submit">\(words.show)</button></div>
            </form>

            """
    }

    private func card(_ event: DashboardEvent) -> HTML {
        """
        <li>\(EventNumbers(event: event).meta)
        <h2><a href="/console/events/\(event.code)">\(event.title)</a></h2>
        \(EventNumbers(event: event).html)</li>

        """
    }
}

/// A field of a form that narrows a list down.
enum FilterField {
    static func choice(
        _ name: String, _ label: String, _ choices: [Choice], chosen: String?, any: String?
    ) -> HTML {
        """
        <div><label for="\(name)">\(label)</label>
        <select id="\(name)" name="\(name)">
        \(HTML.with(any) { "<option value=\"\">\($0)</option>\n" })\
        \(FormFields.options(choices, chosen: chosen ?? ""))</select></div>

        """
    }

    static func text(_ name: String, _ label: String, _ value: String?) -> HTML {
        """
        <div><label for="\(name)">\(label)</label>
        <input id="\(name)" name="\(name)" value="\(value ?? "")"></div>

        """
    }
}
