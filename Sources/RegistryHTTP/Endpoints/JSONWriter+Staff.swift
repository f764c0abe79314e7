import Foundation
import Postgres
public import TrainingRegistry

extension JSONWriter {
    /// `{"items": […], "next": …}`; one event more than the limit says that there is a next page.
    mutating func staffEvents(_ events: [StaffEvent], limit: Int) {
        let page = events.prefix(limit)
        object { json in
            json.name("items")
            json.array { list in
                for event in page { list.staffEvent(event) }
            }
            let cursor = events.count > limit ? page.last.map(ListEvents.Cursor.init(after:)) : nil
            json.optional("next", cursor?.description)
        }
    }

    /// An event as coordinators see it, which an edit takes back.
    public mutating func staffEvent(_ event: StaffEvent) {
        object { json in
            json.member("id", event.id.uuidString.lowercased())
            json.member("code", event.code.description)
            json.member("state", event.state.rawValue)
            json.member("revision", event.revision)
            json.member("sequence", event.sequence)
            json.member("kind", event.kind.rawValue)
            json.member("title", event.title)
            json.member("summary", event.summary)
            json.member("description", event.description)
            json.optional("programme", event.programme)
            json.optional("phase", event.phase)
            json.optional("series", event.series)
            json.member("admission", event.admission.rawValue)
            json.member("reach", event.reach.rawValue)
            json.strings("languages", event.languages)
            json.name("capacity")
            if let capacity = event.capacity { json.number(capacity) } else { json.null() }
            json.strings("audience", event.audience)
            json.strings("topics", event.topics)
            json.name("grants")
            json.array { list in
                for funding in event.grants {
                    list.object {
                        $0.member("grant", funding.grant)
                        $0.optional("share", funding.share)
                    }
                }
            }
            json.schedule(event.schedule)
            json.instant("published_at", event.publishedAt)
            json.instant("held_at", event.heldAt)
            json.instant("cancelled_at", event.cancelledAt)
            json.instant("moved_at", event.movedAt)
        }
    }

    private mutating func schedule(_ schedule: EventSchedule) {
        member("starts_on", schedule.startsOn.description)
        member("ends_on", schedule.endsOn.description)
        member("date_precision", schedule.datePrecision.rawValue)
        member("time_zone", schedule.timeZone)
        member("venue", schedule.venue)
        member("city", schedule.city)
        optional("country", schedule.country)
        name("is_online")
        flag(schedule.isOnline)
        instant("opens_at", schedule.opensAt)
        instant("closes_at", schedule.closesAt)
        name("sessions")
        array { list in
            for session in schedule.sessions {
                list.object { json in
                    json.optional("id", session.id?.uuidString.lowercased())
                    json.member("title", session.title)
                    json.instant("starts_at", session.startsAt)
                    json.instant("ends_at", session.endsAt)
                }
            }
        }
    }

    /// What became of an event, and how many people are told.
    public mutating func change(_ change: EventChange, mailing: Mailing? = nil) {
        object { json in
            json.name("event")
            json.staffEvent(change.event)
            json.member("informed", change.informed)
            json.optional("mailing", mailing?.id.lowercased)
        }
    }

    public mutating func series(_ series: Series) {
        object { json in
            json.member("code", series.code.description)
            json.member("title", series.title)
            json.member("events", series.events)
        }
    }

    /// An organisation with all its names, the first one first.
    public mutating func organisation(_ organisation: RegisteredOrganisation) {
        object { json in
            json.member("id", organisation.id.uuidString.lowercased())
            json.optional("code", organisation.code)
            json.optional("country", organisation.country)
            json.optional("sector", organisation.sector)
            json.name("names")
            json.array { list in
                for name in organisation.names {
                    list.object { json in
                        json.member("name", name.name)
                        json.optional("short_name", name.shortName)
                        json.optional("from", name.from)
                        json.optional("until", name.until)
                    }
                }
            }
            json.strings("aliases", organisation.aliases)
        }
    }
}
