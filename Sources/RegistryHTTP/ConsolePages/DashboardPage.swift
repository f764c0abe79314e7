import Foundation
import TrainingRegistry

/// `/console`: what wants a decision first, then every event with its numbers.
struct DashboardPage: Page {
    var layout: ConsoleLayout
    var events: [DashboardEvent]
    /// Those whose attendance they take and of which they see nothing else.
    var doors: [DashboardEvent]
    /// Nil of those who do not look after mails.
    var mail: OutboxHealth?

    var html: HTML {
        layout.page(
            title: ConsoleWords.dashboard,
            body: """
                <h1>\(ConsoleWords.dashboard)</h1>
                \(HTML.with(mail) { MailTroubles(health: $0, isLinked: true).html })\
                \(HTML.when(layout.principal.may(.report), reports))\
                \(HTML.when(layout.principal.may(.seeEvents), overview))\
                \(HTML.when(!doors.isEmpty || !layout.principal.may(.seeEvents), door))
                """)
    }

    private var reports: HTML {
        """
        <p>\(ConsoleWords.Reports.dashboard):
        <a href="\(ReportFrame.path)">\(ConsoleWords.Reports.toReports)</a></p>

        """
    }

    private var overview: HTML {
        """
        \(work)\
        <section aria-labelledby="events"><h2 id="events">\(ConsoleWords.events)</h2>
        \(HTML.when(events.isEmpty, "<p>\(ConsoleWords.Dashboard.nothing)</p>\n"))\
        \(HTML.when(!events.isEmpty, list))</section>

        """
    }

    /// Names and days only: who helps at the door sees no numbers.
    private var door: HTML {
        let lines: [HTML] = doors.map { event in
            """
            <li><h3>\(event.title)</h3>
            <p class="meta"><span>\(DateWords.range(event.startsOn, event.endsOn))</span>\
            <span>\(event.place)</span></p>
            <p><a class="button" href="/console/events/\(event.code)/attendance">\
            \(ConsoleWords.Dashboard.attendance)<span class="unseen"> \(event.title)</span></a></p>
            </li>

            """
        }
        return """
            <section aria-labelledby="doors"><h2 id="doors">\(ConsoleWords.Dashboard.doors)</h2>
            \(HTML.when(doors.isEmpty, "<p>\(ConsoleWords.Dashboard.noDoor)</p>\n"))\
            <ul class="cards">\(lines)</ul></section>

            """
    }

    private var work: HTML {
        let wanted = events.flatMap(Self.wants)
        guard !wanted.isEmpty else {
            return "<p class=\"lead\">\(ConsoleWords.Dashboard.noWork)</p>\n"
        }
        return """
            <section class="call waiting" aria-labelledby="work"><h2 id="work">\
            \(ConsoleWords.Dashboard.work)</h2>
            <ul class="work">
            \(wanted)</ul></section>

            """
    }

    private static func wants(_ event: DashboardEvent) -> [HTML] {
        let path = "/console/events/\(event.code)"
        var lines: [HTML] = []
        if event.wantsDecision {
            let words = ConsoleWords.Dashboard.decide(
                event.counts.pending, left: event.counts.seatsLeft)
            lines.append("<li><a href=\"\(path)/people\">\(event.title)</a>: \(words)</li>\n\n")
        }
        if event.sheetsOpen > 0 {
            lines.append(
                """
                <li><a href="\(path)/attendance">\(event.title)</a>: \
                \(ConsoleWords.Overview.sheets(event.sheetsOpen))</li>

                """)
        }
        if event.mailingsWaiting > 0 {
            lines.append(
                """
                <li><a href="\(path)/mailings">\(event.title)</a>: \
                \(ConsoleWords.Mailings.waiting)</li>

                """)
        }
        if event.mailsFailed > 0 {
            lines.append(
                """
                <li><a href="\(path)/mails?state=failed">\(event.title)</a>: \
                \(ConsoleWords.Overview.failed(event.mailsFailed))</li>

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
        \(EventNumbers(event: event).meta)
        <h3><a href="/console/events/\(event.code)">\(event.title)</a></h3>
        \(EventNumbers(event: event).html)</li>

        """
    }
}
