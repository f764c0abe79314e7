import Foundation
import TrainingRegistry

/// `/`: what this is, what comes next, how it works, and one figure.
struct HomePage: Page {
    var site: Site
    /// The next few events, soonest first.
    var events: [Event]
    /// The figure that says most in one line.
    var headline: BaselineFigure?
    var now: Date

    var html: HTML {
        Layout(site: site).page(title: "Home", body: "\(hero)\(coming)\(steps)")
    }

    private var hero: HTML {
        """
        <section class="hero"><div>
        <h1>Training for people who protect children</h1>
        <p class="lead">The \(site.unit) brings together police officers, prosecutors, social
        workers, judges, border guards and organisations from around the Baltic Sea, so that every
        child at risk meets professionals who know what to do.</p>
        <p><a class="button" href="/events">See coming events</a>
        <a class="button plain" href="/programmes">Read about the programmes</a></p>
        </div>
        \(figure)</section>

        """
    }

    private var coming: HTML {
        """
        <section aria-labelledby="coming"><h2 id="coming">Next events</h2>
        \(events.isEmpty ? Self.nothingComing : EventList(events: events, now: now).html)\
        <p><a href="/events">All events</a></p>
        </section>

        """
    }

    private static let nothingComing: HTML = """
        <p>No event is announced at the moment. In several <a href="/programmes">programmes</a>
        you can leave your interest without a date, and hear when one is planned.</p>

        """

    private var steps: HTML {
        """
        <section aria-labelledby="how"><h2 id="how">How it works</h2>
        <ol class="steps">
        <li><h3>Say that you are interested</h3><p>Choose an event and fill in a short form. You
        need no account.</p></li>
        <li><h3>Confirm by mail</h3><p>We send you a link. Your interest counts once you have
        pressed the button behind it; without that, we delete it after
        \(site.unconfirmedTime).</p></li>
        <li><h3>Hear from us</h3><p>You learn what was decided. At any time you can see what we
        hold about you, correct it, or withdraw.</p></li>
        </ol>
        </section>

        """
    }

    private var figure: HTML {
        HTML.with(headline) { figure in
            """
            <div class="headline">
            <p class="value"><strong>\(Words.qualified(figure))</strong> \(figure.unit)</p>
            <p>\(figure.title), \(figure.period)</p>
            <p><a href="/figures">Figures and their sources</a></p>
            </div>
            """
        }
    }
}
