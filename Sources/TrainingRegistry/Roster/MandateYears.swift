public import Postgres

/// One year of a mandate, July to June, with the meetings of the Expert Group in it.
public struct MandateYear: Sendable, Equatable {
    public var mandate: String
    public var first: CalendarDay
    /// The last day.
    public var last: CalendarDay
    public var held: Int
    /// Published, neither held nor cancelled.
    public var planned: Int

    public init(
        mandate: String, first: CalendarDay, last: CalendarDay, held: Int, planned: Int
    ) {
        self.mandate = mandate
        self.first = first
        self.last = last
        self.held = held
        self.planned = planned
    }

    /// How a year stands against the two meetings that it should have.
    public enum Standing: String, Sendable, Hashable, CaseIterable {
        case enough
        /// It is over, or running, and has fewer than two.
        case short
        /// It has not begun.
        case notPlannedYet = "not-planned-yet"
    }

    /// The Expert Group meets twice a year.
    public static let meetingsMin = 2

    /// In a year that is over, a meeting that nobody marked as held counts as planned.
    public func standing(on day: CalendarDay) -> Standing {
        if held + planned >= Self.meetingsMin { return .enough }
        return day < first ? .notPlannedYet : .short
    }
}

extension Database {
    /// Every year of every mandate, the oldest first.
    public func mandateYears() async throws(DatabaseError) -> [MandateYear] {
        try await run(ListMandateYears())
    }
}

/// Counts the published meetings of each year.
struct ListMandateYears: Statement {
    static let sql: StaticString = """
        SELECT title, first, last,
               (SELECT count(*)::integer FROM event WHERE kind = 'expert-group-meeting'
                AND starts_on BETWEEN first AND last AND published_at IS NOT NULL
                AND cancelled_at IS NULL AND held_at IS NOT NULL),
               (SELECT count(*)::integer FROM event WHERE kind = 'expert-group-meeting'
                AND starts_on BETWEEN first AND last AND published_at IS NOT NULL
                AND cancelled_at IS NULL AND held_at IS NULL)
        FROM mandate
        CROSS JOIN LATERAL generate_series(lower(valid)::timestamp,
            (upper(valid) - 1)::timestamp, interval '1 year') AS start
        CROSS JOIN LATERAL (SELECT start::date AS first,
            least(upper(valid) - 1, (start + interval '1 year')::date - 1) AS last) AS year
        ORDER BY first
        """

    func bind(to parameters: inout Parameters) {}

    static func decode(_ row: RowReader) throws(DatabaseError) -> MandateYear {
        MandateYear(
            mandate: try row.text(0), first: try row.day(1), last: try row.day(2),
            held: try row.integer(3), planned: try row.integer(4))
    }
}
