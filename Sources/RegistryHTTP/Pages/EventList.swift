import Foundation
import Postgres
import TrainingRegistry

/// Events as a list of entries with date, title, place and door.
struct EventList: Sendable {
    var events: [Event]
    var now: Date
    /// 2 or 3: the level of the titles, one below the heading the list stands under.
    var level = 3

    var html: HTML {
        "<ul class=\"events\">\n\(events.map(entry))</ul>\n"
    }

    private func entry(_ event: Event) -> HTML {
        let link: HTML = "<a href=\"/events/\(event.code.description)\">\(event.title)</a>"
        let title: HTML = level == 2 ? "<h2>\(link)</h2>" : "<h3>\(link)</h3>"
        return """
            <li>
            <p class="when"><time datetime="\(event.machineDays)">\
            \(event.daysInWords)</time></p>
            <div>\(title)
            <p>\(event.summary)</p>
            <p class="meta"><span>\(Words.kind(event.kind))</span>
            <span>\(event.placeInWords)</span>
            \(DoorWords(event, now: now).tag)</p></div>
            </li>

            """
    }
}

extension Event {
    /// The place in a few words: `Tallinn, Estonia`, `Online`, or both.
    var placeInWords: String {
        let place = [city, countryName ?? ""].filter { !$0.isEmpty }.joined(separator: ", ")
        if place.isEmpty {
            if isOnline { return "Online" }
            return heldAt == nil ? "Place to be announced" : "Place not recorded"
        }
        return isOnline ? "\(place), and online" : place
    }

    /// The days as precisely as they are known: `28–29 April 2027`, `April 2016` or `2013`.
    var daysInWords: String {
        switch datePrecision {
        case .day: DateWords.range(startsOn, endsOn)
        case .month: DateWords.month(startsOn)
        case .year: String(startsOn.year)
        }
    }

    /// The same for the `datetime` of a `time` element (WHATWG HTML §4.5.14).
    var machineDays: String {
        switch datePrecision {
        case .day: startsOn.description
        case .month: String(startsOn.description.prefix(7))
        case .year: String(startsOn.description.prefix(4))
        }
    }
}
