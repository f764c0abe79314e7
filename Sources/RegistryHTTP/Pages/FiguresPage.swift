import TrainingRegistry

/// `/figures`: historical claims with their words and sources.
struct FiguresPage: Page {
    var site: Site
    var figures: [BaselineFigure]

    var html: HTML {
        Layout(site: site, section: .figures).page(
            title: "Figures",
            body: """
                <h1>Figures</h1>
                <p class="lead">What has been said in public about the reach of this work, with the
                words it was said in and the text they stand in.</p>
                <p>These figures are claims from before this registry; nobody can count them again.
                “At least” and “about” are part of each claim. What the registry counts itself is
                never mixed with them.</p>
                \(HTML.when(figures.isEmpty, "<p>No figure is published yet.</p>"))\
                \(units.map(comparison))\
                \(HTML.when(!figures.isEmpty, "<h2>Every figure with its source</h2>\n"))\
                \(figures.map(figure))
                """)
    }

    /// Units that at least two different figures share; only those can be set side by side.
    private var units: [String] {
        figures.reduce(into: [String]()) { units, figure in
            if !units.contains(figure.unit) { units.append(figure.unit) }
        }.filter { unit in Set(figures.filter { $0.unit == unit }.map(\.value)).count > 1 }
    }

    /// Bars of one unit; each stands under its own figure in text, which is its alternative.
    private func comparison(_ unit: String) -> HTML {
        let group = figures.filter { $0.unit == unit }.sorted { $0.value > $1.value }
        let largest = group.first?.value ?? 1
        let hasOpenEnd = group.contains { $0.qualifier == .atLeast }
        return """
            <section><h2>\(Words.capitalised(unit)) side by side</h2>
            <ul class="bars">
            \(group.map { bar($0, largest: largest) })</ul>
            \(HTML.when(hasOpenEnd, Self.openEnd))</section>

            """
    }

    private static let openEnd: HTML = """
        <p class="source">A striped end stands for “at least”: the bar is known to go on, but not
        how far. The figures may count the same person more than once, so they can't be added
        up.</p>

        """

    private func bar(_ figure: BaselineFigure, largest: Int) -> HTML {
        // The longest bar leaves a tenth for its striped end.
        let percent = largest > 0 ? max(1, figure.value * 90 / largest) : 0
        let beyond: HTML =
            figure.qualifier == .atLeast
            ? """
            <line class="beyond" x1="\(percent)%" y1="8" x2="\(percent + 6)%" y2="8"/>
            """ : ""
        return """
            <li><p><span>\(figure.title), \(figure.period)</span>
            <strong>\(Words.qualified(figure))</strong></p>
            <svg aria-hidden="true" focusable="false" height="16">\
            <rect class="rest" width="100%" height="16"/>\
            <rect class="counted" width="\(percent)%" height="16"/>\(beyond)</svg></li>

            """
    }

    private func figure(_ figure: BaselineFigure) -> HTML {
        """
        <section class="figure"><h3>\(figure.title)</h3>
        <p class="value"><strong>\(Words.qualified(figure))</strong> \(figure.unit)</p>
        <p class="period">\(figure.period)</p>
        \(Citation(source: figure.source).html)</section>

        """
    }
}
