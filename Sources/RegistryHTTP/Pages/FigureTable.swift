import Foundation
import Postgres
import TrainingRegistry

/// A published table with a bar for each count; the table says the same as the bars.
struct FigureTable: Sendable {
    var publication: FigurePublication
    var catalogue: Catalogue

    var html: HTML {
        """
        <section class="figure"><h3>\(heading)</h3>
        <table class="bars"><caption class="unseen">\(caption)</caption>
        <thead><tr><th scope="col">\(column)</th><th scope="col">\(unit)</th></tr></thead>
        <tbody>\(lines.map(row))</tbody>
        <tfoot><tr><th scope="row">All together</th><td>\(Self.count(publication.table.total))</td>\
        </tr></tfoot></table>
        \(HTML.when(publication.table.columns.isEmpty, "<p>Nobody is counted yet.</p>\n"))\
        \(HTML.when(publication.hidesLines, "<p>All lines are hidden.</p>\n"))\
        <p class="source">\(publication.words.joined(separator: " "))</p>
        <p class="source">Published on \(DateWords.day(publication.publishedAt, in: "UTC")).</p>
        </section>

        """
    }

    /// Years in their order; otherwise the larger first, and those that are hidden by name last.
    private var lines: [(title: String, value: Int?)] {
        let lines = publication.lines.map { line in
            (title: catalogue.title(of: line.key, in: publication.subject), value: line.value)
        }
        guard ![.year, .children].contains(publication.subject) else { return lines }
        return lines.sorted { ($1.value ?? -1, $0.title) < ($0.value ?? -1, $1.title) }
    }

    private var largest: Int { publication.lines.compactMap(\.value).max() ?? 0 }

    private func row(_ line: (title: String, value: Int?)) -> HTML {
        let percent = line.value.map { largest > 0 ? $0 * 100 / largest : 0 }
        return """
            <tr><th scope="row">\(line.title)\
            \(HTML.with(percent) { FigureBar(percent: $0).html })</th>\
            <td>\(Self.count(line.value))</td></tr>

            """
    }

    private static func count(_ value: Int?) -> String { value.map(Words.number) ?? "hidden" }

    private var unit: String { publication.subject == .children ? "At least" : "Persons" }

    private var caption: String { "\(unit == "Persons" ? "Persons" : "Children"), \(heading)" }

    private var heading: String {
        switch publication.subject {
        case .year: "By year"
        case .country: "By country"
        case .sector: "By sector"
        case .programme: "By programme"
        case .phase: "By phase of a programme"
        case .children: "Children and young people, counted without names"
        }
    }

    private var column: String {
        switch publication.subject {
        case .children: "Age"
        default: Words.capitalised(publication.subject.rawValue)
        }
    }
}

/// A bar from the left; what stands beside it says the same.
struct FigureBar: Sendable {
    /// 0 to 100.
    var percent: Int
    /// Whether it is known to go on.
    var goesOn = false

    var html: HTML {
        let beyond: HTML = HTML.when(
            goesOn,
            """
            <line class="beyond" x1="\(percent)%" y1="8" x2="\(percent + 6)%" y2="8"/>
            """)
        return """
            <svg aria-hidden="true" focusable="false" height="16">\
            <rect class="rest" width="100%" height="16"/>\
            <rect class="counted" width="\(percent)%" height="16"/>\(beyond)</svg>
            """
    }
}

extension Catalogue {
    /// What the key of a published figure is called.
    func title(of key: String, in subject: FigurePublication.Subject) -> String {
        switch subject {
        case .year: key
        case .country: countries.first { $0.code == key }?.name ?? key
        case .sector: sectors.first { $0.code == key }?.heading ?? key
        case .children: key.replacingOccurrences(of: "-", with: " ")
        case .programme:
            key == "-"
                ? "Without a programme"
                : programmes.first { $0.code.description == key }?.title ?? key
        case .phase:
            key == "-"
                ? "Without a phase"
                : programmes.flatMap(\.phases).first { $0.code.description == key }?.title ?? key
        }
    }
}
