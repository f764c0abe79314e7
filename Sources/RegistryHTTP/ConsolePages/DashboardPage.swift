import Foundation
import TrainingRegistry

/// `/console`: what wants a decision first, then every event with its numbers.
struct DashboardPage: Page {
    var layout: ConsoleLayout
    var events: [DashboardEvent]

    var html: HTML {
        layout.page(
            title: "Dashboard",
            body: """
                <h1>Dashboard</h1>
                \(work)\
                <section aria-labelledby="events"><h2 id="events">Events</h2>
                \(events.isEmpty ? Self.nothing : list)</section>
                """)
    }

    private static let nothing: HTML = "<p>No event is coming, and none is left to do.</p>\n"

    private var work: HTML {
        let wanted = events.flatMap(Self.wants)
        guard !wanted.isEmpty else {
            return "<p class=\"lead\">Nothing waits for you.</p>\n"
        }
        return """
            <section class="call waiting" aria-labelledby="work"><h2 id="work">To do</h2>
            <ul class="work">
            \(wanted)</ul></section>

            """
    }

    private static func wants(_ event: DashboardEvent) -> [HTML] {
        let path = "/console/events/\(event.code)"
        var lines: [HTML] = []
        if event.wantsDecision {
            let pending = event.counts.pending
            let free = event.counts.seatsLeft.map { ", \(ConsoleWords.seats($0)) left" } ?? ""
            lines.append(
                """
                <li><a href="\(path)">\(event.title)</a>: \(ConsoleWords.people(pending)) \
                to decide about\(free)</li>

                """)
        }
        if event.sheetsOpen > 0 {
            lines.append(
                """
                <li><a href="\(path)/attendance">\(event.title)</a>: \
                \(ConsoleWords.counted(event.sheetsOpen, "sheet", "sheets")) still open</li>

                """)
        }
        if event.mailsFailed > 0 {
            lines.append(
                """
                <li><a href="\(path)">\(event.title)</a>: \
                \(ConsoleWords.counted(event.mailsFailed, "mail", "mails")) not delivered</li>

                """)
        }
        return lines
    }

    private var list: HTML {
        """
        <ul class="cards">
        \(events.map(card))</ul>

        """
    }

    private func card(_ event: DashboardEvent) -> HTML {
        """
        <li>
        <p class="meta"><span>\(DateWords.range(event.startsOn, event.endsOn))</span>
        <span>\(Words.kind(event.kind))</span>\
        \(HTML.when(!event.place.isEmpty, "<span>\(event.place)</span>"))\
        \(Self.tag(event))</p>
        <h3><a href="/console/events/\(event.code)">\(event.title)</a></h3>
        \(seats(event))
        <dl class="counts">
        \(count("Interested", event.counts.interested))\
        \(count("Pending", event.counts.pending))\
        \(count("Offered", event.counts.offered))\
        \(count("Confirmed", event.counts.confirmed))\
        \(count("Waiting", event.counts.waiting))\
        \(HTML.with(event.counts.seatsLeft) { count("Seats left", $0) })</dl>
        \(quotas(event))</li>

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

/// Numbers with their nouns.
enum ConsoleWords {
    static func counted(_ number: Int, _ one: String, _ more: String) -> String {
        "\(Words.number(number)) \(number == 1 ? one : more)"
    }

    static func people(_ number: Int) -> String { counted(number, "person", "people") }
    static func seats(_ number: Int) -> String { counted(number, "seat", "seats") }
}
