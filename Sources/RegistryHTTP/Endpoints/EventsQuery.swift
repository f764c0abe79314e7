import Foundation
import Mailer
import Postgres
import TrainingRegistry

/// The query of `/events`: which events a visitor asked to see.
struct EventsQuery {
    let filter: EventFilter
    private let cursor: ListEvents.Cursor?

    init(_ query: Query) throws(Problem) {
        var fields = FieldReader(query: query)
        let when = fields.optional("when", Period.init(parsing:))
        let kind = fields.optional("kind", EventKind.init(parameter:))
        let programme = fields.optional("programme", Code.init(parsing:))
        cursor = fields.optional("cursor", ListEvents.Cursor.init(parameter:))
        try fields.finish()
        filter = EventFilter(kind: kind, programme: programme, isPast: when == .past)
    }

    /// The events in the order they are shown in, and where the list goes on.
    ///
    /// What is past is shown whole, the latest first.
    func pick(from catalogue: Catalogue, at now: Date) -> (events: [Event], next: String?) {
        guard !filter.isPast else {
            let list = ListEvents(kind: filter.kind, programme: filter.programme)
            let past = catalogue.events.filter {
                $0.isPast(at: now) && list.concerns($0)
            }
            return (past.reversed(), nil)
        }
        let page = ListEvents(
            kind: filter.kind, programme: filter.programme, cursor: cursor
        ).page(of: catalogue.events.filter { !$0.isPast(at: now) })
        return (page.events, page.next.map(address))
    }

    private func address(of cursor: ListEvents.Cursor) -> String {
        var address = "/events?cursor=\(cursor)"
        if let kind = filter.kind { address += "&kind=\(kind.rawValue)" }
        if let programme = filter.programme { address += "&programme=\(programme)" }
        return address
    }

    private enum Period: String {
        case coming, past

        init(parsing text: String) throws(BadParameter) {
            guard let period = Self(rawValue: text) else {
                throw BadParameter("unknown-value", "This is either coming or past.")
            }
            self = period
        }
    }
}

extension ListEvents {
    fileprivate func concerns(_ event: Event) -> Bool {
        (kind == nil || event.kind == kind)
            && (programme == nil || event.programme?.code == programme)
    }
}

/// Why the text of a parameter is no value.
struct BadParameter: FieldRejection {
    let code: String
    let detail: String

    init(_ code: String, _ detail: String) {
        self.code = code
        self.detail = detail
    }
}

extension EventKind {
    init(parameter text: String) throws(BadParameter) {
        guard let kind = Self(rawValue: text) else {
            let known = Self.allCases.map(\.rawValue).joined(separator: ", ")
            throw BadParameter("unknown-kind", "The kinds of events are \(known).")
        }
        self = kind
    }
}

extension ListEvents.Cursor {
    init(parameter text: String) throws(BadParameter) {
        guard let cursor = Self(parsing: text) else {
            throw BadParameter("bad-cursor", "This is not the next of an answer of ours.")
        }
        self = cursor
    }
}

extension CalendarDay {
    init(parameter text: String) throws(BadParameter) {
        guard let day = Self(parsing: text) else {
            throw BadParameter("bad-date", "A day is written like 2027-04-28.")
        }
        self = day
    }
}
