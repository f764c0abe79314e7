import TrainingRegistry

/// The totals of a report as bars, the largest first, or as a trend over years.
struct ReportPlot {
    var view: ReportView

    private var words: ConsoleWords.Reports.Type { ConsoleWords.Reports.self }

    /// A plot for each dimension.
    var html: HTML {
        let plots: [HTML] = view.report.recipe.group.enumerated().map { place, dimension in
            let title =
                view.report.recipe.group.count == 1
                ? words.by(dimension) : words.allBy(dimension)
            return """
                <figure class="plot"><figcaption>\(dimension == .year ? words.trend : title)\
                </figcaption>
                \(plot(place, dimension))</figure>

                """
        }
        return HTML.when(!plots.isEmpty, "<div class=\"panels\">\(plots)</div>\n")
    }

    private func plot(_ place: Int, _ dimension: Recipe.Dimension) -> HTML {
        let lines = view.keys(of: place).map {
            (title: view.title($0, at: place), value: view.total(of: $0, at: place))
        }
        if dimension == .year { return TrendPlot(points: TrendPlot.years(lines)).html }
        return bars(lines)
    }

    private func bars(_ lines: [(title: String, value: Int?)]) -> HTML {
        let sorted = lines.sorted { ($1.value ?? -1, $0.title) < ($0.value ?? -1, $1.title) }
        let largest = sorted.first?.value ?? 0
        let items: [HTML] = sorted.map { line in
            let bar = BarPlot(
                parts: [(line.value ?? 0, "counted")], total: largest,
                words: words.value(line.title, line.value))
            return """
                <li><span>\(line.title)</span> \(bar.html) \
                <span>\(line.value.map(Words.number) ?? words.hidden)</span></li>

                """
        }
        return "<ul>\n\(items)</ul>\n"
    }
}
