import Postgres
import TrainingRegistry

/// `/figures`: what was reached in all, what the registry counted, and claims with their sources.
struct FiguresPage: Page {
    var site: Site
    var catalogue: Catalogue

    private var figures: [BaselineFigure] { catalogue.figures }

    var html: HTML {
        Layout(site: site, section: .figures).page(
            title: "Figures",
            body: """
                <h1>Figures</h1>
                <p class="lead">Whom this work has reached: what was said in public about the time
                before this registry, and what the registry has counted since.</p>
                \(headlines)\(counted)\(claims)
                """)
    }

    private var headlines: HTML {
        let others = catalogue.headlines.dropFirst()
        return """
            \(HTML.with(catalogue.headlines.first, headline))\
            \(HTML.when(!others.isEmpty, """
            <h2>By programme and phase</h2>
            <dl class="facts">\(others.map { line($0) })</dl>

            """))
            """
    }

    private func headline(_ headline: Headline) -> HTML {
        guard !headline.claims.isEmpty || headline.counted != nil else { return .empty }
        return """
            <section class="figure"><h2>In all</h2>
            \(headline.claims.map { """
                <p class="value"><strong>\(Words.qualified($0))</strong> \($0.unit),
                \($0.period)</p>
                \(Citation(source: $0.source).html)
                """ })\
            \(HTML.with(headline.counted) { """
                <p class="value"><strong>\(Self.value($0))</strong> \(Self.persons($0))</p>

                """ })\
            <p class="source">The two are not added up: the first is a claim that nobody can count
            again, and somebody in it may have come again since.</p></section>

            """
    }

    private func line(_ headline: Headline) -> HTML {
        let claims = headline.claims.map { "\(Words.qualified($0)) \($0.unit), \($0.period)" }
        let counted = headline.counted.map { "\(Self.value($0)) \(Self.persons($0))" }
        return """
            <div><dt>\(headline.title)</dt>
            <dd>\((claims + [counted].compactMap(\.self)).joined(separator: "; "))</dd></div>

            """
    }

    private static func value(_ counted: Headline.Counted) -> String {
        "+ \(counted.value.map(Words.number) ?? "a hidden number")"
    }

    private static func persons(_ counted: Headline.Counted) -> String {
        guard let since = counted.since else { return "persons counted" }
        return "persons counted since \(DateWords.day(since))"
    }

    private var counted: HTML {
        guard !catalogue.publications.isEmpty else {
            return """
                <h2>What the registry counted</h2>
                <p>No count is published yet.</p>

                """
        }
        return """
            <h2>What the registry counted</h2>
            <p>Somebody who came several times is in several lines and once in the total.</p>
            <p><strong>Hidden</strong> stands for small numbers that could tell of single people,
            and for others from which they could be worked out. It does not mean that a number is
            small.</p>
            \(catalogue.publications.map {
                FigureTable(publication: $0, catalogue: catalogue).html
            })
            """
    }

    private var claims: HTML {
        """
        <h2>What has been said in public</h2>
        <p>These figures are claims from before this registry; nobody can count them again.
        “At least” and “about” are part of each claim. What the registry counts itself is
        never mixed with them.</p>
        \(HTML.when(figures.isEmpty, "<p>No figure is published yet.</p>"))\
        \(units.map(comparison))\
        \(HTML.when(!figures.isEmpty, "<h3>Every figure with its source</h3>\n"))\
        \(figures.map(figure))
        """
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
            <section><h3>\(Words.capitalised(unit)) side by side</h3>
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
        return """
            <li><p><span>\(figure.title), \(figure.period)</span>
            <strong>\(Words.qualified(figure))</strong></p>
            \(FigureBar(percent: percent, goesOn: figure.qualifier == .atLeast).html)</li>

            """
    }

    private func figure(_ figure: BaselineFigure) -> HTML {
        """
        <section class="figure"><h4>\(figure.title)</h4>
        <p class="value"><strong>\(Words.qualified(figure))</strong> \(figure.unit)</p>
        <p class="period">\(figure.period)</p>
        \(Citation(source: figure.source).html)</section>

        """
    }
}
