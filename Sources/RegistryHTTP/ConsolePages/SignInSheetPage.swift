import Foundation
import Postgres
import TrainingRegistry

/// `/console/events/{code}/sign-in-sheet`: what people sign, one table for each day.
///
/// The head stands in the table's head, so that each printed page repeats it.
struct SignInSheetPage: Page {
    var layout: ConsoleLayout
    var view: SheetView

    /// Rows without a name, for those who come without a seat.
    static let emptyRows = 5

    private var words: ConsoleWords.Paper.Type { ConsoleWords.Paper.self }

    var html: HTML {
        let tables: [HTML] = days.map { table($0.day, $0.sessions) }
        return layout.page(
            title: ConsoleWords.Door.of(words.title, view.door.title),
            body: """
                <h1 class="unprinted">\(words.title)</h1>
                \(DoorLinks(view.door, layout.principal, current: .paper).html)\
                <p class="unprinted">\(words.hint)</p>
                \(HTML.when(tables.isEmpty, "<p>\(ConsoleWords.Door.noSession)</p>\n"))\
                \(tables)
                """)
    }

    private var days: [(day: CalendarDay, sessions: [SheetSession])] {
        var days: [(day: CalendarDay, sessions: [SheetSession])] = []
        for session in view.sheet.sessions {
            guard let day = DateWords.wall(session.startsAt, in: view.clock.zone)?.day else {
                continue
            }
            if days.last?.day == day {
                days[days.count - 1].sessions.append(session)
            } else {
                days.append((day, [session]))
            }
        }
        return days
    }

    private func table(_ day: CalendarDay, _ sessions: [SheetSession]) -> HTML {
        let people = view.sheet.people.filter { person in
            sessions.contains { person.expectedIn.contains($0.id) }
        }
        let titles: [HTML] = sessions.map { session in
            """
            <th scope="col" class="box">\(session.title)<br>\
            \(view.clock.clock(session.startsAt))–\(view.clock.clock(session.endsAt))</th>
            """
        }
        let rows: [HTML] = people.enumerated().map { number, person in
            let boxes: [HTML] = sessions.map { session in
                person.expectedIn.contains(session.id)
                    ? "<td class=\"box\"></td>" : "<td class=\"box\">–</td>"
            }
            return """
                <tr><td>\(number + 1)</td><th scope="row">\(person.name ?? "")</th>\
                <td>\(person.organisation ?? "")</td>\(boxes)</tr>

                """
        }
        let boxes: [HTML] = sessions.map { _ in "<td class=\"box\"></td>" }
        let empty: [HTML] = (0..<Self.emptyRows).map { _ in
            "<tr><td></td><td></td><td></td>\(boxes)</tr>\n"
        }
        return """
            <table class="paper"><thead>
            <tr><td colspan="\(sessions.count + 3)">\(head(day))</td></tr>
            <tr><th scope="col">\(words.number)</th><th scope="col">\(words.name)</th>\
            <th scope="col">\(words.organisation)</th>\(titles)</tr></thead><tbody>
            \(rows)\(empty)</tbody></table>

            """
    }

    private func head(_ day: CalendarDay) -> HTML {
        let door = view.door
        let project: HTML = HTML.when(
            !door.projectNumbers.isEmpty,
            "<br>\(words.project(door.projectNumbers))")
        let by: HTML = HTML.when(
            !door.organisations.isEmpty, "<br>\(words.organisations(door.organisations))")
        let place = door.place.isEmpty ? "" : ", \(door.place)"
        return """
            <strong>\(door.title)</strong><br>\(DateWords.day(day))\(place)\
            \(HTML.with(door.programmeTitle) { "<br>\(words.activity($0))" })\(project)\(by)
            """
    }
}
