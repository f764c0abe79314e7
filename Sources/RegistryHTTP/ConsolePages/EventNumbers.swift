import Foundation
import TrainingRegistry

/// The numbers of one event, as every screen of the console shows them.
struct EventNumbers {
    var event: DashboardEvent

    private var words: ConsoleWords.Numbers.Type { ConsoleWords.Numbers.self }

    /// Days, kind, place and state, in one line.
    var meta: HTML {
        """
        <p class="meta"><span>\(DateWords.range(event.startsOn, event.endsOn))</span>
        <span>\(Words.kind(event.kind))</span>\
        \(HTML.when(!event.place.isEmpty, "<span>\(event.place)</span>"))\
        \(Self.tag(event))</p>
        """
    }

    var html: HTML {
        """
        \(seats(event))
        <dl class="counts">
        \(count(words.interested, event.counts.interested))\
        \(count(words.pending, event.counts.pending))\
        \(count(words.offered, event.counts.offered))\
        \(count(words.confirmed, event.counts.confirmed))\
        \(count(words.waiting, event.counts.waiting))\
        \(HTML.with(event.counts.seatsLeft) { count(words.seatsLeft, $0) })</dl>
        \(quotas(event))
        """
    }

    private func count(_ name: String, _ number: Int) -> HTML {
        "<div><dt>\(name)</dt><dd>\(number)</dd></div>\n"
    }

    private func seats(_ event: DashboardEvent) -> HTML {
        guard let seats = event.counts.seats else {
            return "<p class=\"hint\">\(words.noLimit)</p>"
        }
        let counts = event.counts
        return BarPlot(
            parts: [(counts.confirmed, "counted"), (counts.offered, "promised")], total: seats,
            words: words.seats(counts.confirmed, of: seats, offered: counts.offered)
        ).html
    }

    private func quotas(_ event: DashboardEvent) -> HTML {
        guard !event.quotas.isEmpty else { return .empty }
        let bars: [HTML] = event.quotas.map { quota in
            let plot = BarPlot(
                parts: [(quota.taken, quota.taken >= quota.seatsMax ? "full" : "counted")],
                total: quota.seatsMax, words: words.quota(quota.taken, of: quota.seatsMax))
            return """
                <li><span>\(quota.name)</span> \(plot.html) \
                <span>\(quota.taken)/\(quota.seatsMax)</span></li>

                """
        }
        return "<ul class=\"quotas\" aria-label=\"\(words.quotas)\">\n\(bars)</ul>\n"
    }

    static func tag(_ event: DashboardEvent) -> HTML {
        let state = ConsoleWords.state(event.state)
        return switch event.state {
        case .draft, .held: "<span class=\"tag\">\(state)</span>"
        case .published:
            event.isOver
                ? "<span class=\"tag waiting\">\(ConsoleWords.Numbers.overNotHeld)</span>"
                : "<span class=\"tag open\">\(state)</span>"
        case .cancelled: "<span class=\"tag off\">\(state)</span>"
        }
    }
}
