import TrainingRegistry

/// A report: its figures as plots and as a table, and everything about how they were counted.
struct ReportSection {
    var view: ReportView

    private var report: Report { view.report }
    private var words: ConsoleWords.Reports.Type { ConsoleWords.Reports.self }

    var html: HTML {
        """
        <section class="report" aria-labelledby="figures"><h2 id="figures">\(words.figures)</h2>
        <p class="value"><strong>\(report.total.map(Words.number) ?? words.hidden)</strong>
        \(view.unit)</p>
        \(ReportPlot(view: view).html)\
        \(report.recipe.group.isEmpty ? "" : ReportTable(view: view).html)\
        \(ReportSums(view: view).html)\(ReportHeads(heads: report.heads).html)</section>
        <section aria-labelledby="recipe"><h2 id="recipe">\(words.recipe)</h2>
        \(ReportSource(report: report).html)\
        <details><summary>\(words.asData)</summary><pre>\(report.recipeDocument)</pre></details>
        \(files)</section>

        """
    }

    private var files: HTML {
        """
        <p class="unprinted">\(words.files):
        \(file(.json)),
        \(file(.csv)),
        \(file(.csv, hasMark: true)),
        \(file(.xlsx))</p>

        """
    }

    private func file(_ format: FileFormat, hasMark: Bool = false) -> HTML {
        let title = ConsoleWords.Exports.title(format)
        let mark: HTML = HTML.when(hasMark, "&amp;bom=1")
        return """
            <a href="\(ReportFrame.path)/report.\(format.rawValue)?\
            \(Query(report.recipe).text)\(mark)">\
            \(hasMark ? words.forExcel(title) : title)</a>
            """
    }
}

/// The recipe in sentences, the instant and the digest.
struct ReportSource {
    var report: Report

    var html: HTML {
        """
        <p class="source">\(report.words.joined(separator: " "))</p>
        <p class="source digest">\(ConsoleWords.Reports.digest) <code>\(report.digest)</code></p>

        """
    }
}

/// The totals that are less than their parts, and why.
struct ReportSums {
    var view: ReportView

    /// More than these are folded.
    private static let shownMax = 8

    var html: HTML {
        let words = ConsoleWords.Reports.self
        let lines: [HTML] = view.report.overlaps.compactMap { overlap in
            Recipe.Dimension(rawValue: overlap.dimension).map { dimension in
                let areShared = dimension == .grant && view.report.recipe.grantsOverlap
                let why = words.overlap(
                    view.title(overlap.keys), dimension, overlap, areShared: areShared)
                return "<li>\(why)</li>\n"
            }
        }
        let list: HTML = "<ul>\(lines)</ul>"
        guard lines.count > Self.shownMax else {
            return HTML.when(
                !lines.isEmpty,
                "<h3><span aria-hidden=\"true\">† </span>\(words.sums)</h3>\n\(list)\n")
        }
        return "<details><summary>† \(words.sums)</summary>\(list)</details>\n"
    }
}

/// People who were counted without names.
struct ReportHeads {
    var heads: [Report.HeadFigure]

    var html: HTML {
        let words = ConsoleWords.Reports.self
        guard !heads.isEmpty else { return .empty }
        let lines: [HTML] = heads.map { head in
            let people = head.people.map { "\(words.atLeast) \(Words.number($0))" } ?? words.hidden
            let band = head.ageBand.replacing("-", with: " ")
            return "<div><dt>\(band)</dt><dd>\(people)</dd></div>\n"
        }
        return """
            <h3>\(words.heads)</h3>
            <p class="hint">\(words.headsHint)</p>
            <dl class="facts">\(lines)</dl>

            """
    }
}
