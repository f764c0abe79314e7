public import Postgres

/// A historical claim with its qualifier, words and source; never mixed silently with counted data.
public struct BaselineFigure: Sendable, Equatable {
    public enum Qualifier: String, Sendable, CaseIterable {
        case exact
        case atLeast = "at-least"
        case about
    }

    /// What a claim is about.
    public enum About: Sendable, Hashable {
        /// The whole work.
        case work
        case programme(Code)
        case phase(Code)
        case event(Code)
    }

    public var code: Code
    public var about: About
    public var title: String
    public var value: Int
    public var qualifier: Qualifier
    /// What is counted, in the plural: `professionals`, `experts`, `expert meetings`.
    public var unit: String
    /// Whether that is people, so that persons counted since may stand beside it.
    public var countsPeople: Bool
    /// The period in words, such as `before 2018`.
    public var period: String
    public var days: DayRange
    /// A day on which the text said it already.
    public var toldOn: CalendarDay
    /// The first day that is not in the claim: after its last day, or else after it was told.
    public var countedFrom: CalendarDay
    public var source: Source

    public init(
        code: Code, about: About, title: String, value: Int, qualifier: Qualifier, unit: String,
        countsPeople: Bool, period: String, days: DayRange, toldOn: CalendarDay,
        countedFrom: CalendarDay, source: Source
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
        self.countedFrom = countedFrom
        self.source = source
    }
}
