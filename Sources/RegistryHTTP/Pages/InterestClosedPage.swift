import Foundation
import TrainingRegistry

/// The answer to somebody who asks for the form of an event that takes no interest now.
struct InterestClosedPage: Page {
    var site: Site
    var event: Event
    var now: Date
    var isInvited = false

    var html: HTML {
        let door = DoorWords(event, now: now, isInvited: isInvited)
        return Layout(site: site, section: .events).page(
            title: "No form for \(event.title)",
            body: """
                \(Breadcrumb(path: "/events/\(event.code)", title: event.title).html)\
                <h1>You can't express interest in this event now</h1>
                <div class="call \(door.tone)"><p>\(door.sentence)</p></div>
                <p>Nothing was sent or kept. <a href="/events">See coming events</a>, or leave your
                interest without a date in one of the <a href="/programmes">programmes</a>.</p>
                """)
    }
}
