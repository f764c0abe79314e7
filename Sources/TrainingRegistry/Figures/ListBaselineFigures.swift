import Postgres

/// Reads every baseline figure: those of the whole work first, then the larger before the smaller.
struct ListBaselineFigures: Statement {
    static let sql: StaticString = """
        SELECT title, value, qualifier, unit, period, quote, place
        FROM baseline_figure
        ORDER BY num_nonnulls(programme_id, phase_id, event_id), value DESC, code COLLATE "C"
        """

    func bind(to parameters: inout Parameters) {}

    static func decode(_ row: RowReader) throws(DatabaseError) -> BaselineFigure {
        BaselineFigure(
            title: try row.text(0), value: try row.integer(1),
            qualifier: try row.word(2, of: BaselineFigure.Qualifier.self), unit: try row.text(3),
            period: try row.text(4),
            source: Source(quote: try row.text(5), place: try row.text(6)))
    }
}
