import Foundation
import Postgres
import TrainingRegistry

/// One person as `--json` prints it.
struct PersonRow: Encodable {
    var id: String
    var givenName: String
    var familyName: String
    var email: String
    var organisation: String?
    var sector: String
    var country: String

    init(_ person: PersonSummary) {
        id = person.id.uuidString.lowercased()
        givenName = person.givenName
        familyName = person.familyName
        email = person.email
        organisation = person.organisation
        sector = person.sector
        country = person.country
    }
}

/// One line of `person search --json`.
struct PersonLineRow: Encodable {
    var person: PersonRow
    var interests: Int
    var participations: Int

    init(_ line: PersonLine) {
        person = PersonRow(line.person)
        interests = line.interests
        participations = line.participations
    }
}

/// One line of `person duplicates --json`.
struct SuggestionRow: Encodable {
    var one: PersonRow
    var other: PersonRow
    var score: Int
    var reasons: [String]

    init(_ suggestion: DuplicateSuggestion) {
        one = PersonRow(suggestion.one)
        other = PersonRow(suggestion.other)
        score = suggestion.score
        reasons = suggestion.reasons.map(\.rawValue)
    }
}

/// What `person show --json` prints.
struct PersonRecordRow: Encodable {
    struct Interest: Encodable {
        var id: String
        var target: String
        var title: String
        var status: String?
        var receivedAt: Date
        var withdrawnAt: Date?
    }

    struct Participation: Encodable {
        var id: String
        var event: String
        var title: String
        var startsOn: String
        var role: String
        var status: String
        var country: String
        var sector: String
        var organisation: String?
    }

    struct Merge: Encodable {
        var id: String
        var absorbed: String
        var reason: String
        var mergedAt: Date
    }

    var person: PersonRow
    var language: String?
    var createdAt: Date
    var mergedInto: String?
    var interests: [Interest]
    var participations: [Participation]
    var merges: [Merge]

    init(_ record: PersonRecord) {
        person = PersonRow(record.person)
        language = record.language
        createdAt = record.createdAt
        mergedInto = record.mergedInto?.uuidString.lowercased()
        interests = record.interests.map {
            Interest(
                id: $0.id.uuidString.lowercased(), target: $0.target.description, title: $0.title,
                status: $0.status, receivedAt: $0.receivedAt, withdrawnAt: $0.withdrawnAt)
        }
        participations = record.participations.map {
            Participation(
                id: $0.id.uuidString.lowercased(), event: $0.event.description, title: $0.title,
                startsOn: $0.startsOn.description, role: $0.role, status: $0.status,
                country: $0.country, sector: $0.sector, organisation: $0.organisation)
        }
        merges = record.merges.map {
            Merge(
                id: $0.id.uuidString.lowercased(),
                absorbed: $0.absorbed.uuidString.lowercased(), reason: $0.reason,
                mergedAt: $0.mergedAt)
        }
    }
}
