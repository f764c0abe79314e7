import TrainingRegistry

/// A report with what its keys are called.
struct ReportView: Sendable {
    var report: Report
    var titles: ReportTitles

    /// What a key is called.
    func title(_ key: String, at place: Int) -> String {
        let dimension = report.recipe.group[place]
        if key == "-" { return ConsoleWords.Reports.without(dimension) }
        switch dimension {
        case .kind: return EventKind(rawValue: key).map(Words.kind) ?? key
        case .role:
            return ParticipationRole(rawValue: key).map(ConsoleWords.Reports.role) ?? key
        default: return titles[dimension, key] ?? key
        }
    }

    /// What a figure is about: the titles of its keys.
    func title(_ keys: [String?]) -> String {
        let named = keys.enumerated().compactMap { place, key in
            key.map { title($0, at: place) }
        }
        return named.isEmpty ? ConsoleWords.Reports.all : named.joined(separator: ", ")
    }

    /// The keys of a dimension as a reader looks for them: years in their order, others by title,
    /// that of nothing last.
    func keys(of place: Int) -> [String] {
        let keys = report.keys(of: place)
        guard report.recipe.group[place] != .year else { return keys }
        return keys.map { (title: title($0, at: place).lowercased(), key: $0) }
            .sorted {
                ($0.key == "-" ? 1 : 0, $0.title, $0.key) < (
                    $1.key == "-" ? 1 : 0, $1.title, $1.key
                )
            }
            .map(\.key)
    }

    /// Of every dimension none but one: the total of each of its keys.
    func total(of key: String?, at place: Int) -> Int? {
        report[report.recipe.group.indices.map { $0 == place ? key : nil }]
    }

    var unit: String { ConsoleWords.Reports.unit(report.recipe.unit) }
}
