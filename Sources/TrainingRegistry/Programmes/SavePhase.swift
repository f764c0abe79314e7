public import Foundation
public import Postgres

/// Makes a phase of a programme with its partners and grants, or writes another over it.
public struct SavePhase: Sendable {
    public var programme: Code
    public var code: Code
    public var title: Title
    public var period: DayRange
    /// Needed where a day is given.
    public var source: Source?
    public var note: String?
    public var partners: [Part]
    /// Grants by their codes.
    public var grants: [Code]
    public var actor: RegistryActor
    public var now: Date

    /// The part that an organisation has.
    public struct Part: Sendable, Equatable {
        public var organisation: Code
        public var role: PartnerRole
        public var source: Evidence?

        public init(organisation: Code, role: PartnerRole, source: Evidence?) {
            self.organisation = organisation
            self.role = role
            self.source = source
        }
    }

    public init(
        programme: Code, code: Code, title: Title, period: DayRange, source: Source?,
        note: String?, partners: [Part], grants: [Code], actor: RegistryActor, now: Date
    ) {
        self.programme = programme
        self.code = code
        self.title = title
        self.period = period
        self.source = source
        self.note = note
        self.partners = partners
        self.grants = grants
        self.actor = actor
        self.now = now
    }
}

/// What an organisation does in a phase.
public enum PartnerRole: String, Sendable, Hashable, CaseIterable {
    case lead
    case project
    case associate
    case funderOffice = "funder-office"
}

extension SavePhase {
    /// What does not fit together, everything at once.
    public static func complaints(
        about period: DayRange, of source: Source?, _ partners: [Part]
    ) -> [Complaint] {
        var complaints: [Complaint] = []
        if period.isEmpty {
            complaints.append(
                Complaint("/ends_on", "ends-before-it-starts", "This is before its first day."))
        }
        if period != DayRange(first: nil, last: nil), source == nil {
            complaints.append(
                Complaint("/period_source", "missing", "Say which text gives the period."))
        }
        for (index, part) in partners.enumerated() {
            let earlier = partners[..<index]
            if earlier.contains(where: { $0.organisation == part.organisation }) {
                complaints.append(
                    Complaint(
                        "/partners/\(index)/organisation", "repeated",
                        "This organisation has a role already."))
            }
            if part.role == .lead, earlier.contains(where: { $0.role == .lead }) {
                complaints.append(
                    Complaint("/partners/\(index)/role", "repeated", "There is one lead."))
            }
        }
        return complaints
    }
}

/// Why a phase is not kept.
public enum PhaseRefusal: Error, Sendable, Equatable, CustomStringConvertible {
    case unknownProgramme
    /// A phase of another programme has this code.
    case codeTaken

    public var description: String {
        switch self {
        case .unknownProgramme: "There is no such programme."
        case .codeTaken: "A phase of another programme has this code."
        }
    }
}

extension Database {
    /// Whether it is new.
    public func save(
        _ request: SavePhase
    ) async throws(DatabaseError) -> Result<Bool, PhaseRefusal> {
        guard let row = try await run(WritePhase(request: request)).first else {
            return .failure(.unknownProgramme)
        }
        return row.map(Result.success) ?? .failure(.codeTaken)
    }
}

/// Inserts or changes a phase and replaces its partners and grants.
///
/// The lead is written last: there is one at a time, and who led before is another by then.
struct WritePhase: Statement {
    static let sql: StaticString = """
        WITH meant AS (
            SELECT id FROM programme WHERE code = $1
        ), written AS (
            INSERT INTO phase AS p (programme_id, code, title, starts_on, ends_on,
                period_source_quote, period_source_place, period_note)
            SELECT id, $2, $3, $4::date, $5::date, $6::text, $7::text, $8::text FROM meant
            ON CONFLICT (code) DO UPDATE SET title = excluded.title,
                starts_on = excluded.starts_on, ends_on = excluded.ends_on,
                period_source_quote = excluded.period_source_quote,
                period_source_place = excluded.period_source_place,
                period_note = excluded.period_note
            WHERE p.programme_id = excluded.programme_id
            RETURNING id, xmax = 0 AS is_new
        ), given AS MATERIALIZED (
            SELECT o.id, part.role, part.quote, part.place
            FROM unnest($9::text[], $10::text[], $11::text[], $12::text[])
                AS part (organisation, role, quote, place)
            JOIN organisation o ON o.code = part.organisation
        ), left_out AS (
            DELETE FROM phase_partner USING written
            WHERE phase_id = written.id AND organisation_id NOT IN (SELECT id FROM given)
            RETURNING 1
        ), others AS (
            INSERT INTO phase_partner (phase_id, organisation_id, role, source_quote,
                source_place)
            SELECT written.id, given.id, role, quote, place FROM written, given
            WHERE role <> 'lead'
            ON CONFLICT ON CONSTRAINT phase_partner_has_one_role DO UPDATE SET
                role = excluded.role, source_quote = excluded.source_quote,
                source_place = excluded.source_place
            RETURNING 1
        ), lead AS (
            INSERT INTO phase_partner (phase_id, organisation_id, role, source_quote,
                source_place)
            SELECT written.id, given.id, role, quote, place FROM written, given
            WHERE role = 'lead'
              AND (SELECT count(*) FROM left_out) + (SELECT count(*) FROM others) >= 0
            ON CONFLICT ON CONSTRAINT phase_partner_has_one_role DO UPDATE SET
                role = excluded.role, source_quote = excluded.source_quote,
                source_place = excluded.source_place
        ), paying AS MATERIALIZED (
            SELECT id FROM funding_grant WHERE code = ANY ($13::text[])
        ), unpaid AS (
            DELETE FROM phase_grant USING written
            WHERE phase_id = written.id AND funding_grant_id NOT IN (SELECT id FROM paying)
        ), paid AS (
            INSERT INTO phase_grant (phase_id, funding_grant_id)
            SELECT written.id, paying.id FROM written, paying ON CONFLICT DO NOTHING
        ), noted AS (
            INSERT INTO audit (subject, subject_id, action, actor, occurred_at)
            SELECT 'phase', id, CASE WHEN is_new THEN 'create' ELSE 'edit' END, $14, $15
            FROM written
        )
        SELECT written.is_new FROM meant LEFT JOIN written ON true
        """

    var request: SavePhase

    func bind(to parameters: inout Parameters) {
        parameters.add(request.programme.description)
        parameters.add(request.code.description)
        parameters.add(request.title.description)
        parameters.add(request.period.first)
        parameters.add(request.period.last)
        parameters.add(request.source?.quote)
        parameters.add(request.source?.place)
        parameters.add(request.note)
        parameters.add(request.partners.map(\.organisation.description))
        parameters.add(request.partners.map(\.role.rawValue))
        parameters.add(request.partners.map { $0.source?.quote })
        parameters.add(request.partners.map { $0.source?.place })
        parameters.add(request.grants.map(\.description))
        parameters.add(request.actor.description)
        parameters.add(request.now)
    }

    /// Whether it is new; nil when the code is another programme's.
    static func decode(_ row: RowReader) throws(DatabaseError) -> Bool? { try row.flagIfAny(0) }
}
