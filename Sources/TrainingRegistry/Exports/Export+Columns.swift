extension Export {
    var allColumns: [ExportColumn] {
        switch self {
        case .participants: Self.participantColumns
        case .events: Self.eventColumns
        case .presence: Self.presenceColumns
        case .countries:
            [
                ExportColumn("country", "n.country", .code),
                ExportColumn("country_name", "country.name", .text),
            ] + Self.sums
        case .sectors:
            [
                ExportColumn("sector", "n.sector", .code),
                ExportColumn("sector_title", "sector.title", .text),
            ] + Self.sums
        }
    }

    private static let participantColumns = [
        ExportColumn("event", "c.code", .code),
        ExportColumn("event_title", "e.title", .text),
        ExportColumn("kind", "c.kind", .code),
        ExportColumn("programme", "c.programme", .code),
        ExportColumn("phase", "c.phase", .code),
        ExportColumn("starts_on", "c.starts_on", .day),
        ExportColumn("participation", "c.participation_id", .code),
        ExportColumn("person", "c.person_token", .code),
        ExportColumn("role", "c.role", .code),
        ExportColumn("given_name", "p.given_name", .text, isName: true),
        ExportColumn("family_name", "p.family_name", .text, isName: true),
        ExportColumn("email", "p.email", .text, isName: true),
        ExportColumn("organisation", "o.name", .text),
        ExportColumn("country", "c.country", .code),
        ExportColumn("sector", "c.sector", .code),
        ExportColumn("member", "c.member", .code),
        ExportColumn("sessions", "coalesce(a.sessions, 0)", .number),
        ExportColumn("present", "coalesce(a.present, 0)", .number),
        ExportColumn("partly", "coalesce(a.partly, 0)", .number),
        ExportColumn("organisation_id", "c.organisation_id", .code),
        ExportColumn("reach", "c.reach", .code),
        ExportColumn("grants", "nullif(array_to_string(c.grants, ' '), '')", .code),
        ExportColumn("days", "d.days", .code),
    ]

    private static let eventColumns = [
        ExportColumn("event", "f.code", .code),
        ExportColumn("event_title", "e.title", .text),
        ExportColumn("kind", "f.kind", .code),
        ExportColumn("reach", "f.reach", .code),
        ExportColumn("programme", "f.programme", .code),
        ExportColumn("phase", "f.phase", .code),
        ExportColumn("starts_on", "f.starts_on", .day),
        ExportColumn("ends_on", "f.ends_on", .day),
        ExportColumn("city", "e.city", .text),
        ExportColumn("country", "e.country", .code),
        ExportColumn("participants", "coalesce(n.participants, 0)", .number),
        ExportColumn("people", "coalesce(n.people, 0)", .number),
        ExportColumn("came", "coalesce(k.people, 0)", .number),
    ]

    private static let presenceColumns = [
        ExportColumn("event", "f.code", .code),
        ExportColumn("event_title", "e.title", .text),
        ExportColumn("starts_on", "f.starts_on", .day),
        ExportColumn("member", "member.code", .code),
        ExportColumn("member_name", "member.name", .text),
        ExportColumn("seats", "coalesce(s.seats, 0)", .number),
        ExportColumn("confirmed", "coalesce(n.people, 0)", .number),
        ExportColumn("present", "coalesce(k.people, 0)", .number),
    ]

    private static let sums = [
        ExportColumn("people", "n.people", .number),
        ExportColumn("participations", "n.participations", .number),
        ExportColumn("events", "n.events", .number),
    ]
}
