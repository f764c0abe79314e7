public import Postgres

extension Database {
    /// Every claim: those of the whole work first, then the larger before the smaller.
    public func baselineFigures() async throws(DatabaseError) -> [BaselineFigure] {
        try await run(ListBaselineFigures())
    }
}

/// Reads every baseline figure: those of the whole work first, then the larger before the smaller.
struct ListBaselineFigures: Statement {
    static let sql: StaticString = """
        SELECT f.title, f.value, f.qualifier, f.unit, f.period, f.quote, f.place, f.code,
               f.counts_people, lower(f.period_days), upper(f.period_days) - 1, f.told_on,
               coalesce(upper(f.period_days), f.told_on + 1),
               programme.code, phase.code, event.code
        FROM baseline_figure f
        LEFT JOIN programme ON programme.id = f.programme_id
        LEFT JOIN phase ON phase.id = f.phase_id
        LEFT JOIN event ON event.id = f.event_id
        ORDER BY num_nonnulls(f.programme_id, f.phase_id, f.event_id), f.value DESC,
                 f.code COLLATE "C"
        """

    func bind(to parameters: inout Parameters) {}

    static func decode(_ row: RowReader) throws(DatabaseError) -> BaselineFigure {
        BaselineFigure(
            code: try row.code(7), about: try about(row), title: try row.text(0),
            value: try row.integer(1),
            qualifier: try row.word(2, of: BaselineFigure.Qualifier.self), unit: try row.text(3),
            countsPeople: try row.flag(8), period: try row.text(4),
            days: DayRange(first: try row.dayIfAny(9), last: try row.dayIfAny(10)),
            toldOn: try row.day(11), countedFrom: try row.day(12),
            source: Source(quote: try row.text(5), place: try row.text(6)))
    }

    private static func about(_ row: RowReader) throws(DatabaseError) -> BaselineFigure.About {
        if try row.textIfAny(13) != nil { return .programme(try row.code(13)) }
        if try row.textIfAny(14) != nil { return .phase(try row.code(14)) }
        if try row.textIfAny(15) != nil { return .event(try row.code(15)) }
        return .work
    }
}
