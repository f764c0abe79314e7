import Foundation
import Postgres
import TrainingRegistry

/// `/events/{code}`: one event with its facts, its sessions, and what can be done.
struct EventPage: Page {
    var site: Site
    var event: Event
    var now: Date

    private var door: DoorWords { DoorWords(event, now: now) }

    var html: HTML {
        Layout(site: site, section: .events).page(
            title: event.title,
            body: """
                \(Breadcrumb(path: "/events", title: "Events").html)\
                <article>
                <p class="kicker">\(Words.kind(event.kind)) \(door.tag)</p>
                <h1>\(event.title)</h1>
                <p class="lead">\(event.summary)</p>
                \(call)\(moved)\(facts)
                \(Words.paragraphs(event.description))\
                \(sessions)\(HTML.when(event.hasCalendar && event.heldAt == nil, calendar))\
                </article>
                """)
    }

    private var call: HTML {
        let button: HTML =
            if case .open = event.door(at: now) {
                """
                <p><a class="button" href="/events/\(event.code.description)/interest">I'm
                interested</a></p>
                """
            } else if let programme = event.programme, event.cancelledAt == nil {
                """
                <p>More about the programme:
                <a href="/programmes/\(programme.code.description)">\(programme.title)</a></p>
                """
            } else {
                "<p><a href=\"/events\">See other events</a></p>"
            }
        return "<div class=\"call \(door.tone)\"><p>\(door.sentence)</p>\n\(button)</div>\n"
    }

    /// Who has written the old days down has to see that they changed.
    private var moved: HTML {
        guard let movedAt = event.movedAt, event.cancelledAt == nil, event.heldAt == nil
        else { return .empty }
        return """
            <div class="call waiting"><p>The times or the place of this event were changed on
            \(DateWords.day(movedAt, in: event.timeZone)). What is shown here is in force.</p></div>

            """
    }

    private var facts: HTML {
        """
        <dl class="facts">
        \(fact(event.cancelledAt == nil ? "When" : "Was planned for", days))\
        \(fact("Where", place))\
        \(HTML.with(event.programme) { programme in
            fact("Programme", """
                <a href="/programmes/\(programme.code.description)">\(programme.title)</a>
                """)
        })\
        \(HTML.when(!event.languages.isEmpty, fact("Working languages", languages)))\
        \(fact("For", audience))\
        \(HTML.with(event.chair) { fact("Chair", chair($0)) })\
        \(HTML.with(event.capacity) { fact("Seats", "\($0)") })\
        \(fact("How people are admitted", "\(Words.admission(event.admission))"))\
        </dl>
        """
    }

    private func fact(_ name: String, _ value: HTML) -> HTML {
        "<div><dt>\(name)</dt><dd>\(value)</dd></div>\n"
    }

    private var days: HTML {
        """
        <time datetime="\(event.machineDays)">\
        \(event.daysInWords)</time>
        """
    }

    private var place: HTML {
        event.venue.isEmpty ? "\(event.placeInWords)" : "\(event.venue), \(event.placeInWords)"
    }

    private var languages: HTML { "\(Words.list(event.languages.map(Words.language)))" }

    private var audience: HTML {
        event.audience.isEmpty
            ? "Professionals of every sector"
            : "\(Words.capitalised(Words.list(event.audience)))"
    }

    private func chair(_ chair: EventChair) -> HTML {
        chair.isOverridden ? "\(chair.name)" : "\(chair.name), by its presidency"
    }

    private var sessions: HTML {
        guard !event.sessions.isEmpty else { return .empty }
        let (zone, name) = DateWords.zone(event.timeZone)
        return """
            <section aria-labelledby="sessions"><h2 id="sessions">Sessions</h2>
            <p>All times are local time at the event (\(name)).</p>
            <table><caption class="unseen">Sessions of \(event.title)</caption>
            <thead><tr><th scope="col">Day</th><th scope="col">Time</th>
            <th scope="col">Session</th></tr></thead>
            <tbody>
            \(event.sessions.map { row($0, in: zone) })</tbody></table>
            </section>

            """
    }

    private var calendar: HTML {
        """
        <p><a class="past" href="/events/\(event.code.description)/calendar.ics">File for your
        calendar</a></p>

        """
    }

    private func row(_ session: Session, in zone: TimeZone) -> HTML {
        guard let start = DateWords.wall(session.startsAt, in: zone),
            let end = DateWords.wall(session.endsAt, in: zone)
        else { return .empty }
        return """
            <tr><td>\(start.weekday) \(DateWords.day(start.day))</td>
            <td><time datetime="\(DateWords.machine(session.startsAt))">\
            \(DateWords.hours(start, end))</time></td>
            <td>\(session.title)</td></tr>

            """
    }
}
