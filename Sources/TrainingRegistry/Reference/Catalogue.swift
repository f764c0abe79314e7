public import Postgres

/// What changes seldom and is read with every request, as it stood when it was loaded.
///
/// Each instance keeps one and loads it anew when `catalogue` is notified, so a request for a page
/// or a list asks the database nothing.
public struct Catalogue: Sendable, Equatable {
    /// The day that sectors, members and names of organisations are of.
    public let day: CalendarDay
    /// In the order of their names.
    public let countries: [Country]
    public let languages: [Language]
    /// Those that may be chosen on `day`.
    public let sectors: [Sector]
    /// Those that are in use on `day`.
    public let topics: [Topic]
    /// Those that are published, by their first day and then by code.
    public let events: [Event]
    public let programmes: [Programme]
    public let figures: [BaselineFigure]
    /// What is published of what was counted.
    public let publications: [FigurePublication]
    /// Of the work first, then of each programme and its phases.
    public let headlines: [Headline]
    /// Those of `day`, states first.
    public let members: [Member]
    private let eventIndex: [Code: Int]
    private let programmeIndex: [Code: Int]

    public init(
        day: CalendarDay, countries: [Country], languages: [Language], sectors: [Sector],
        topics: [Topic], events: [Event], programmes: [Programme], figures: [BaselineFigure],
        publications: [FigurePublication] = [], members: [Member]
    ) {
        self.day = day
        self.countries = countries
        self.languages = languages
        self.sectors = sectors
        self.topics = topics
        self.events = events.sorted { ($0.startsOn, $0.code) < ($1.startsOn, $1.code) }
        self.programmes = programmes
        self.figures = figures
        self.publications = publications
        headlines = Headline.published(publications, figures: figures, programmes: programmes)
        self.members = members
        eventIndex = Self.index(self.events.map(\.code))
        programmeIndex = Self.index(programmes.map(\.code))
    }

    private static func index(_ codes: [Code]) -> [Code: Int] {
        Dictionary(zip(codes, codes.indices), uniquingKeysWith: { first, _ in first })
    }

    /// The published event of that code.
    public func event(_ code: Code) -> Event? { eventIndex[code].map { events[$0] } }

    /// The published programme of that code.
    public func programme(_ code: Code) -> Programme? {
        programmeIndex[code].map { programmes[$0] }
    }
}

extension Database {
    /// Reads the catalogue as it is on `day`, in one statement for each kind of row.
    ///
    /// Statements do not share a snapshot: what changes between two of them is notified again, and
    /// the catalogue after that one is whole.
    public func loadCatalogue(on day: CalendarDay) async throws(DatabaseError) -> Catalogue {
        Catalogue(
            day: day,
            countries: try await run(ListCountries()),
            languages: try await run(ListLanguages()),
            sectors: try await run(ListSectors(day: day)),
            topics: try await run(ListTopics(day: day)),
            events: try await publishedEvents(),
            programmes: try await publishedProgrammes(on: day),
            figures: try await baselineFigures(),
            publications: try await run(ListFigurePublications()),
            members: try await members(on: day))
    }
}
