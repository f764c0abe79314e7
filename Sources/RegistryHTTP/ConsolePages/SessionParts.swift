import Foundation
import TrainingRegistry

/// What else belongs to the sheet of one session: how it is closed, and the heads in it.
struct SessionParts: Sendable {
    var layout: ConsoleLayout
    var view: SheetView
    var session: SheetSession

    private var words: ConsoleWords.Session.Type { ConsoleWords.Session.self }

    var html: HTML {
        """
        <section aria-labelledby="heads"><h2 id="heads">\(words.heads)</h2>
        <p>\(words.headsHint)</p>
        <form method="post" action="\(view.path)/heads" class="heads">\(layout.csrf.html)
        <input type="hidden" name="session" value="\(session.id.small)">
        \(bands)\(HTML.when(session.sealedAt != nil, headReason))\
        <p><button class="plain" type="submit">\(words.saveHeads)</button></p></form></section>
        \(seal)
        """
    }

    private var headReason: HTML {
        ReasonField(id: "head-reason", label: ConsoleWords.Sheet.correction).html
    }

    /// The bands in use with their numbers, set by the handler.
    private var bands: [HTML] {
        view.bands.map { band in
            let head = view.sheet.heads.first {
                $0.session == session.id && $0.band == band.code
            }
            let people = head.map { String($0.people) } ?? ""
            return """
                <div class="field"><label for="h-\(band.code)">\(band.title)</label>
                <input type="text" inputmode="numeric" size="6" id="h-\(band.code)" \
                name="h-\(band.code)" value="\(people)"><input type="hidden" \
                name="o-\(band.code)" value="\(Int(head?.version ?? 0))"></div>

                """
        }
    }

    private var seal: HTML {
        let event = StaffObject.event(view.door.id, programme: view.door.programme)
        let mayRule = layout.principal.may(.ruleAttendance, on: event)
        if let sealedAt = session.sealedAt {
            let digits = (session.digest ?? []).map { byte in
                (byte < 16 ? "0" : "") + String(byte, radix: 16)
            }.joined()
            let state = session.isIntact == true ? words.intact : words.changed
            return """
                <section aria-labelledby="closed"><h2 id="closed">\(words.closed)</h2>
                <p>\(words.closed(view.clock.words(sealedAt), state))</p>
                <p class="hint">\(words.digest) <code class="digest">\(digits)</code></p></section>

                """
        }
        guard mayRule else { return .empty }
        return """
            <section aria-labelledby="close"><h2 id="close">\(words.close)</h2>
            <p>\(words.closeHint)</p>
            <p><a class="button" href="\(view.path)/close/\(session.id.small)">\
            \(words.closeThis)</a></p></section>

            """
    }
}

/// Asks before a sheet is closed, and says who has no mark.
struct CloseSheetPage: Page {
    var layout: ConsoleLayout
    var view: SheetView
    var session: SheetSession
    var trouble: String?

    var html: HTML {
        let open = session.expected - session.marked
        let words = ConsoleWords.Session.self
        return layout.page(
            title: words.close,
            body: """
                <h1>\(words.close(session.title))</h1>
                \(HTML.with(trouble) {
                    "<div class=\"problem\" role=\"alert\"><p>\($0)</p></div>\n"
                })\
                <p class="lead">\(words.marked(session.marked, of: session.expected))</p>
                <form method="post" action="\(view.path)/close/\(session.id.small)">\
                \(layout.csrf.html)
                \(HTML.when(open > 0, rest(open)))\
                <p>\(words.closeMeans)</p>
                <p class="buttons"><button class="button" type="submit">\(words.close)</button> \
                <a href="\(view.path)?session=\(session.id.small)">\(words.back)</a></p></form>
                """)
    }

    private func rest(_ open: Int) -> HTML {
        """
        <div class="tick"><input type="checkbox" id="rest" name="rest" value="absent">\
        <label for="rest">\(ConsoleWords.Session.rest(open))</label></div>

        """
    }
}

/// Every mark of one person in one session, the latest first.
struct MarkHistoryPage: Page {
    var layout: ConsoleLayout
    var view: SheetView
    var person: UUID
    var session: UUID
    var marks: [PastMark]

    var html: HTML {
        let rows: [HTML] = marks.map { mark in
            let state = CellState(
                letter: MarkLetter(mark.status), clock: view.clock.clock(mark.arrivedAt))
            return """
                <tr><td>\(view.clock.words(mark.recordedAt))</td>
                <td>\(Words.capitalised(SheetPage.words(state)))</td>
                <td>\(ActorWords.who(mark.actor, for: layout.principal))</td>
                <td>\(mark.reason ?? "")</td></tr>

                """
        }
        let words = ConsoleWords.Session.self
        let titles = [words.when, words.mark, words.by, ConsoleWords.reason]
        return layout.page(
            title: words.history,
            body: """
                <h1>\(words.history)</h1>
                <p class="lead">\(view.name(person)), \(view.title(session))</p>
                \(HTML.when(marks.isEmpty, "<p>\(words.noMarks)</p>\n"))\
                <div class="scroll" role="region" aria-label="\(words.marks)" tabindex="0">
                <table><thead><tr>\(titles.map { "<th scope=\"col\">\($0)</th>" })</tr></thead>
                <tbody>
                \(rows)</tbody></table></div>
                <p><a href="\(view.path)?session=\(session.small)">\(words.back)</a></p>
                """)
    }
}
