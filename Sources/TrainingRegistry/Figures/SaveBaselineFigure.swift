public import Foundation
public import Postgres

/// Makes a claim about the past, or says why the one of that code says something else from now on.
public struct SaveBaselineFigure: Sendable {
    public var code: Code
    public var about: BaselineFigure.About
    public var title: Title
    public var value: Int
    public var qualifier: BaselineFigure.Qualifier
    public var unit: Title
    public var countsPeople: Bool
    public var period: Title
    public var days: DayRange
    /// Nil for today, or for the day that is kept.
    public var toldOn: CalendarDay?
    public var source: Source
    /// Why it says something else than it did; a claim that is new, or stays the same, needs none.
    public var reason: Title?
    public var actor: RegistryActor
    public var now: Date

    public static let values = 0...100_000_000

    public init(
        code: Code, about: BaselineFigure.About, title: Title, value: Int,
        qualifier: BaselineFigure.Qualifier, unit: Title, countsPeople: Bool, period: Title,
        days: DayRange, toldOn: CalendarDay?, source: Source, reason: Title?,
        actor: RegistryActor, now: Date
    ) {
        self.code = code
        self.about = about
        self.title = title
        self.value = value
        self.qualifier = qualifier
        self.unit = unit
        self.countsPeople = countsPeople
        self.period = period
        self.days = days
        self.toldOn = toldOn
        self.source = source
        self.reason = reason
        self.actor = actor
        self.now = now
    }
}

/// What saving a claim came to.
public enum SavedBaseline: String, Sendable {
    case new, changed, unchanged
}

/// Why a claim is not saved.
public enum BaselineRefusal: String, Error, Sendable {
    /// There is no such programme, phase or event.
    case unknownEvent = "unknown-event"
    /// It would say something else than it did, and nobody says why.
    case needsReason = "needs-reason"
}

extension Database {
    public func save(
        _ request: SaveBaselineFigure
    ) async throws(DatabaseError) -> Result<SavedBaseline, BaselineRefusal> {
        let outcome = try await run(WriteBaselineFigure(request: request)).first ?? ""
        if let saved = SavedBaseline(rawValue: outcome) { return .success(saved) }
        return .failure(BaselineRefusal(rawValue: outcome) ?? .unknownEvent)
    }
}

/// Inserts or changes a claim; the database remembers what it said before.
///
/// Of two who make the same claim at once, the second changes the first one's and needs a reason.
struct WriteBaselineFigure: Statement {
    static let sql: StaticString = """
        WITH about AS (
            SELECT programme.id AS programme_id, phase.id AS phase_id, event.id AS event_id
            FROM (VALUES (true)) AS one
            LEFT JOIN programme ON programme.code = $9
            LEFT JOIN phase ON phase.code = $10
            LEFT JOIN event ON event.code = $11
            WHERE num_nonnulls(programme.id, phase.id, event.id)
                = num_nonnulls($9::text, $10::text, $11::text)
        ), said AS MATERIALIZED (
            SELECT * FROM baseline_figure WHERE code = $1 FOR UPDATE
        ), meant AS (
            SELECT $2::text AS title, $3::bigint::integer AS value, $4::text AS qualifier,
                   $5::text AS unit, $6::boolean AS counts_people, $7::text AS period,
                   CASE WHEN num_nonnulls($8::date, $12::date) > 0
                        THEN daterange($8, $12, '[]') END AS period_days,
                   about.programme_id, about.phase_id, about.event_id,
                   coalesce($13::date, said.told_on, ($17 AT TIME ZONE 'UTC')::date) AS told_on,
                   $14::text AS quote, $15::text AS place
            FROM about LEFT JOIN said ON true
        ), compared AS (
            SELECT said.id IS NULL AS is_new, ROW(meant.*) IS NOT DISTINCT FROM ROW(said.title,
                said.value, said.qualifier, said.unit, said.counts_people, said.period,
                said.period_days, said.programme_id, said.phase_id, said.event_id, said.told_on,
                said.quote, said.place) AS is_same
            FROM meant LEFT JOIN said ON true
        ), written AS (
            INSERT INTO baseline_figure (code, title, value, qualifier, unit, counts_people,
                period, period_days, programme_id, phase_id, event_id, told_on, quote, place,
                reason)
            SELECT $1, meant.*, $18 FROM meant, compared
            WHERE is_new OR (NOT is_same AND $18::text IS NOT NULL)
            ON CONFLICT (code) DO UPDATE SET title = excluded.title, value = excluded.value,
                qualifier = excluded.qualifier, unit = excluded.unit,
                counts_people = excluded.counts_people, period = excluded.period,
                period_days = excluded.period_days, programme_id = excluded.programme_id,
                phase_id = excluded.phase_id, event_id = excluded.event_id,
                told_on = excluded.told_on, quote = excluded.quote, place = excluded.place,
                reason = excluded.reason
            WHERE excluded.reason IS NOT NULL
            RETURNING id, xmax = 0 AS is_new
        ), noted AS (
            INSERT INTO audit (subject, subject_id, action, actor, reason, occurred_at)
            SELECT 'baseline_figure', id, CASE WHEN is_new THEN 'create' ELSE 'edit' END, $16, $18,
                   $17
            FROM written
        )
        SELECT CASE WHEN written.is_new THEN 'new' WHEN NOT written.is_new THEN 'changed'
                    WHEN compared.is_same THEN 'unchanged' ELSE 'needs-reason' END
        FROM compared LEFT JOIN written ON true
        """

    var request: SaveBaselineFigure

    func bind(to parameters: inout Parameters) {
        parameters.add(request.code.description)
        parameters.add(request.title.description)
        parameters.add(request.value)
        parameters.add(request.qualifier.rawValue)
        parameters.add(request.unit.description)
        parameters.add(request.countsPeople)
        parameters.add(request.period.description)
        parameters.add(request.days.first)
        var (programme, phase, event): (String?, String?, String?)
        switch request.about {
        case .work: break
        case .programme(let code): programme = code.description
        case .phase(let code): phase = code.description
        case .event(let code): event = code.description
        }
        parameters.add(programme)
        parameters.add(phase)
        parameters.add(event)
        parameters.add(request.days.last)
        parameters.add(request.toldOn)
        parameters.add(request.source.quote)
        parameters.add(request.source.place)
        parameters.add(request.actor.description)
        parameters.add(request.now)
        parameters.add(request.reason?.description)
    }

    static func decode(_ row: RowReader) throws(DatabaseError) -> String { try row.text(0) }
}
