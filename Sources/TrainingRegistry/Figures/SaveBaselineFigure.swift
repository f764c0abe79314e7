public import Foundation
public import Postgres

/// Makes a claim about the past, or writes another over the one of that code.
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
    public var actor: RegistryActor
    public var now: Date

    public static let values = 0...100_000_000

    public init(
        code: Code, about: BaselineFigure.About, title: Title, value: Int,
        qualifier: BaselineFigure.Qualifier, unit: Title, countsPeople: Bool, period: Title,
        days: DayRange, toldOn: CalendarDay?, source: Source, actor: RegistryActor, now: Date
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
        self.actor = actor
        self.now = now
    }
}

extension Database {
    /// Whether it is new; nil when there is no such programme, phase or event.
    public func save(_ request: SaveBaselineFigure) async throws(DatabaseError) -> Bool? {
        try await run(WriteBaselineFigure(request: request)).first
    }
}

/// Inserts or changes a claim.
struct WriteBaselineFigure: Statement {
    static let sql: StaticString = """
        WITH meant AS (
            SELECT programme.id AS programme_id, phase.id AS phase_id, event.id AS event_id
            FROM (VALUES (true)) AS one
            LEFT JOIN programme ON programme.code = $9
            LEFT JOIN phase ON phase.code = $10
            LEFT JOIN event ON event.code = $11
            WHERE num_nonnulls(programme.id, phase.id, event.id)
                = num_nonnulls($9::text, $10::text, $11::text)
        ), written AS (
            INSERT INTO baseline_figure AS f (code, title, value, qualifier, unit, counts_people,
                period, period_days, programme_id, phase_id, event_id, told_on, quote, place)
            SELECT $1, $2, $3::bigint::integer, $4, $5, $6, $7,
                   CASE WHEN num_nonnulls($8::date, $12::date) > 0
                        THEN daterange($8, $12, '[]') END,
                   programme_id, phase_id, event_id,
                   coalesce($13::date, ($17 AT TIME ZONE 'UTC')::date),
                   $14, $15
            FROM meant
            ON CONFLICT (code) DO UPDATE SET title = excluded.title, value = excluded.value,
                qualifier = excluded.qualifier, unit = excluded.unit,
                counts_people = excluded.counts_people, period = excluded.period,
                period_days = excluded.period_days, programme_id = excluded.programme_id,
                phase_id = excluded.phase_id, event_id = excluded.event_id,
                told_on = coalesce($13::date, f.told_on), quote = excluded.quote,
                place = excluded.place
            RETURNING id, xmax = 0 AS is_new
        ), noted AS (
            INSERT INTO audit (subject, subject_id, action, actor, occurred_at)
            SELECT 'baseline_figure', id, CASE WHEN is_new THEN 'create' ELSE 'edit' END, $16, $17
            FROM written
        )
        SELECT is_new FROM written
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
    }

    static func decode(_ row: RowReader) throws(DatabaseError) -> Bool { try row.flag(0) }
}
