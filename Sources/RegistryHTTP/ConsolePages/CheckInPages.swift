import Foundation
import TrainingRegistry

/// `/console/events/{code}/check-in`: a code or a part of a name leads to one person.
struct CheckInPage: Page {
    var layout: ConsoleLayout
    var view: SheetView
    var typed = ""
    var found: [SheetPerson]?

    var html: HTML {
        layout.page(
            title: "Check in, \(view.door.title)",
            body: """
                <h1>Check in</h1>
                <p class="lead">\(view.door.title)</p>
                \(DoorLinks(view.door, layout.principal, current: .checkIn).html)\
                <form method="post" action="/console/events/\(view.door.code.description)/check-in">
                \(layout.csrf.html)
                <div class="field"><label for="who">Code or name</label>
                <p class="hint" id="who-hint">The code is in the mail with the seat; a phone's \
                camera opens its picture.</p>
                <input type="text" id="who" name="who" value="\(typed)" autocomplete="off" \
                autofocus aria-describedby="who-hint"></div>
                <p><button class="button" type="submit" name="do" value="find">Find</button></p>
                </form>
                \(HTML.with(found, results))
                """)
    }

    private func results(_ people: [SheetPerson]) -> HTML {
        guard !people.isEmpty else {
            return """
                <div class="problem" role="alert"><p>Nobody with a seat here has this name or \
                code. <a href="/console/events/\(view.door.code.description)/walk-in">\
                Let a walk-in in</a>?</p></div>
                """
        }
        let entries: [HTML] = people.prefix(30).map { person in
            """
            <li><a class="past" href="/console/check-in/\(person.checkInCode)">\
            \(person.name ?? "(erased)")</a>\
            \(HTML.with(person.organisation) { " <span class=\"soft\">\($0)</span>" })</li>

            """
        }
        return "<h2>Who is it?</h2>\n<ul>\n\(entries)</ul>"
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

    var html: HTML {
        layout.page(
            title: "\(isDone ? "Marked: " : "")\(name)",
            body: """
                \(HTML.with(trouble) {
                    "<div class=\"problem\" role=\"alert\"><p>\($0)</p></div>\n"
                })\
                \(HTML.when(isDone, "<p class=\"done\" role=\"status\">Marked present.</p>\n"))\
                <h1>\(name)</h1>
                <p class="lead">\(view.door.title)\
                \(HTML.with(person.organisation) { "<br>\($0)" })</p>
                \(HTML.with(session, mark))\
                \(HTML.when(session == nil, "<p>This event has no session yet.</p>\n"))\
                \(others)\
                <p><a class="past" href="/console/events/\(view.door.code.description)/check-in">\
                Next person</a></p>
                """)
    }

    private var name: String { person.name ?? "(erased)" }

    private func mark(_ session: SheetSession) -> HTML {
        let seen = view.seen(person, session.id)
        let now: HTML =
            seen.state.letter == .none
            ? "<p>No mark yet.</p>"
            : "<p>Now: <strong>\(SheetPage.words(seen.state))</strong>.</p>"
        let reason: HTML =
            session.sealedAt == nil
            ? .empty
            : """
            <div class="field"><label for="reason">The sheet is closed: reason for the \
            correction</label><input type="text" id="reason" name="reason" required></div>

            """
        return """
            <h2>\(session.title)</h2>
            <p>\(view.clock.words(session.startsAt)) to \(view.clock.clock(session.endsAt))</p>
            \(now)
            <form method="post" action="/console/events/\(view.door.code.description)/check-in">
            \(layout.csrf.html)\
            <input type="hidden" name="person" value="\(person.participation.small)">
            <input type="hidden" name="session" value="\(session.id.small)">
            <input type="hidden" name="seen" value="\(seen.text)">
            \(reason)\
            <p><button class="button huge" type="submit" name="do" value="mark">Mark present\
            </button></p>
            \(HTML.when(isLate, late))</form>

            """
    }

    private var late: HTML {
        """
        <p><button class="plain" type="submit" name="do" value="late">Mark as come late, \
        just now</button></p>

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
        return "<h2>Another session</h2>\n<ul>\n\(entries)</ul>\n"
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
        return layout.page(
            title: state.title("Walk-in"),
            body: """
                \(fields.summary)\
                <h1>Somebody who came without a seat</h1>
                <p class="lead">\(door.title). They get a seat if one is free.</p>
                \(DoorLinks(door, layout.principal, current: .walkIn).html)\
                <form method="post" action="/console/events/\(door.code.description)/walk-in"\
                 novalidate>\(layout.csrf.html)
                \(fields.text("given_name", "Given name", autocomplete: "off"))\
                \(fields.text("family_name", "Family name", autocomplete: "off"))\
                \(fields.text("organisation", "Organisation", autocomplete: "off",
                    isOptional: true))\
                \(fields.choice("sector", "Sector", among: sectors, first: "Choose a sector"))\
                \(fields.choice(
                    "country", "Country they work in", among: countries,
                    first: "Choose a country"))\
                \(fields.text("email", "Email address", type: "email", autocomplete: "off"))\
                \(fields.tick("notice", value: PrivacyPage.version, """
                    They were shown the <a href="/privacy" target="_blank">privacy notice</a>
                    """))\
                <p><button class="button" type="submit">Give a seat</button></p></form>
                """)
    }
}
