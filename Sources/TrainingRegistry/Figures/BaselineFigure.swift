/// A historical claim with its qualifier, words and source; never mixed silently with counted data.
public struct BaselineFigure: Sendable, Equatable {
    public enum Qualifier: String, Sendable, CaseIterable {
        case exact
        case atLeast = "at-least"
        case about
    }

    public var title: String
    public var value: Int
    public var qualifier: Qualifier
    /// What is counted, in the plural: `professionals`, `experts`, `expert meetings`.
    public var unit: String
    /// The period in words, such as `before 2018`.
    public var period: String
    public var source: Source

    public init(
        title: String, value: Int, qualifier: Qualifier, unit: String, period: String,
        source: Source
    ) {
        self.title = title
        self.value = value
        self.qualifier = qualifier
        self.unit = unit
        self.period = period
        self.source = source
    }
}
