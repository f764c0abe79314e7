import Foundation
import Postgres
import TrainingRegistry

/// The documents of the API; nothing in them depends on when they are asked for.
extension JSONWriter {
    /// `{"items": […], "next": …}`.
    mutating func page(_ page: ListEvents.Page) {
        object { json in
            json.name("items")
            json.array { list in
                for event in page.events { list.event(event) }
            }
            json.optional("next", page.next?.description)
        }
    }

    /// `{"items": […]}`, with the day that they are of where there is one.
    mutating func items<Item>(
        _ items: [Item], on day: CalendarDay? = nil, _ write: (inout JSONWriter, Item) -> Void
    ) {
        object { json in
            if let day { json.member("on", day.description) }
            json.name("items")
            json.array { list in
                for item in items { write(&list, item) }
            }
        }
    }

    mutating func event(_ event: Event) {
        object { json in
            json.member("code", event.code.description)
            json.member("kind", event.kind.rawValue)
            json.member("title", event.title)
            json.member("summary", event.summary)
            json.member("description", event.description)
            json.optional("programme", event.programme?.code.description)
            json.optional("series", event.series?.description)
            json.member("admission", event.admission.rawValue)
            json.member("starts_on", event.startsOn.description)
            json.member("ends_on", event.endsOn.description)
            json.member("date_precision", event.datePrecision.rawValue)
            json.member("time_zone", event.timeZone)
            json.member("venue", event.venue)
            json.member("city", event.city)
            json.optional("country", event.country)
            json.name("is_online")
            json.flag(event.isOnline)
            json.strings("languages", event.languages)
            json.name("capacity")
            if let capacity = event.capacity { json.number(capacity) } else { json.null() }
            json.strings("audience", event.audience)
            json.instant("opens_at", event.opensAt)
            json.instant("closes_at", event.closesAt)
            json.instant("cancelled_at", event.cancelledAt)
            json.instant("held_at", event.heldAt)
            json.instant("moved_at", event.movedAt)
            json.name("sessions")
            json.array { list in
                for session in event.sessions { list.session(session) }
            }
        }
    }

    private mutating func session(_ session: Session) {
        object { json in
            json.member("title", session.title)
            json.instant("starts_at", session.startsAt)
            json.instant("ends_at", session.endsAt)
        }
    }

    mutating func programme(_ programme: Programme) {
        object { json in
            json.member("code", programme.code.description)
            json.member("title", programme.title)
            json.member("summary", programme.summary)
            json.member("description", programme.description)
            json.name("takes_interest")
            json.flag(programme.takesInterest)
            json.strings("topics", programme.topics)
            json.name("phases")
            json.array { list in
                for phase in programme.phases { list.phase(phase) }
            }
        }
    }

    private mutating func phase(_ phase: Phase) {
        object { json in
            json.member("code", phase.code.description)
            json.member("title", phase.title)
            json.optional("starts_on", phase.startsOn?.description)
            json.optional("ends_on", phase.endsOn?.description)
            json.name("period_source")
            if let source = phase.periodSource { json.source(source) } else { json.null() }
            json.name("partners")
            json.array { list in
                for partner in phase.partners {
                    list.object { json in
                        json.member("organisation", partner.organisation)
                        json.member("role", partner.role)
                        json.optional("country", partner.country)
                    }
                }
            }
            json.name("grants")
            json.array { list in
                for grant in phase.grants {
                    list.object { json in
                        json.member("funder", grant.funder)
                        json.optional("funding_programme", grant.fundingProgramme)
                        json.optional("reference", grant.reference)
                    }
                }
            }
        }
    }

    mutating func member(_ member: Member) {
        object { json in
            json.member("code", member.code)
            json.member("name", member.name)
            json.name("is_state")
            json.flag(member.isState)
            json.name("holds_presidency")
            json.flag(member.holdsPresidency)
            json.member("seat", member.seat.rawValue)
            json.name("roster")
            json.array { list in
                for entry in member.roster {
                    list.object { json in
                        json.member("role", entry.role.rawValue)
                        json.member("rank", entry.rank)
                        json.optional("institution", entry.institution)
                        json.name("is_vacant")
                        json.flag(entry.isVacant)
                    }
                }
            }
        }
    }

    mutating func source(_ source: Source) {
        object { json in
            json.member("quote", source.quote)
            json.member("place", source.place)
        }
    }

    mutating func optional(_ name: String, _ text: String?) {
        self.name(name)
        if let text { string(text) } else { null() }
    }

    mutating func strings(_ name: String, _ texts: [String]) {
        self.name(name)
        array { list in
            for text in texts { list.string(text) }
        }
    }

    mutating func instant(_ name: String, _ instant: Date?) {
        optional(name, instant.map(DateWords.second))
    }
}

extension DateWords {
    /// `2027-03-02T07:30:00Z` (RFC 3339).
    static func second(_ instant: Date) -> String { instant.ISO8601Format() }
}
