extension Export {
    /// Where the rows of a table come from.
    ///
    /// Who counts is the business of `counted` alone. Each bound is a text of its own, because one
    /// text for both would have the whole registry counted for one event.
    struct Source {
        var tables: StaticString
        var ofEvent: StaticString
        var ofPeriod: StaticString
        var end: StaticString
    }

    var source: Source {
        switch self {
        case .participants: Self.participantSource
        case .events: Self.eventSource
        case .presence: Self.presenceSource
        case .countries: Self.countrySource
        case .sectors: Self.sectorSource
        }
    }

    private static let participantSource = Source(
        tables: """
            FROM counted(:'as_of'::timestamptz, 'confirmed', 80, 50) c
            JOIN event e ON e.id = c.event_id
            LEFT JOIN person p ON p.token = c.person_token
            LEFT JOIN organisation_name o
                ON o.organisation_id = c.organisation_id AND o.valid @> c.starts_on
            LEFT JOIN (
                SELECT participation_id, event_id, string_agg(day::text, ' ' ORDER BY day) AS days
                FROM days_at(:'as_of'::timestamptz)
                GROUP BY participation_id, event_id
                ) d ON d.participation_id = c.participation_id AND d.event_id = c.event_id
            LEFT JOIN attended_at(:'as_of'::timestamptz) a
                ON a.participation_id = c.participation_id
            """,
        ofEvent: """
             AND a.event_id = (SELECT id FROM event WHERE code = :'event')
            WHERE c.event_id = (SELECT id FROM event WHERE code = :'event')
            """,
        ofPeriod: """
             WHERE c.starts_on BETWEEN :'from'::date
                              AND :'until'::date
            """,
        end: """
            AND NOT EXISTS (SELECT FROM unlisted_person u WHERE u.token = c.person_token)
            ORDER BY c.starts_on, c.code, c.country, c.sector, c.participation_id
            """)

    private static let eventSource = Source(
        tables: """
            FROM event_fact f
            JOIN event e ON e.id = f.event_id
            LEFT JOIN (
                SELECT event_id, count(DISTINCT person_token) AS people,
                       count(*) FILTER (WHERE role = 'participant') AS participants
                FROM counted(:'as_of'::timestamptz, 'confirmed', 80, 50)
                GROUP BY event_id) n ON n.event_id = f.event_id
            LEFT JOIN (
                SELECT event_id, count(DISTINCT person_token) AS people
                FROM counted(:'as_of'::timestamptz, 'came', 80, 50)
                GROUP BY event_id) k ON k.event_id = f.event_id
            """,
        ofEvent: " WHERE e.code = :'event'",
        ofPeriod: """
             WHERE f.starts_on BETWEEN :'from'::date
                              AND :'until'::date
            """,
        end: """
            AND f.is_countable AND held_at(:'as_of'::timestamptz,
                                           f.recorded_at, f.superseded_at)
            ORDER BY f.starts_on, f.code
            """)

    /// Every member of the day of a meeting, also those from which nobody came; only meetings
    /// where anybody sits for a member.
    private static let presenceSource = Source(
        tables: """
            FROM event_fact f
            JOIN event e ON e.id = f.event_id
            JOIN membership ON membership.valid @> f.starts_on
            JOIN member ON member.code = membership.member
            LEFT JOIN (
                SELECT event_id, kept_for_member AS member, count(*) AS seats
                FROM seat GROUP BY event_id, kept_for_member
                ) s ON s.event_id = f.event_id AND s.member = member.code
            LEFT JOIN (
                SELECT event_id, member, count(DISTINCT person_token) AS people
                FROM counted(:'as_of'::timestamptz, 'confirmed', 80, 50)
                GROUP BY event_id, member
                ) n ON n.event_id = f.event_id AND n.member = member.code
            LEFT JOIN (
                SELECT event_id, member, count(DISTINCT person_token) AS people
                FROM counted(:'as_of'::timestamptz, 'came', 80, 50)
                GROUP BY event_id, member
                ) k ON k.event_id = f.event_id AND k.member = member.code
            """,
        ofEvent: " WHERE e.code = :'event'",
        ofPeriod: """
             WHERE f.starts_on BETWEEN :'from'::date
                              AND :'until'::date
            """,
        end: """
            AND f.is_countable AND held_at(:'as_of'::timestamptz,
                                           f.recorded_at, f.superseded_at)
            AND f.event_id IN (
                SELECT event_id FROM seat WHERE kept_for_member IS NOT NULL
                UNION
                SELECT event_id
                FROM counted(:'as_of'::timestamptz, 'confirmed', 80, 50)
                WHERE member IS NOT NULL)
            ORDER BY f.starts_on, f.code, member.country IS NULL,
                     member.name COLLATE "und-x-icu"
            """)

    private static let countedInEvent: StaticString = """
         AND c.event_id = (SELECT id FROM event WHERE code = :'event')
        """
    private static let countedInPeriod: StaticString = """
         AND c.starts_on BETWEEN :'from'::date
                        AND :'until'::date
        """

    private static let countrySource = Source(
        tables: """
            FROM (
                SELECT c.country, count(DISTINCT c.person_token) AS people,
                       count(*) AS participations, count(DISTINCT c.event_id) AS events
                FROM counted(:'as_of'::timestamptz, 'confirmed', 80, 50) c
                WHERE c.role = 'participant'
            """,
        ofEvent: countedInEvent,
        ofPeriod: countedInPeriod,
        end: """
            GROUP BY c.country) n
            JOIN country ON country.code = n.country
            ORDER BY country.name COLLATE "und-x-icu"
            """)

    private static let sectorSource = Source(
        tables: """
            FROM (
                SELECT c.sector, count(DISTINCT c.person_token) AS people,
                       count(*) AS participations, count(DISTINCT c.event_id) AS events
                FROM counted(:'as_of'::timestamptz, 'confirmed', 80, 50) c
                WHERE c.role = 'participant'
            """,
        ofEvent: countedInEvent,
        ofPeriod: countedInPeriod,
        end: """
            GROUP BY c.sector) n
            JOIN sector ON sector.code = n.sector
            ORDER BY sector.title COLLATE "und-x-icu"
            """)
}
