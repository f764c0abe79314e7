import Foundation
import TrainingRegistry

/// The people of a sheet: a list for one session, a table for all.
extension SheetPage {
    var list: HTML {
        guard let session = view.sheet.sessions.firstIndex(where: { $0.id == view.session }) else {
            return .empty
        }
        let rows: [HTML] = view.people.map { number, person in
            row(cell(number, person, session))
        }
        guard !rows.isEmpty else { return nobody }
        return "\(lateHint)<ol class=\"roll\">\n\(rows)</ol>\n"
    }

    /// Said once: in the fields themselves an example would look like a value.
    private var lateHint: HTML {
        "<p class=\"hint\" id=\"late-hint\">\(words.lateHint)</p>\n"
    }

    private var nobody: HTML {
        view.filter.isEmpty
            ? "<p>\(words.nobody)</p>\n" : "<p>\(words.noName)</p>\n"
    }

    private func row(_ cell: Cell) -> HTML {
        let place = cell.place
        let person = cell.person
        let name = person.name ?? ConsoleWords.erased
        if isConflict(cell) {
            return """
                <li data-name="\(name)">\(personField(cell))<strong>\(name)</strong> \
                <a href="#meanwhile">\(words.choose)</a></li>

                """
        }
        let who: HTML =
            "\(name)\(HTML.with(person.organisation) { " <span class=\"soft\">\($0)</span>" })"
        return """
            <li data-name="\(name)" data-cell="\(person.participation.small)/\
            \(cell.session.id.small)">\(personField(cell))\(hidden(cell))\
            <fieldset class="marks"><legend>\(who)</legend>\(radios(cell))</fieldset>\
            <div class="late"><label for="t\(place)">\(words.cameAt)\
            <span class="unseen">\(words.whose(name))</span></label>\
            <input type="text" id="t\(place)" name="t\(place)" value="\(cell.shown.clock)" \
            inputmode="numeric" size="5" autocomplete="off" aria-describedby="late-hint"\
            \(HTML.when(cell.isWrong, " aria-invalid=\"true\""))>\
            \(HTML.when(cell.seen.version > 0, history(cell)))</div></li>

            """
    }

    private func history(_ cell: Cell) -> HTML {
        """
        <a class="past" href="\(view.path)/history/\(cell.session.id.small)/\
        \(cell.person.participation.small)">\(words.history)<span class="unseen">\
        \(words.historyOf(cell.person.name ?? ConsoleWords.erased))</span></a>
        """
    }

    private func radios(_ cell: Cell) -> [HTML] {
        MarkLetter.allCases.map { letter in
            let checked: HTML = cell.shown.letter == letter ? " checked" : ""
            return """
                <label class="\(letter.rawValue)"><input type="radio" name="m\(cell.place)" \
                value="\(letter.rawValue)"\(checked)><span>\(words.mark(letter))</span></label>
                """
        }
    }

    private func personField(_ cell: Cell) -> HTML {
        let number = cell.place.split(separator: ".").first.map(String.init) ?? ""
        return """
            <input type="hidden" name="p\(number)" value="\(cell.person.participation.small)">
            """
    }

    var table: HTML {
        let heads: [HTML] = view.sheet.sessions.map { session in
            """
            <th scope="col">\(session.title)<span>\(view.clock.words(session.startsAt))</span></th>

            """
        }
        let people = view.people
        guard !people.isEmpty else { return nobody }
        let rows: [HTML] = people.map { number, person in
            let cells: [HTML] = view.sheet.sessions.indices.map { session in
                column(cell(number, person, session))
            }
            let name = person.name ?? ConsoleWords.erased
            return """
                <tr data-name="\(name)"><th scope="row">\(name)<input type="hidden" \
                name="p\(number)" value="\(person.participation.small)"></th>\(cells)</tr>

                """
        }
        return """
            <div class="scroll" role="region" aria-label="\(words.all)" tabindex="0">
            <table class="grid"><thead><tr><th scope="col">\(words.name)</th>
            \(heads)</tr></thead><tbody>
            \(rows)</tbody></table></div>

            """
    }

    private func column(_ cell: Cell) -> HTML {
        guard !isConflict(cell) else {
            return "<td><a href=\"#meanwhile\">\(words.choose)</a></td>"
        }
        let isTheirs =
            cell.person.expectedIn.contains(cell.session.id) || cell.seen.version > 0
        guard isTheirs else { return "<td><span class=\"soft\">\(words.notTheirs)</span></td>" }
        let options: [HTML] = MarkLetter.allCases.map { letter in
            let chosen: HTML = cell.shown.letter == letter ? " selected" : ""
            return "<option value=\"\(letter.rawValue)\"\(chosen)>\(words.mark(letter))</option>"
        }
        let label = "\(cell.person.name ?? ConsoleWords.erased), \(cell.session.title)"
        return """
            <td data-cell="\(cell.key.person.small)/\(cell.key.session.small)">\(hidden(cell))\
            <select name="m\(cell.place)" aria-label="\(label)">\(options)</select></td>
            """
    }

    /// Head counts and closing, of the one session that is shown.
    var aside: HTML {
        guard let session = view.sessions.first else { return .empty }
        return "\(SessionParts(layout: layout, view: view, session: session).html)"
    }
}
