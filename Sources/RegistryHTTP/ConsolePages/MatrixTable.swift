import Foundation
import TrainingRegistry

/// What a group would look like: people by country and sector, targets, and rules that break.
struct MatrixTable {
    var matrix: SelectionMatrix
    var names: CodeNames
    /// The names of people by their interests.
    var people: [UUID: String]

    var html: HTML {
        let words = ConsoleWords.Matrix.self
        return """
            <table class="matrix"><caption>\(words.caption)</caption>
            <thead><tr><td></td>\(columns.map { "<th scope=\"col\">\(names.sector($0))</th>" })\
            <th scope="col">\(words.total)</th></tr></thead>
            <tbody>
            \(rows.map(row))</tbody></table>
            <p><strong>\(ConsoleWords.people(matrix.people))</strong>\
            \(HTML.with(matrix.seats) { " / \(ConsoleWords.seats($0))" })</p>
            <h3>\(words.targets)</h3>
            \(HTML.when(matrix.standings.isEmpty, "<p>\(words.noTargets)</p>\n"))\
            <ul class="standings">\(matrix.standings.map(standing))</ul>
            \(HTML.when(!matrix.choices.isEmpty, broken))
            """
    }

    private var columns: [String] {
        let wanted = matrix.standings.map(\.target).filter { $0.rule == .sectorMin }.map(\.value)
        return Set(matrix.cells.map(\.sector) + wanted).sorted()
    }

    private var rows: [String] {
        let wanted = matrix.standings.map(\.target).filter { $0.rule == .countryMin }.map(\.value)
        return Set(matrix.cells.map(\.country) + wanted)
            .sorted { names.country($0) < names.country($1) }
    }

    private func row(_ country: String) -> HTML {
        let cells = columns.map { sector in
            matrix.cells.first { $0.country == country && $0.sector == sector }?.people ?? 0
        }
        let marked = zip(columns, cells).map { sector, number -> HTML in
            "<td data-label=\"\(names.sector(sector))\">\(number)</td>"
        }
        return """
            <tr><th scope="row">\(names.country(country))</th>\(marked)\
            <td data-label="\(ConsoleWords.Matrix.total)">\(cells.reduce(0, +))</td></tr>

            """
    }

    private func standing(_ standing: SelectionMatrix.Standing) -> HTML {
        let words = ConsoleWords.Matrix.self
        let tone: HTML = standing.isMet ? "tag open" : "tag waiting"
        return """
            <li>\(words.target(standing.target, country: names.country, sector: names.sector)) – \
            \(standing.people) <span class="\(tone)">\(standing.isMet ? words.met : words.missed)\
            </span></li>

            """
    }

    private var broken: HTML {
        let words = ConsoleWords.Matrix.self
        let lines: [HTML] = matrix.choices.filter { !$0.breaks.isEmpty }.map { choice in
            let rules = choice.breaks.map {
                words.rule($0, country: names.country, sector: names.sector)
            }
            return "<li>\(people[choice.interest] ?? ""): \(Words.list(rules))</li>\n"
        }
        guard !lines.isEmpty else { return "<p>\(words.fine)</p>\n" }
        return "<h3>\(words.breaks)</h3>\n<ul>\(lines)</ul>\n"
    }
}
