import Foundation
import TrainingRegistry

/// The numbers of one event, as every screen of the console shows them.
struct EventNumbers {
    var event: DashboardEvent

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
        \(count("Interested", event.counts.interested))\
        \(count("Pending", event.counts.pending))\
        \(count("Offered", event.counts.offered))\
        \(count("Confirmed", event.counts.confirmed))\
        \(count("Waiting", event.counts.waiting))\
        \(HTML.with(event.counts.seatsLeft) { count("Seats left", $0) })</dl>
        \(quotas(event))
        """
    }

    private func count(_ name: String, _ number: Int) -> HTML {
        "<div><dt>\(name)</dt><dd>\(number)</dd></div>\n"
    }

    private func seats(_ event: DashboardEvent) -> HTML {
        guard let seats = event.counts.seats else {
            return "<p class=\"hint\">No limit of seats.</p>"
        }
        let counts = event.counts
        return BarPlot(
            parts: [(counts.confirmed, "counted"), (counts.offered, "promised")], total: seats,
            words: "\(counts.confirmed) of \(seats) seats taken, \(counts.offered) offered"
        ).html
    }

    private func quotas(_ event: DashboardEvent) -> HTML {
        guard !event.quotas.isEmpty else { return .empty }
        let bars: [HTML] = event.quotas.map { quota in
            let plot = BarPlot(
                parts: [(quota.taken, quota.taken >= quota.seatsMax ? "full" : "counted")],
                total: quota.seatsMax, words: "\(quota.taken) of \(quota.seatsMax)")
            return """
                <li><span>\(quota.name)</span> \(plot.html) \
                <span>\(quota.taken)/\(quota.seatsMax)</span></li>

                """
        }
        return "<ul class=\"quotas\" aria-label=\"Quotas\">\n\(bars)</ul>\n"
    }

    static func tag(_ event: DashboardEvent) -> HTML {
        switch event.state {
        case .draft: "<span class=\"tag\">Draft</span>"
        case .published:
            event.isOver
                ? "<span class=\"tag waiting\">Over, not marked as held</span>"
                : "<span class=\"tag open\">Published</span>"
        case .held: "<span class=\"tag\">Held</span>"
        case .cancelled: "<span class=\"tag off\">Cancelled</span>"
        }
    }
}
