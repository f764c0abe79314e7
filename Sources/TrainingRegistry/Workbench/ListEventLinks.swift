public import Postgres

/// Something that an event may be linked with.
public struct EventLink: Sendable, Equatable {
    public enum Kind: String, Sendable, CaseIterable {
        case phase, series, grant
    }

    public let kind: Kind
    public let code: String
    /// Of a phase with its programme before it.
    public let title: String
}

extension Database {
    /// Every phase, series and grant that an event may name, in the order in which they are shown.
    public func eventLinks() async throws(DatabaseError) -> [EventLink] {
        try await run(ListEventLinks())
    }
}

/// Reads what events are linked with besides their programme.
struct ListEventLinks: Statement {
    static let sql: StaticString = """
        SELECT kind, code, title FROM (
            SELECT 'phase', phase.code, programme.title || ': ' || phase.title
            FROM phase JOIN programme ON programme.id = programme_id
            UNION ALL
            SELECT 'series', code, title FROM series
            UNION ALL
            SELECT 'grant', g.code, concat_ws(', ',
                (SELECT n.name FROM organisation_name n WHERE n.organisation_id = g.funder_id
                 ORDER BY upper_inf(n.valid) DESC, n.name LIMIT 1),
                g.funding_programme, g.reference) || ' (' || g.code || ')'
            FROM funding_grant g
        ) AS link (kind, code, title)
        ORDER BY kind, title COLLATE "und-x-icu", code COLLATE "C"
        """

    func bind(to parameters: inout Parameters) {}

    static func decode(_ row: RowReader) throws(DatabaseError) -> EventLink {
        EventLink(
            kind: try row.word(0, of: EventLink.Kind.self), code: try row.text(1),
            title: try row.text(2))
    }
}
