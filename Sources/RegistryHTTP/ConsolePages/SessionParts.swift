import Foundation
import TrainingRegistry

/// What else belongs to the sheet of one session: how it is closed, and the heads in it.
struct SessionParts: Sendable {
    var layout: ConsoleLayout
    var view: SheetView
    var session: SheetSession

    var html: HTML {
        """
        <section aria-labelledby="heads"><h2 id="heads">People without names</h2>
        <p>Count those whose names are not taken; of children never more than their number.</p>
        <form method="post" action="\(view.path)/heads" class="heads">\(layout.csrf.html)
        <input type="hidden" name="session" value="\(session.id.small)">
        \(bands)\(HTML.when(session.sealedAt != nil, headReason))\
        <p><button class="plain" type="submit">Save the counts</button></p></form></section>
        \(seal)
        """
    }

    private var headReason: HTML {
        """
        <div class="field"><label for="head-reason">Reason for the correction</label>
        <input type="text" id="head-reason" name="reason"></div>

        """
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
            let state =
                session.isIntact == true
                ? "The rows still say what they said then." : "The rows were changed since!"
            return """
                <section aria-labelledby="closed"><h2 id="closed">Closed</h2>
                <p>This sheet was closed on \(view.clock.words(sealedAt)). \(state) \
                Later corrections are kept beside it.</p>
                <p class="hint">SHA-256 <code class="digest">\(digits)</code></p></section>

                """
        }
        guard mayRule else { return .empty }
        return """
            <section aria-labelledby="close"><h2 id="close">Close the sheet</h2>
            <p>From then on a change needs a reason.</p>
            <p><a class="button" href="\(view.path)/close/\(session.id.small)">Close this \
            sheet…</a></p></section>

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
        return layout.page(
            title: "Close the sheet",
            body: """
                <h1>Close the sheet of \(session.title)</h1>
                \(HTML.with(trouble) {
                    "<div class=\"problem\" role=\"alert\"><p>\($0)</p></div>\n"
                })\
                <p class="lead">\(session.marked) of \(ConsoleWords.people(session.expected)) have \
                a mark.</p>
                <form method="post" action="\(view.path)/close/\(session.id.small)">\
                \(layout.csrf.html)
                \(HTML.when(open > 0, rest(open)))\
                <p>What it says then is kept with a digest. A later change is a correction and \
                needs a reason.</p>
                <p class="buttons"><button class="button" type="submit">Close the sheet</button> \
                <a href="\(view.path)?session=\(session.id.small)">Back to the sheet</a></p></form>
                """)
    }

    private func rest(_ open: Int) -> HTML {
        """
        <div class="tick"><input type="checkbox" id="rest" name="rest" value="absent">\
        <label for="rest">The \(ConsoleWords.people(open)) without a mark \
        \(open == 1 ? "was" : "were") absent</label></div>

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
        return layout.page(
            title: "History of a mark",
            body: """
                <h1>History of a mark</h1>
                <p class="lead">\(view.name(person)), \(view.title(session))</p>
                \(HTML.when(marks.isEmpty, "<p>Nothing was marked yet.</p>\n"))\
                <div class="scroll" role="region" aria-label="Marks" tabindex="0">
                <table><thead><tr><th scope="col">When</th><th scope="col">Mark</th>
                <th scope="col">By</th><th scope="col">Reason</th></tr></thead>
                <tbody>
                \(rows)</tbody></table></div>
                <p><a href="\(view.path)?session=\(session.small)">Back to the sheet</a></p>
                """)
    }
}
