import TrainingRegistry

/// `/console/events/{code}`: where an event stands.
struct EventOverviewPage: Page {
    var layout: ConsoleLayout
    var event: DashboardEvent
    /// What became of what was done before, in a sentence.
    var notice: String?

    var html: HTML {
        let frame = EventFrame(layout: layout, event: event)
        return frame.page(
            .overview, title: ConsoleWords.Head.overview,
            body: """
                <section class="numbers">\(EventNumbers(event: event).html)</section>
                \(HTML.with(event.programme) { "<p>\($0)</p>\n" })\
                \(HTML.when(event.state == .published || event.state == .held, """
                    <p><a href="/events/\(event.code)">\(ConsoleWords.Overview.open)</a></p>

                    """))\
                \(HTML.when(layout.principal.may(.seePeopleOfEvent), work))
                """)
    }

    private var work: HTML {
        let path = "/console/events/\(event.code)"
        return """
            \(HTML.when(event.wantsDecision, """
                <p class="call waiting"><a href="\(path)/people">\
                \(ConsoleWords.Overview.decide(event.counts.pending))</a></p>

                """))\
            \(HTML.when(event.mailsFailed > 0, """
                <p class="call off"><a href="\(path)/mails?state=failed">\
                \(ConsoleWords.Overview.failed(event.mailsFailed))</a></p>

                """))\
            \(HTML.when(event.sheetsOpen > 0, """
                <p class="call waiting"><a href="\(path)/attendance">\
                \(ConsoleWords.Overview.sheets(event.sheetsOpen))</a></p>

                """))
            """
    }
}
