import Foundation
import Postgres
import TrainingRegistry

/// `/events`: events by month, with a small form to narrow them down.
struct EventsPage: Page {
    var site: Site
    /// In the order in which they are shown.
    var events: [Event]
    var filter: EventFilter
    /// The programmes that can be chosen.
    var programmes: [ProgrammeReference]
    /// Address of the next part of the list, if there is more.
    var next: String?
    var now: Date

    private var title: String { filter.isPast ? "Past events" : "Coming events" }

    var html: HTML {
        Layout(site: site, section: .events).page(
            title: title,
            body: """
                <h1>\(title)</h1>
                \(form)\
                \(events.isEmpty ? nothing : .empty)\
                \(months.map(month))\
                \(HTML.with(next) { "<p><a class=\"button plain\" href=\"\($0)\">More</a></p>\n" })
                """)
    }

    private var form: HTML {
        let kinds = EventKind.allCases.map {
            Choice(value: $0.rawValue, title: Words.kind($0))
        }
        let titles = programmes.map { Choice(value: $0.code.description, title: $0.title) }
        let times = [
            Choice(value: "coming", title: "Coming"), Choice(value: "past", title: "Past"),
        ]
        return """
            <form class="filter" method="get" action="/events" role="search"
             aria-label="Narrow down the events">
            \(choice("when", "When", times, chosen: filter.isPast ? "past" : "coming", any: nil))\
            \(choice("kind", "Kind", kinds, chosen: filter.kind?.rawValue, any: "Every kind"))\
            \(choice(
                "programme", "Programme", titles, chosen: filter.programme?.description,
                any: "Every programme"))\
            <div><button class="button" type="submit">Show</button></div>
            </form>

            """
    }

    private func choice(
        _ name: String, _ label: String, _ choices: [Choice], chosen: String?, any: String?
    ) -> HTML {
        """
        <div><label for="\(name)">\(label)</label>
        <select id="\(name)" name="\(name)">
        \(HTML.with(any) { "<option value=\"\">\($0)</option>\n" })\
        \(FormFields.options(choices, chosen: chosen ?? ""))</select></div>

        """
    }

    private var nothing: HTML {
        let what = filter.isPast ? "past event" : "coming event"
        return """
            <p>There is no \(what)\(filter.isNarrowed ? " of this kind in this programme" : "").
            \(HTML.when(filter.isNarrowed, "<a href=\"/events\">See all coming events</a>, or"))
            \(filter.isNarrowed ? "look" : "Look") at the <a href="/programmes">programmes</a>: in
            several of them you can leave your interest without a date.</p>

            """
    }

    /// Neighbouring events that start in the same month, or of whose days only the year is known.
    private var months: [[Event]] {
        events.reduce(into: []) { months, event in
            if let last = months.last?.last, heading(last) == heading(event) {
                months[months.count - 1].append(event)
            } else {
                months.append([event])
            }
        }
    }

    private func heading(_ event: Event) -> String {
        event.datePrecision == .year
            ? String(event.startsOn.year) : DateWords.month(event.startsOn)
    }

    private func month(_ events: [Event]) -> HTML {
        HTML.with(events.first) { first in
            """
            <h2>\(heading(first))</h2>
            \(EventList(events: events, now: now).html)
            """
        }
    }
}
