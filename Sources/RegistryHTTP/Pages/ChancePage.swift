import Foundation
import TrainingRegistry

/// `/my/{token}/chance/{offer}`: an event that was offered to somebody in the pool.
struct ChancePage: Page {
    var site: Site
    var token: String
    var chance: Chance
    /// Nil of an event that is not published any more.
    var event: Event?

    var html: HTML {
        Layout(site: site, isPrivate: true).page(
            title: chance.title,
            body: """
                <h1>\(chance.title)</h1>
                \(HTML.with(event, facts))\
                \(answer)\
                <p><a href="/my/\(token)">See what we hold about you</a></p>
                """)
    }

    private func facts(_ event: Event) -> HTML {
        let languages = event.languages.map(Words.language)
        let deadline = event.closesAt.map { DateWords.deadline($0, in: event.timeZone) }
        return """
            <p class="lead">\(event.summary)</p>
            <dl class="facts">
            \(fact("When", event.daysInWords))\
            \(fact("Where", event.placeInWords))\
            \(HTML.when(!languages.isEmpty, fact("Languages", Words.list(languages))))\
            \(HTML.with(deadline) { fact("Answer until", $0) })\
            \(fact("How seats are given", Words.admission(event.admission)))\
            </dl>
            <p><a href="/events/\(event.code.description)">More about the event</a></p>

            """
    }

    private func fact(_ name: String, _ value: String) -> HTML {
        "<div><dt>\(name)</dt><dd>\(value)</dd></div>\n"
    }

    private var answer: HTML {
        switch (chance.answer, chance.isOpen) {
        case (.accepted, _):
            """
            <div class="call good"><p>You told us that you are interested. On your own page you see
            what becomes of it.</p></div>

            """
        case (_, false):
            """
            <div class="call"><p><strong>This event takes no more interest.</strong> Nothing has
            changed. We write to you when there is another one that fits.</p></div>

            """
        case (.declined, true):
            """
            <p>You told us that this is not for you. You may still change your mind.</p>
            \(form(no: .empty))
            """
        case (nil, true):
            form(
                no: """
                    <button class="button quiet" name="answer" value="no" type="submit">Not this
                    one</button>
                    """)
        }
    }

    private func form(no: HTML) -> HTML {
        """
        <form class="answer" method="post" action="/my/\(token)/chance/\(id)">
        <p><button class="button" name="answer" value="yes" type="submit">Yes, I am
        interested</button>
        \(no)</p>
        </form>

        """
    }

    private var id: String { chance.id.uuidString.lowercased() }
}
