public import Postgres

/// A stretch of days, open where no day is given; both days belong to it.
public struct DayRange: Sendable, Equatable {
    public var first: CalendarDay?
    public var last: CalendarDay?

    public init(first: CalendarDay?, last: CalendarDay?) {
        self.first = first
        self.last = last
    }

    /// Whether its last day is before its first.
    public var isEmpty: Bool {
        guard let first, let last else { return false }
        return last < first
    }

    /// Whether some day belongs to both.
    public func overlaps(_ other: DayRange) -> Bool {
        !DayRange(first: first, last: other.last).isEmpty
            && !DayRange(first: other.first, last: last).isEmpty
    }
}

/// The words that something is known from, and where they stand.
public struct Evidence: Sendable, Equatable {
    public var quote: String?
    public var place: String

    public init(quote: String?, place: String) {
        self.quote = quote
        self.place = place
    }
}
