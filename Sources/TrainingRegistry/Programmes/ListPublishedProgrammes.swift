public import Postgres

extension Database {
    /// Reads every programme that is published, with its phases, their partners and their grants.
    ///
    /// An organisation is called what it was called at the end of the phase, or on `day` while the
    /// phase has no end.
    public func publishedProgrammes(
        on day: CalendarDay
    ) async throws(DatabaseError) -> [Programme] {
        var partners: [Code: [Partner]] = [:]
        for row in try await run(ListPartners(day: day)) {
            partners[row.phase, default: []].append(row.partner)
        }
        var grants: [Code: [Grant]] = [:]
        for row in try await run(ListGrants(day: day)) {
            grants[row.phase, default: []].append(row.grant)
        }
        var phases: [Code: [Phase]] = [:]
        for row in try await run(ListPhases()) {
            var phase = row.phase
            phase.partners = partners[phase.code] ?? []
            phase.grants = grants[phase.code] ?? []
            phases[row.programme, default: []].append(phase)
        }
        var programmes = try await run(ListPublishedProgrammes())
        for index in programmes.indices {
            programmes[index].phases = phases[programmes[index].code] ?? []
        }
        return programmes
    }
}

/// Reads the published programmes by title.
struct ListPublishedProgrammes: Statement {
    static let sql: StaticString = """
        SELECT code, title, summary, description, coalesce(takes_interest_at <= now(), false),
               array(SELECT topic FROM programme_topic WHERE programme_id = programme.id
                     ORDER BY topic COLLATE "C")
        FROM programme
        WHERE published_at <= now()
        ORDER BY title COLLATE "und-x-icu", code COLLATE "C"
        """

    func bind(to parameters: inout Parameters) {}

    static func decode(_ row: RowReader) throws(DatabaseError) -> Programme {
        Programme(
            code: try row.code(0), title: try row.text(1), summary: try row.text(2),
            description: try row.text(3), takesInterest: try row.flag(4), phases: [],
            topics: try row.texts(5))
    }
}

/// Reads the phases of every programme in the order of their time.
struct ListPhases: Statement {
    static let sql: StaticString = """
        SELECT programme.code, phase.code, phase.title, starts_on, ends_on,
               period_source_quote, period_source_place
        FROM phase JOIN programme ON programme.id = programme_id
        ORDER BY programme_id, coalesce(starts_on, ends_on) NULLS FIRST, phase.code COLLATE "C"
        """

    func bind(to parameters: inout Parameters) {}

    /// A phase with the programme it is of.
    struct Row: Sendable {
        let programme: Code
        let phase: Phase
    }

    static func decode(_ row: RowReader) throws(DatabaseError) -> Row {
        Row(
            programme: try row.code(0),
            phase: Phase(
                code: try row.code(1), title: try row.text(2), startsOn: try row.dayIfAny(3),
                endsOn: try row.dayIfAny(4), periodSource: try periodSource(row), partners: [],
                grants: []))
    }

    private static func periodSource(_ row: RowReader) throws(DatabaseError) -> Source? {
        guard let quote = try row.textIfAny(5) else { return nil }
        return Source(quote: quote, place: try row.text(6))
    }
}

/// Reads the partners of every phase, the lead first.
struct ListPartners: Statement {
    static let sql: StaticString = """
        SELECT phase.code, coalesce(called.name, organisation.code, 'unnamed organisation'),
               phase_partner.role, organisation.country
        FROM phase_partner
        JOIN phase ON phase.id = phase_id
        JOIN organisation ON organisation.id = phase_partner.organisation_id
        LEFT JOIN LATERAL (
            SELECT name FROM organisation_name
            WHERE organisation_name.organisation_id = organisation.id
            ORDER BY valid @> coalesce(phase.ends_on, $1) DESC, upper(valid) DESC NULLS FIRST
            LIMIT 1
        ) AS called ON true
        ORDER BY phase_id,
                 array_position(ARRAY['lead', 'project', 'associate', 'funder-office'],
                                phase_partner.role),
                 called.name COLLATE "und-x-icu", organisation.country
        """

    var day: CalendarDay

    func bind(to parameters: inout Parameters) {
        parameters.add(day)
    }

    /// A partner with the phase it takes part in.
    struct Row: Sendable {
        let phase: Code
        let partner: Partner
    }

    static func decode(_ row: RowReader) throws(DatabaseError) -> Row {
        Row(
            phase: try row.code(0),
            partner: Partner(
                organisation: try row.text(1), role: try row.text(2),
                country: try row.textIfAny(3)))
    }
}

/// Reads the grants that pay for every phase.
struct ListGrants: Statement {
    static let sql: StaticString = """
        SELECT phase.code, coalesce(called.name, organisation.code, 'unnamed organisation'),
               funding_programme, reference
        FROM phase_grant
        JOIN phase ON phase.id = phase_id
        JOIN funding_grant ON funding_grant.id = funding_grant_id
        JOIN organisation ON organisation.id = funder_id
        LEFT JOIN LATERAL (
            SELECT name FROM organisation_name
            WHERE organisation_name.organisation_id = organisation.id
            ORDER BY valid @> coalesce(phase.ends_on, $1) DESC, upper(valid) DESC NULLS FIRST
            LIMIT 1
        ) AS called ON true
        ORDER BY phase_id, funding_grant.code COLLATE "C"
        """

    var day: CalendarDay

    func bind(to parameters: inout Parameters) {
        parameters.add(day)
    }

    /// A grant with the phase it pays for.
    struct Row: Sendable {
        let phase: Code
        let grant: Grant
    }

    static func decode(_ row: RowReader) throws(DatabaseError) -> Row {
        Row(
            phase: try row.code(0),
            grant: Grant(
                funder: try row.text(1), fundingProgramme: try row.textIfAny(2),
                reference: try row.textIfAny(3)))
    }
}
