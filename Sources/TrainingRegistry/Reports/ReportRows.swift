/// The figures of a report as a table: a column for each dimension, empty where it is a total.
///
/// A hidden figure is an empty cell too. Every file has the same cells.
struct ReportRows {
    var report: Report

    var columns: [Workbook.Column] {
        report.recipe.group.map { dimension in
            Workbook.Column(
                name: dimension.rawValue, kind: dimension == .year ? .number : .code)
        } + [Workbook.Column(name: "value", kind: .number)]
    }

    var cells: [[String]] {
        report.figures.map { figure in
            figure.keys.map { ($0 ?? "").formulaSafe } + [figure.value.map(String.init) ?? ""]
        }
    }
}

extension Report {
    /// The figures as CSV (RFC 4180).
    public var csv: [UInt8] {
        let rows = ReportRows(report: self)
        let lines = [rows.columns.map(\.name)] + rows.cells
        return lines.flatMap { line in
            Array((line.map(\.csvField).joined(separator: ",") + "\r\n").utf8)
        }
    }

    /// The figures as a workbook, with how they were counted and what to mind on a sheet of its
    /// own; the same report has the same bytes.
    public var workbook: [UInt8] {
        let rows = ReportRows(report: self)
        var workbook = Workbook("participation", rows.columns)
        var bytes: [UInt8] = []
        workbook.write(rows.cells.map { $0.map { Array($0.utf8)[...] } }, to: &bytes)
        workbook.end(about: about, &bytes)
        return bytes
    }

    private var about: [(key: String, value: String)] {
        var lines = [
            ("report", "participation"), ("as_of", asOf.description), ("sha256", digest),
            ("hidden_figures", String(figures.count { $0.value == nil })),
        ]
        lines += words.map { ("words", $0) }
        lines += [("recipe", recipeDocument)]
        lines += overlaps.map { ("overlap", $0.sentence.formulaSafe) }
        lines += heads.map { ("head_count", $0.sentence) }
        return lines.map { (key: $0.0, value: $0.1) }
    }
}

extension Report.Overlap {
    /// What does not add up, for whoever reads the figures.
    public var sentence: String {
        let whole = keys.map { $0 ?? "all" }.joined(separator: ", ")
        return "\(whole.isEmpty ? "all" : whole): the parts by \(dimension) add up to \(sum), "
            + "\(excess) more than the total of \(total)\(reconciliation)."
    }

    private var reconciliation: String {
        guard let withoutGrant else { return "" }
        return ": \(excess - withoutGrant) under several grants, "
            + "\(withoutGrant) under a grant and without one"
    }
}

extension Report.HeadFigure {
    public var sentence: String {
        "Counted without names, \(ageBand): \(people.map { "at least \($0)" } ?? "hidden")"
    }
}
