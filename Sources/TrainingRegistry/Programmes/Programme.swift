public import Postgres

/// A programme with its phases, as it is shown to the public.
public struct Programme: Sendable, Equatable {
    public var code: Code
    public var title: String
    public var summary: String
    /// Paragraphs of plain text, separated by empty lines.
    public var description: String
    /// Whether people may leave their interest without a date (the pool).
    public var takesInterest: Bool
    public var phases: [Phase]
    /// Codes of what it is about.
    public var topics: [String]

    public init(
        code: Code, title: String, summary: String, description: String, takesInterest: Bool,
        phases: [Phase], topics: [String] = []
    ) {
        self.code = code
        self.title = title
        self.summary = summary
        self.description = description
        self.takesInterest = takesInterest
        self.phases = phases
        self.topics = topics
    }
}

/// A stretch of a programme with a period, partners and grants of its own.
public struct Phase: Sendable, Equatable {
    public var code: Code
    public var title: String
    /// Nil where no text gives a start.
    public var startsOn: CalendarDay?
    public var endsOn: CalendarDay?
    /// The words and the text the period comes from.
    public var periodSource: Source?
    public var partners: [Partner]
    public var grants: [Grant]

    public init(
        code: Code, title: String, startsOn: CalendarDay?, endsOn: CalendarDay?,
        periodSource: Source?, partners: [Partner], grants: [Grant]
    ) {
        self.code = code
        self.title = title
        self.startsOn = startsOn
        self.endsOn = endsOn
        self.periodSource = periodSource
        self.partners = partners
        self.grants = grants
    }
}

/// An organisation's part in a phase.
public struct Partner: Sendable, Equatable {
    public var organisation: String
    /// `lead`, `project`, `associate` or `funder-office`.
    public var role: String
    public var country: String?

    public init(organisation: String, role: String, country: String?) {
        self.organisation = organisation
        self.role = role
        self.country = country
    }
}

/// Money with a name: the body that gives it, the funding programme, the reference.
public struct Grant: Sendable, Equatable {
    public var funder: String
    public var fundingProgramme: String?
    public var reference: String?

    public init(funder: String, fundingProgramme: String?, reference: String?) {
        self.funder = funder
        self.fundingProgramme = fundingProgramme
        self.reference = reference
    }
}

/// Where a statement comes from.
public struct Source: Sendable, Equatable {
    public var quote: String
    /// The text or address it stands in.
    public var place: String

    public init(quote: String, place: String) {
        self.quote = quote
        self.place = place
    }
}
