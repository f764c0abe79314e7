import Foundation
import TrainingRegistry

/// `/programmes/{code}`: a programme with its phases, partners, grants and events.
struct ProgrammePage: Page {
    var site: Site
    var programme: Programme
    /// Its coming events, soonest first.
    var events: [Event]
    /// Names of countries, for partners that have one.
    var countries: [Choice]
    var now: Date

    var html: HTML {
        Layout(site: site, section: .programmes).page(
            title: programme.title,
            body: """
                \(Breadcrumb(path: "/programmes", title: "Programmes").html)\
                <article>
                <h1>\(programme.title)</h1>
                <p class="lead">\(programme.summary)</p>
                \(Words.paragraphs(programme.description))\
                \(HTML.when(programme.takesInterest, pool))\
                \(coming)\
                \(HTML.when(!programme.phases.isEmpty, phases))\
                </article>
                """)
    }

    private var pool: HTML {
        """
        <div class="call open"><p>You can leave your interest without a date. We write to you when
        an event is planned that fits.</p>
        <p><a class="button" href="/programmes/\(programme.code.description)/interest">I'm
        interested</a></p></div>

        """
    }

    private var coming: HTML {
        let list: HTML =
            events.isEmpty
            ? "<p>No event of this programme is announced at the moment.</p>\n"
            : EventList(events: events, now: now).html
        return """
            <section aria-labelledby="coming"><h2 id="coming">Coming events</h2>
            \(list)\
            <p><a href="/events?programme=\(programme.code.description)&amp;when=past">Past events
            of this programme</a></p></section>

            """
    }

    private var phases: HTML {
        """
        <section aria-labelledby="phases"><h2 id="phases">Phases</h2>
        <ol class="phases">
        \(programme.phases.map(phase))</ol></section>

        """
    }

    private func phase(_ phase: Phase) -> HTML {
        """
        <li id="\(phase.code.description)"><h3>\(phase.title)</h3>
        <p class="period">\(PeriodWords.period(phase) ?? "Period not recorded")</p>
        \(roles(of: phase.partners).map(partners))\
        \(HTML.when(!phase.grants.isEmpty, "<h4>Funded by</h4>\n"))\
        \(HTML.when(!phase.grants.isEmpty, "<ul>\(phase.grants.map(grant))</ul>\n"))\
        \(HTML.with(phase.periodSource) {
            """
            <details><summary>Where the period comes from</summary>
            \(Citation(source: $0).html)</details>
            """
        })</li>

        """
    }

    /// The partners by role, roles in their order of weight.
    private func roles(of partners: [Partner]) -> [[Partner]] {
        let order = ["lead", "project", "associate", "funder-office"]
        let others = partners.filter { !order.contains($0.role) }
        return (order.map { role in partners.filter { $0.role == role } } + [others])
            .filter { !$0.isEmpty }
    }

    private func partners(_ partners: [Partner]) -> HTML {
        let role = partners.first?.role ?? ""
        return """
            <h4>\(Words.partners(role: role, count: partners.count))</h4>
            <ul>\(partners.map(partner))</ul>

            """
    }

    private func partner(_ partner: Partner) -> HTML {
        let country = partner.country.map { code in
            countries.first { $0.value == code }?.title ?? code
        }
        return "<li>\(partner.organisation)\(HTML.with(country) { ", \($0)" })</li>"
    }

    private func grant(_ grant: Grant) -> HTML {
        """
        <li>\(grant.funder)\(HTML.with(grant.fundingProgramme) { ": \($0)" })\
        \(HTML.with(grant.reference) { " (\($0))" })</li>
        """
    }
}
