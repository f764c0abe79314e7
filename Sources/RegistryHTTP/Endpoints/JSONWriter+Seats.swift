import Foundation
import TrainingRegistry

/// The documents about seats and selection.
extension JSONWriter {
    mutating func room(_ room: Room) {
        object { json in
            json.optional("seats", room.published)
            json.member("taken", room.taken)
            json.member("waiting", room.waiting)
            json.member("offer_hours", room.offerHours)
            json.name("items")
            json.array { list in
                for seat in room.seats { list.seat(seat) }
            }
            json.name("quotas")
            json.array { list in
                for use in room.quotas {
                    list.object { json in
                        json.member("dimension", use.quota.dimension.rawValue)
                        json.member("value", use.quota.value)
                        json.member("seats_max", use.quota.seatsMax)
                        json.member("taken", use.taken)
                    }
                }
            }
        }
    }

    private mutating func seat(_ seat: Seat) {
        object { json in
            json.member("number", seat.number)
            json.member("state", seat.state.rawValue)
            json.optional("kept_for_member", seat.keptForMember)
            json.optional("kept_for_organisation", seat.keptForOrganisation)
            json.optional("interest", seat.interest)
            json.instant("promised_until", seat.promisedUntil)
            json.optional("participation", seat.participation)
            json.instant("taken_at", seat.takenAt)
        }
    }

    mutating func target(_ target: SelectionTarget) {
        object { json in
            json.member("rule", target.rule.rawValue)
            json.optional("value", target.value.isEmpty ? nil : target.value)
            json.member("people", target.people)
        }
    }

    mutating func candidate(_ line: CandidateLine) {
        object { json in
            json.member("id", line.id.uuidString.lowercased())
            json.member("given_name", line.givenName)
            json.member("family_name", line.familyName)
            json.member("email", line.email)
            json.optional("organisation", line.organisation)
            json.member("sector", line.sector)
            json.member("country", line.country)
            json.optional("language", line.language)
            json.optional("motivation", line.motivation)
            json.instant("received_at", line.receivedAt)
            json.member("status", line.status.rawValue)
            json.instant("since", line.since)
            json.optional("seat", line.seat)
            json.instant("promised_until", line.promisedUntil)
        }
    }

    mutating func report(_ report: MoveReport) {
        object { json in
            json.member("interest", report.interest.uuidString.lowercased())
            json.member("outcome", report.refusal == nil ? "done" : "refused")
            json.optional("status", report.status?.rawValue)
            json.optional("code", report.refusal?.rawValue)
            json.optional("detail", report.refusal?.detail)
            json.strings("allowed", report.allowed.map(\.rawValue))
            json.instant("expires_at", report.expiresAt)
        }
    }

    mutating func matrix(_ matrix: SelectionMatrix) {
        object { json in
            json.member("people", matrix.people)
            json.optional("seats", matrix.seats)
            json.name("cells")
            json.array { list in
                for cell in matrix.cells {
                    list.object { json in
                        json.member("country", cell.country)
                        json.member("sector", cell.sector)
                        json.member("people", cell.people)
                    }
                }
            }
            json.name("targets")
            json.array { list in
                for standing in matrix.standings {
                    list.object { json in
                        json.member("name", standing.target.name)
                        json.member("wanted", standing.target.people)
                        json.member("people", standing.people)
                        json.name("is_met")
                        json.flag(standing.isMet)
                    }
                }
            }
            json.name("choices")
            json.array { list in
                for choice in matrix.choices {
                    list.object { json in
                        json.member("interest", choice.interest.uuidString.lowercased())
                        json.strings("breaks", choice.breaks)
                    }
                }
            }
        }
    }

    mutating func place(_ place: PlaceExplained) {
        object { json in
            json.member("interest", place.interest.uuidString.lowercased())
            json.member("status", place.status.rawValue)
            json.optional("seat", place.seat)
            json.instant("promised_until", place.promisedUntil)
            json.optional("place", place.place)
            json.optional("before", place.before)
            json.member("free_seats", place.freeSeats)
            json.name("has_suitable_seat")
            json.flag(place.hasSuitableSeat)
            json.strings("full_quotas", place.fullQuotas)
            json.name("history")
            json.array { list in
                for step in place.history {
                    list.object { json in
                        json.member("status", step.status.rawValue)
                        json.member("actor", step.actor)
                        json.optional("reason", step.reason)
                        json.optional("decision", step.decision)
                        json.instant("at", step.at)
                    }
                }
            }
        }
    }

    mutating func optional(_ name: String, _ number: Int?) {
        self.name(name)
        if let number { self.number(number) } else { null() }
    }

    private mutating func optional(_ name: String, _ id: UUID?) {
        optional(name, id?.uuidString.lowercased())
    }
}
