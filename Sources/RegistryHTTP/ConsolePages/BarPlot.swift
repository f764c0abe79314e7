/// How full something is, as a bar of inline SVG; the text beside it says the same.
struct BarPlot: Sendable {
    /// The parts from the left, each with the class that colours it.
    var parts: [(amount: Int, tone: String)]
    var total: Int
    /// What the bar shows, for those who hear it.
    var words: String

    var html: HTML {
        let whole = max(total, parts.reduce(0) { $0 + $1.amount }, 1)
        var left = 0
        var bars: [HTML] = []
        for part in parts where part.amount > 0 {
            let x = left * 1_000 / whole
            let width = (left + part.amount) * 1_000 / whole - x
            left += part.amount
            bars.append(
                """
                <rect class="\(part.tone)" x="\(x)" y="0" width="\(width)" height="12"/>
                """)
        }
        return """
            <svg class="bar" role="img" aria-label="\(words)" viewBox="0 0 1000 12"\
             preserveAspectRatio="none"><rect class="rest" x="0" y="0" width="1000" height="12"/>\
            \(bars)</svg>
            """
    }
}
