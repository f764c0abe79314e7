import Foundation
import Postgres
import TrainingRegistry

/// The documents about the roster and nominations.
extension JSONWriter {
    mutating func roster(_ roster: Roster) {
        object { json in
            json.member("on", roster.day.description)
            json.optional("presidency", roster.presidency)
            json.name("items")
            json.array { list in
                for member in roster.members { list.rosterMember(member) }
            }
        }
    }

    private mutating func rosterMember(_ member: RosterMember) {
        object { json in
            json.member("member", member.code)
            json.member("name", member.name)
            json.member("seat", member.seat.rawValue)
            json.flag("is_vacant", member.isVacant)
            json.flag("holds_presidency", member.holdsPresidency)
            json.name("seats")
            json.array { list in
                for seat in member.seats {
                    list.object { json in
                        json.member("role", seat.role.rawValue)
                        json.member("rank", seat.rank)
                        json.optional("holder", seat.holder)
                        json.optional("institution", seat.institution)
                    }
                }
            }
        }
    }

    mutating func focalPoint(_ point: FocalPoint) {
        object { json in
            json.member("member", point.member)
            json.member("name", point.name)
            json.member("email", point.email)
            json.optional("language", point.language)
            json.optional("from", point.from?.description)
            json.optional("until", point.until?.description)
        }
    }

    mutating func mandateYear(_ year: MandateYear, on day: CalendarDay) {
        object { json in
            json.member("mandate", year.mandate)
            json.member("first", year.first.description)
            json.member("last", year.last.description)
            json.member("held", year.held)
            json.member("planned", year.planned)
            json.member("standing", year.standing(on: day).rawValue)
        }
    }

    mutating func chair(_ chair: EventChair) {
        object { json in
            json.member("member", chair.member)
            json.member("name", chair.name)
            json.flag("is_overridden", chair.isOverridden)
            json.optional("reason", chair.reason)
        }
    }

    mutating func statePresence(_ state: StatePresence) {
        object { json in
            json.member("member", state.member)
            json.member("name", state.name)
            json.member("seats", state.seats)
            json.member("confirmed", state.confirmed)
            json.member("present", state.present)
            json.member("vacant", state.vacant)
        }
    }

    mutating func invitedMember(_ invited: InvitedMember) {
        object { json in
            json.member("member", invited.member)
            json.member("seats", invited.seats)
            json.member("links", invited.links)
        }
    }

    mutating func nominationRound(_ round: NominationRound) {
        object { json in
            json.member("event", round.event.description)
            json.instant("deadline", round.deadline)
            json.name("items")
            json.array { list in
                for member in round.members { list.memberNominations(member) }
            }
        }
    }

    private mutating func memberNominations(_ member: MemberNominations) {
        object { json in
            json.member("member", member.member)
            json.member("name", member.name)
            json.member("seats", member.seats)
            json.member("taken", member.taken)
            json.member("links", member.links)
            json.name("nominations")
            json.array { list in
                for nomination in member.nominations { list.nomination(nomination) }
            }
        }
    }

    private mutating func nomination(_ nomination: Nomination) {
        object { json in
            json.member("id", nomination.id.uuidString.lowercased())
            json.member("rank", nomination.rank)
            json.member("status", nomination.status.rawValue)
            json.flag("has_seat", nomination.hasSeat)
            json.optional("given_name", nomination.givenName)
            json.optional("family_name", nomination.familyName)
            json.optional("email", nomination.email)
            json.optional("organisation", nomination.organisation)
            json.member("sector", nomination.sector)
            json.member("country", nomination.country)
            json.optional("language", nomination.language)
            json.optional("replaces", nomination.replaces?.uuidString.lowercased())
        }
    }

    private mutating func flag(_ name: String, _ flag: Bool) {
        self.name(name)
        self.flag(flag)
    }
}
