import TrainingRegistry

/// `/programmes`: all programmes, each with its sentence and its years.
struct ProgrammesPage: Page {
    var site: Site
    var programmes: [Programme]

    var html: HTML {
        Layout(site: site, section: .programmes).page(
            title: "Programmes",
            body: """
                <h1>Programmes</h1>
                <p class="lead">Trainings and meetings belong to programmes. A programme runs over
                years, in phases with partners and funders of their own.</p>
                \(HTML.when(programmes.isEmpty, "<p>No programme is published yet.</p>"))\
                <ul class="events">
                \(programmes.map(entry))</ul>
                """)
    }

    private func entry(_ programme: Programme) -> HTML {
        """
        <li><p class="when">\(PeriodWords.years(of: programme.phases))</p>
        <div><h2><a href="/programmes/\(programme.code.description)">\(programme.title)</a></h2>
        <p>\(programme.summary)</p>
        \(HTML.when(programme.takesInterest, Self.pool))</div></li>

        """
    }

    private static let pool: HTML = """
        <p class="meta"><span class="tag open">Takes interest without a date</span></p>
        """
}
