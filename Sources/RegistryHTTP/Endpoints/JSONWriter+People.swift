import Foundation
import Postgres
import TrainingRegistry

/// People as the API shows them to coordinators.
extension JSONWriter {
    mutating func personLine(_ line: PersonLine) {
        object { json in
            json.members(of: line.person)
            json.member("interests", line.interests)
            json.member("participations", line.participations)
        }
    }

    mutating func suggestion(_ suggestion: DuplicateSuggestion) {
        object { json in
            json.name("one")
            json.object { $0.members(of: suggestion.one) }
            json.name("other")
            json.object { $0.members(of: suggestion.other) }
            json.member("score", suggestion.score)
            json.strings("reasons", suggestion.reasons.map(\.rawValue))
        }
    }

    mutating func erasureLine(_ line: ErasureLine) {
        object { json in
            json.member("table", line.table)
            json.member("does", line.deed.rawValue)
            json.member("rows", line.rows)
        }
    }

    mutating func personRecord(_ record: PersonRecord) {
        object { json in
            json.members(of: record.person)
            json.optional("language", record.language)
            json.instant("created_at", record.createdAt)
            json.optional("merged_into", record.mergedInto?.lowercased)
            json.name("is_on_hold")
            json.flag(record.isOnHold)
            json.name("interests")
            json.array { list in
                for interest in record.interests { list.personInterest(interest) }
            }
            json.name("participations")
            json.array { list in
                for participation in record.participations {
                    list.personParticipation(participation)
                }
            }
            json.name("merges")
            json.array { list in
                for merge in record.merges { list.personMerge(merge) }
            }
        }
    }

    private mutating func members(of person: PersonSummary) {
        member("id", person.id.lowercased)
        member("given_name", person.givenName)
        member("family_name", person.familyName)
        member("email", person.email)
        optional("organisation", person.organisation)
        member("sector", person.sector)
        member("country", person.country)
    }

    private mutating func personInterest(_ interest: PersonInterest) {
        object { json in
            json.member("id", interest.id.lowercased)
            json.member("target", interest.target.description)
            json.member("title", interest.title)
            json.optional("status", interest.status)
            json.instant("received_at", interest.receivedAt)
            json.instant("withdrawn_at", interest.withdrawnAt)
        }
    }

    private mutating func personParticipation(_ participation: PersonParticipation) {
        object { json in
            json.member("id", participation.id.lowercased)
            json.member("event", participation.event.description)
            json.member("title", participation.title)
            json.member("starts_on", participation.startsOn.description)
            json.member("role", participation.role)
            json.member("status", participation.status)
            json.member("country", participation.country)
            json.member("sector", participation.sector)
            json.optional("organisation", participation.organisation)
        }
    }

    private mutating func personMerge(_ merge: PersonMerge) {
        object { json in
            json.member("id", merge.id.lowercased)
            json.member("absorbed", merge.absorbed.lowercased)
            json.member("given_name", merge.givenName)
            json.member("family_name", merge.familyName)
            json.member("email", merge.email)
            json.member("reason", merge.reason)
            json.instant("merged_at", merge.mergedAt)
        }
    }
}
