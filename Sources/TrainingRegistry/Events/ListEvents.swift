public import Postgres

/// Picks events of the catalogue for a list that is read page by page.
public struct ListEvents: Sendable, Equatable {
    /// Events that end on this day or later.
    public var from: CalendarDay?
    /// Events that start on this day or earlier.
    public var to: CalendarDay?
    public var kind: EventKind?
    public var programme: Code?
    public var series: Code?
    /// Where the page before this one ended.
    public var cursor: Cursor?
    /// How many events a page holds at most, 1 to `largestLimit`.
    public let limit: Int

    public static let defaultLimit = 50
    public static let largestLimit = 200

    /// A limit beyond the bounds is brought to the nearest of them.
    public init(
        from: CalendarDay? = nil, to: CalendarDay? = nil, kind: EventKind? = nil,
        programme: Code? = nil, series: Code? = nil, cursor: Cursor? = nil,
        limit: Int = defaultLimit
    ) {
        self.from = from
        self.to = to
        self.kind = kind
        self.programme = programme
        self.series = series
        self.cursor = cursor
        self.limit = min(max(limit, 1), Self.largestLimit)
    }

    /// Some events, and where to go on when there are more.
    public struct Page: Sendable, Equatable {
        public var events: [Event]
        public var next: Cursor?
    }

    /// The page of `events`, which are in the order of the catalogue.
    ///
    /// A cursor names an event, not a number of events to skip: what is published or moved between
    /// two pages shows no event twice and hides none of the others.
    public func page(of events: [Event]) -> Page {
        var picked: [Event] = []
        for event in events where isMeant(event) {
            if picked.count == limit {
                return Page(events: picked, next: picked.last.map(Cursor.init(after:)))
            }
            picked.append(event)
        }
        return Page(events: picked, next: nil)
    }

    private func isMeant(_ event: Event) -> Bool {
        if let cursor, !cursor.isBefore(event) { return false }
        if let from, event.endsOn < from { return false }
        if let to, event.startsOn > to { return false }
        if let kind, event.kind != kind { return false }
        if let programme, event.programme?.code != programme { return false }
        if let series, event.series != series { return false }
        return true
    }
}

extension ListEvents {
    /// A place in the list of events: right after the event of that day and code.
    ///
    /// Its text is for us to read; clients send it back as they got it.
    public struct Cursor: Sendable, Hashable, CustomStringConvertible {
        let day: CalendarDay
        let code: Code

        public init(after event: Event) {
            self.init(day: event.startsOn, code: event.code)
        }

        init(day: CalendarDay, code: Code) {
            self.day = day
            self.code = code
        }

        /// Nil when the text is none of ours.
        public init?(parsing text: String) {
            let bytes = text.utf8
            guard bytes.count > 11, bytes.dropFirst(10).first == UInt8(ascii: "."),
                let day = CalendarDay(parsing: String(decoding: bytes.prefix(10), as: UTF8.self)),
                let code = try? Code(parsing: String(decoding: bytes.dropFirst(11), as: UTF8.self))
            else { return nil }
            self.day = day
            self.code = code
        }

        public var description: String { "\(day).\(code)" }

        func isBefore(_ event: Event) -> Bool {
            (day, code) < (event.startsOn, event.code)
        }
    }
}
