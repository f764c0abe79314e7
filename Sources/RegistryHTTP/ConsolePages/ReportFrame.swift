import TrainingRegistry

/// The head of every page about reports: its title and the tabs.
struct ReportFrame {
    enum Tab: String, CaseIterable {
        case count = ""
        case annual = "/annual"
        case periods = "/periods"
        case kept = "/kept"

        var title: String {
            switch self {
            case .count: ConsoleWords.Reports.count
            case .annual: ConsoleWords.Annual.title
            case .periods: ConsoleWords.Periods.title
            case .kept: ConsoleWords.Kept.title
            }
        }
    }

    static let path = "/console/reports"

    var layout: ConsoleLayout

    /// A whole page; the heading is the title unless something else is said.
    func page(_ tab: Tab?, title: String, heading: String? = nil, body: HTML) -> HTML {
        let marked: [HTML] = Tab.allCases.map { one in
            let mark: HTML = one == tab ? " aria-current=\"page\"" : ""
            return "<li><a href=\"\(Self.path)\(one.rawValue)\"\(mark)>\(one.title)</a></li>\n"
        }
        return layout.page(
            title: title,
            body: """
                <h1>\(heading ?? title)</h1>
                <nav class="tabs" aria-label="\(ConsoleWords.Reports.tabs)"><ul>\(marked)</ul></nav>
                \(body)
                """)
    }
}
