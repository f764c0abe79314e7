import TrainingRegistry

/// The figures of a report: a row for each key, and columns where two dimensions fit on a page.
struct ReportTable {
    var view: ReportView
    /// Read instead of seen, where a heading says it already.
    var caption = ConsoleWords.Reports.table

    /// With more than that a table has a row for each figure.
    static let columnsMax = 12

    private var report: Report { view.report }
    private var group: [Recipe.Dimension] { report.recipe.group }
    private var words: ConsoleWords.Reports.Type { ConsoleWords.Reports.self }

    var html: HTML {
        """
        <div class="scroll" role="region" aria-label="\(caption)" tabindex="0">
        <table class="matrix figures\(isMatrix ? "" : " named")">\
        <caption class="unseen">\(caption)</caption>
        \(isMatrix ? matrix : list)</table></div>
        \(HTML.when(report.hidesLines, "<p>\(words.linesHidden)</p>\n"))\
        \(HTML.when(report.figures.contains { $0.value == nil }, "<p>\(words.hiddenHint)</p>\n"))
        """
    }

    private var isMatrix: Bool {
        group.count == 2 && report.keys(of: 1).count <= Self.columnsMax
    }

    private var matrix: HTML {
        let columns = view.keys(of: 1).map(Optional.some) + [nil]
        let titles = columns.map { column in column.map { view.title($0, at: 1) } ?? words.all }
        let rows: [HTML] = view.keys(of: 0).map { row([$0], columns, titles) }
        return """
            <thead><tr><th scope="col">\(words.dimension(group[0]))</th>\
            \(titles.map { "<th scope=\"col\">\($0)</th>" })</tr></thead>
            <tbody>
            \(rows)</tbody>
            <tfoot>\(row([nil], columns, titles))</tfoot>
            """
    }

    private func row(_ key: [String?], _ columns: [String?], _ titles: [String]) -> HTML {
        let cells: [HTML] = zip(columns, titles).map { cell(key + [$0], $1) }
        return "<tr><th scope=\"row\">\(view.title(key + [nil]))</th>\(cells)</tr>\n"
    }

    private var list: HTML {
        let titles = (group.isEmpty ? [words.figures] : group.map(words.dimension)) + [view.unit]
        let places = group.indices
        let orders = places.map { place in
            Dictionary(
                uniqueKeysWithValues: view.keys(of: place).enumerated().map { ($1, $0) })
        }
        func order(_ figure: Report.Figure) -> [Int] {
            places.map { place in figure.keys[place].flatMap { orders[place][$0] } ?? .max }
        }
        let figures = report.figures.sorted { order($0).lexicographicallyPrecedes(order($1)) }
        let rows: [HTML] = figures.map { figure in
            let names: [HTML] = places.map { place in
                let name = figure.keys[place].map { view.title($0, at: place) } ?? words.all
                return place == 0
                    ? "<th scope=\"row\">\(name)</th>"
                    : "<td data-label=\"\(titles[place])\">\(name)</td>"
            }
            let first: HTML = names.isEmpty ? "<th scope=\"row\">\(words.all)</th>" : .empty
            return "<tr>\(first)\(names)\(cell(figure.keys, view.unit))</tr>\n"
        }
        return """
            <thead><tr>\(titles.map { "<th scope=\"col\">\($0)</th>" })</tr></thead>
            <tbody>
            \(rows)</tbody>
            """
    }

    /// A figure; flagged where it is less than the sum of its parts.
    func cell(_ keys: [String?], _ label: String) -> HTML {
        let isFlagged = report.overlaps.contains { $0.keys == keys }
        let flag: HTML = HTML.when(
            isFlagged,
            "<span aria-hidden=\"true\">†</span><span class=\"unseen\">\(words.flagged)</span>")
        guard let value = report[keys] else {
            return "<td data-label=\"\(label)\" class=\"soft\">\(words.hidden)</td>"
        }
        return "<td data-label=\"\(label)\">\(Words.number(value))\(flag)</td>"
    }
}
