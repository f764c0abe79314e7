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
            <p class="when"><time datetime="\(event.startsOn.description)">\
            \(DateWords.range(event.startsOn, event.endsOn))</time></p>
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
        if place.isEmpty { return isOnline ? "Online" : "Place to be announced" }
        return isOnline ? "\(place), and online" : place
    }
}
