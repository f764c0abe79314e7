import Foundation
import TrainingRegistry

/// The people of a page: a table on large screens, cards on small ones.
struct PeopleTable {
    var page: PeoplePage

    private var path: String { "/console/events/\(page.event.code)/people" }
    private var mayDecide: Bool { page.layout.principal.may(.decide) }

    var html: HTML {
        """
        <table class="people"><caption class="unseen">\(ConsoleWords.Head.people)</caption>
        <thead><tr>\
        \(HTML.when(mayDecide, "<th scope=\"col\">\(ConsoleWords.People.pick)</th>"))\
        \(ListEventPeople.Order.allCases.map(heading))</tr></thead>
        <tbody>
        \(page.people.map(row))</tbody></table>

        """
    }

    private func heading(_ order: ListEventPeople.Order) -> HTML {
        let title = ConsoleWords.People.order(order)
        guard page.list.text == nil else { return "<th scope=\"col\">\(title)</th>" }
        let isSorted = page.list.order == order
        let turned = isSorted && !page.list.isDescending ? "-\(order.rawValue)" : order.rawValue
        let direction = page.list.isDescending ? "descending" : "ascending"
        return """
            <th scope="col"\(HTML.when(isSorted, " aria-sort=\"\(direction)\""))>\
            <a href="\(path)?\(page.list.query(sort: turned))">\(title)</a></th>
            """
    }

    private func row(_ person: EventPerson) -> HTML {
        let id = person.interest.uuidString.lowercased()
        let words = ConsoleWords.People.self
        let isPicked: HTML = page.picked.contains(person.interest) ? " checked" : ""
        return """
            <tr id="row-\(id)">\
            \(HTML.when(mayDecide, """
                <td class="box"><input type="checkbox" name="pick" id="pick-\(id)"
                 value="\(id).\(person.status.rawValue)"\(isPicked)><label for="pick-\(id)">\
                <span class="unseen">\(words.pick) \(person.name)</span></label></td>
                """))\
            <td data-label="\(words.order(.name))"><a href="\(path)/\(id)">\(person.name)</a></td>\
            <td data-label="\(words.order(.country))">\(page.names.country(person.country))</td>\
            <td data-label="\(words.order(.sector))">\(page.names.sector(person.sector))</td>\
            <td data-label="\(words.order(.organisation))">\(person.organisation ?? "–")</td>\
            <td data-label="\(words.order(.status))">\(status(person))</td>\
            <td data-label="\(words.order(.received))">\
            \(DateWords.day(person.receivedAt, in: "UTC"))</td></tr>

            """
    }

    private func status(_ person: EventPerson) -> HTML {
        """
        <span class="tag \(person.status.tone)">\(ConsoleWords.status(person.status))</span>\
        \(HTML.with(person.seat) { " \(ConsoleWords.seat($0))" })
        """
    }
}

extension InterestStatus {
    /// The class that colours its tag.
    var tone: String {
        switch self {
        case .accepted: "open"
        case .offered, .waiting: "waiting"
        case .declined, .withdrawn, .lapsed: "off"
        case .received, .shortlisted: ""
        }
    }
}
