import Foundation
import TrainingRegistry

/// `/console/events/{code}/check-in`: a code or a part of a name leads to one person.
struct CheckInPage: Page {
    var layout: ConsoleLayout
    var view: SheetView
    var typed = ""
    var found: [SheetPerson]?

    private var words: ConsoleWords.CheckIn.Type { ConsoleWords.CheckIn.self }

    var html: HTML {
        layout.page(
            title: ConsoleWords.Door.of(ConsoleWords.Door.checkIn, view.door.title),
            body: """
                <h1>\(ConsoleWords.Door.checkIn)</h1>
                <p class="lead">\(view.door.title)</p>
                \(DoorLinks(view.door, layout.principal, current: .checkIn).html)\
                <form method="post" action="/console/events/\(view.door.code.description)/check-in">
                \(layout.csrf.html)
                <div class="field"><label for="who">\(words.who)</label>
                <p class="hint" id="who-hint">\(words.whoHint)</p>
                <input type="text" id="who" name="who" value="\(typed)" autocomplete="off" \
                autofocus aria-describedby="who-hint"></div>
                <p><button class="button" type="submit" name="do" value="find">\
                \(words.find)</button></p>
                </form>
                \(HTML.with(found, results))
                """)
    }

    private func results(_ people: [SheetPerson]) -> HTML {
        guard !people.isEmpty else {
            return """
                <div class="problem" role="alert"><p>\(words.nobody) \
                <a href="/console/events/\(view.door.code.description)/walk-in">\
                \(words.letIn)</a>?</p></div>
                """
        }
        let entries: [HTML] = people.prefix(30).map { person in
            """
            <li><a class="past" href="/console/check-in/\(person.checkInCode)">\
            \(person.name ?? ConsoleWords.erased)</a>\
            \(HTML.with(person.organisation) { " <span class=\"soft\">\($0)</span>" })</li>

            """
        }
        return "<h2>\(words.whoIsIt)</h2>\n<ul>\n\(entries)</ul>"
    }
}

/// `/console/check-in/{checkin}`: one person, the session that runs, one large button.
struct PersonCheckInPage: Page {
    var layout: ConsoleLayout
    var view: SheetView
    var person: SheetPerson
    /// The session that runs now or begins next; nil where the event has none.
    var session: SheetSession?
    var trouble: String?
    var isDone = false
    /// The session began a quarter of an hour ago or more, and is not over.
    var isLate = false

    private var words: ConsoleWords.CheckIn.Type { ConsoleWords.CheckIn.self }

    var html: HTML {
        layout.page(
            title: isDone ? words.marked(name) : name,
            body: """
                \(HTML.with(trouble) {
                    "<div class=\"problem\" role=\"alert\"><p>\($0)</p></div>\n"
                })\
                \(HTML.when(isDone, "<p class=\"done\" role=\"status\">\(words.done)</p>\n"))\
                <h1>\(name)</h1>
                <p class="lead">\(view.door.title)\
                \(HTML.with(person.organisation) { "<br>\($0)" })</p>
                \(HTML.with(session, mark))\
                \(HTML.when(session == nil, "<p>\(ConsoleWords.Door.noSession)</p>\n"))\
                \(others)\
                <p><a class="past" href="/console/events/\(view.door.code.description)/check-in">\
                \(words.next)</a></p>
                """)
    }

    private var name: String { person.name ?? ConsoleWords.erased }

    private func mark(_ session: SheetSession) -> HTML {
        let seen = view.seen(person, session.id)
        let now: HTML =
            seen.state.letter == .none
            ? "<p>\(words.noMark)</p>"
            : "<p>\(words.now): <strong>\(SheetPage.words(seen.state))</strong>.</p>"
        let reason: HTML =
            session.sealedAt == nil
            ? .empty
            : ReasonField(label: words.correction, isRequired: true).html
        return """
            <h2>\(session.title)</h2>
            <p>\(words.hours(
                view.clock.words(session.startsAt), view.clock.clock(session.endsAt)))</p>
            \(now)
            <form method="post" action="/console/events/\(view.door.code.description)/check-in">
            \(layout.csrf.html)\
            <input type="hidden" name="person" value="\(person.participation.small)">
            <input type="hidden" name="session" value="\(session.id.small)">
            <input type="hidden" name="seen" value="\(seen.text)">
            \(reason)\
            <p><button class="button huge" type="submit" name="do" value="mark">\
            \(words.mark)</button></p>
            \(HTML.when(isLate, late))</form>

            """
    }

    private var late: HTML {
        """
        <p><button class="plain" type="submit" name="do" value="late">\(words.late)\
        </button></p>

        """
    }

    private var others: HTML {
        let rest = view.sheet.sessions.filter { other in
            other.id != session?.id && person.expectedIn.contains(other.id)
        }
        guard !rest.isEmpty else { return .empty }
        let entries: [HTML] = rest.map { other in
            """
            <li><a class="past" href="/console/check-in/\(person.checkInCode)?session=\
            \(other.id.small)">\(other.title), \(view.clock.words(other.startsAt))</a></li>

            """
        }
        return "<h2>\(words.another)</h2>\n<ul>\n\(entries)</ul>\n"
    }
}

/// `/console/events/{code}/walk-in`: somebody who came without a seat.
struct WalkInPage: Page {
    var layout: ConsoleLayout
    var door: EventDoor
    var sectors: [Choice]
    var countries: [Choice]
    var state: FormState

    static let shown = [
        "given_name", "family_name", "organisation", "sector", "country", "email", "notice",
    ]

    var html: HTML {
        let fields = FormFields(state: state, shown: Set(Self.shown))
        let words = ConsoleWords.WalkIn.self
        return layout.page(
            title: state.title(ConsoleWords.Door.walkIn),
            body: """
                \(fields.summary)\
                <h1>\(words.title)</h1>
                <p class="lead">\(words.lead(door.title))</p>
                \(DoorLinks(door, layout.principal, current: .walkIn).html)\
                <form method="post" action="/console/events/\(door.code.description)/walk-in"\
                 novalidate>\(layout.csrf.html)
                \(fields.text("given_name", PersonWords.givenName, autocomplete: "off"))\
                \(fields.text("family_name", PersonWords.familyName, autocomplete: "off"))\
                \(fields.text("organisation", PersonWords.organisation, autocomplete: "off",
                    isOptional: true))\
                \(fields.choice(
                    "sector", PersonWords.sector, among: sectors,
                    first: PersonWords.chooseSector))\
                \(fields.choice(
                    "country", PersonWords.theirCountry, among: countries,
                    first: PersonWords.chooseCountry))\
                \(fields.text("email", PersonWords.email, type: "email", autocomplete: "off"))\
                \(fields.tick("notice", value: PrivacyPage.version, """
                    \(words.shownBefore)<a href="/privacy" target="_blank">\(words.notice)</a>
                    """))\
                <p><button class="button" type="submit">\(words.give)</button></p></form>
                """)
    }
}
