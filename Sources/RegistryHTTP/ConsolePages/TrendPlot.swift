/// How something changed over years, as a line of inline SVG; a year that is hidden is a gap.
struct TrendPlot: Sendable {
    var points: [(title: String, value: Int?)]

    private static let height = 200
    /// Where zero and the largest lie, from the top.
    private static let (floor, ceiling) = (165, 30)

    /// Every year from the first to the last: one that is not there has nothing.
    static func years(_ lines: [(title: String, value: Int?)]) -> [(title: String, value: Int?)] {
        let known = Dictionary(
            lines.map { ($0.title, $0.value) }, uniquingKeysWith: { one, _ in one })
        let numbers = known.keys.compactMap { Int($0) }
        guard let first = numbers.min(), let last = numbers.max() else { return lines }
        return (first...last).map { (String($0), known[String($0), default: .some(0)]) }
    }

    var html: HTML {
        let words = points.map { ConsoleWords.Reports.value($0.title, $0.value) }
        return """
            <svg class="trend" role="img" aria-label="\(words.joined(separator: "; "))"\
             height="\(Self.height)"><line class="axis" x1="0" y1="\(Self.floor)" x2="100%"\
             y2="\(Self.floor)"/>\(lines)\(marks)</svg>

            """
    }

    private var largest: Int { max(points.compactMap(\.value).max() ?? 0, 1) }

    /// In hundredths of a percent of the width.
    private func across(_ index: Int) -> String {
        let place = (2 * index + 1) * 5_000 / max(points.count, 1)
        return "\(place / 100).\(place % 100 / 10)\(place % 10)%"
    }

    private func down(_ value: Int) -> Int {
        Self.floor - value * (Self.floor - Self.ceiling) / largest
    }

    private var lines: [HTML] {
        zip(points.indices, zip(points, points.dropFirst())).compactMap { index, pair in
            guard let from = pair.0.value, let to = pair.1.value else { return nil }
            return """
                <line class="course" x1="\(across(index))" y1="\(down(from))"\
                 x2="\(across(index + 1))" y2="\(down(to))"/>
                """
        }
    }

    private var marks: [HTML] {
        // About ten fit on the narrowest page.
        let step = (points.count + 9) / 10
        return points.enumerated().map { index, point in
            let (x, y) = (across(index), point.value.map(down) ?? Self.floor)
            let dot: HTML = HTML.when(
                point.value != nil,
                "<line class=\"dot\" x1=\"\(x)\" y1=\"\(y)\" x2=\"\(x)\" y2=\"\(y)\"/>")
            guard index % step == 0 else { return dot }
            let value = point.value.map(Words.number) ?? ConsoleWords.Reports.hidden
            return """
                \(dot)<text x="\(x)" y="\(y - 12)">\(value)</text>\
                <text class="year" x="\(x)" y="\(Self.floor + 22)">\(point.title)</text>
                """
        }
    }
}
