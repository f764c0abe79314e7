public import Postgres

/// A programme as coordinators see it, published or not, with all codes: one JSON document.
///
/// It has what `SaveProgramme`, `SavePhase` and `SaveGrant` take, so that it can be sent back.
public struct StaffProgramme: Sendable, Equatable {
    public var code: Code
    public var title: String
    public var isPublished: Bool
    public var json: String
}

extension Database {
    /// Every programme, or the one of a code, by title.
    public func staffProgrammes(
        code: Code? = nil
    ) async throws(DatabaseError) -> [StaffProgramme] {
        try await run(ReadStaffProgrammes(code: code))
    }
}

/// Reads programmes with their names, topics, phases, partners and grants.
struct ReadStaffProgrammes: Statement {
    static let sql: StaticString = """
        SELECT p.code, p.title, p.published_at IS NOT NULL, jsonb_build_object('code', p.code,
            'title', p.title, 'summary', p.summary, 'description', p.description,
            'is_published', p.published_at IS NOT NULL,
            'takes_interest', p.takes_interest_at IS NOT NULL, 'pool_months', p.pool_months,
            'topics', array(SELECT topic FROM programme_topic WHERE programme_id = p.id
                            ORDER BY topic),
            'names', (SELECT coalesce(jsonb_agg(jsonb_build_object('name', n.name,
                    'starts_on', lower(n.valid), 'ends_on', upper(n.valid) - 1,
                    'source', CASE WHEN n.source_place IS NOT NULL THEN jsonb_build_object(
                        'quote', n.source_quote, 'place', n.source_place) END)
                    ORDER BY lower(n.valid) NULLS FIRST, n.name), '[]')
                FROM programme_name n WHERE n.programme_id = p.id),
            'phases', (SELECT coalesce(jsonb_agg(jsonb_build_object('code', phase.code,
                    'title', phase.title, 'starts_on', starts_on, 'ends_on', ends_on,
                    'period_source', CASE WHEN period_source_place IS NOT NULL THEN
                        jsonb_build_object('quote', period_source_quote,
                            'place', period_source_place) END,
                    'period_note', period_note,
                    'partners', (SELECT coalesce(jsonb_agg(jsonb_build_object(
                            'organisation', o.code, 'role', part.role,
                            'source', CASE WHEN part.source_place IS NOT NULL THEN
                                jsonb_build_object('quote', part.source_quote,
                                    'place', part.source_place) END)
                            ORDER BY array_position(ARRAY['lead', 'project', 'associate',
                                'funder-office'], part.role), o.code), '[]')
                        FROM phase_partner part JOIN organisation o ON o.id = organisation_id
                        WHERE part.phase_id = phase.id),
                    'grants', (SELECT coalesce(jsonb_agg(jsonb_build_object('code', g.code,
                            'funder', o.code, 'funding_programme', g.funding_programme,
                            'reference', g.reference, 'starts_on', lower(g.period),
                            'ends_on', upper(g.period) - 1,
                            'source', CASE WHEN g.source_place IS NOT NULL THEN
                                jsonb_build_object('quote', g.source_quote,
                                    'place', g.source_place) END) ORDER BY g.code), '[]')
                        FROM phase_grant JOIN funding_grant g ON g.id = funding_grant_id
                        JOIN organisation o ON o.id = funder_id
                        WHERE phase_grant.phase_id = phase.id))
                    ORDER BY coalesce(starts_on, ends_on) NULLS FIRST, phase.code), '[]')
                FROM phase WHERE phase.programme_id = p.id))
        FROM programme p
        WHERE $1::text IS NULL OR p.code = $1
        ORDER BY p.title COLLATE "und-x-icu", p.code COLLATE "C"
        """

    var code: Code?

    func bind(to parameters: inout Parameters) { parameters.add(code?.description) }

    static func decode(_ row: RowReader) throws(DatabaseError) -> StaffProgramme {
        StaffProgramme(
            code: try row.code(0), title: try row.text(1), isPublished: try row.flag(2),
            json: try row.text(3))
    }
}
