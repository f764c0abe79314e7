/// One entry of a list to choose from.
struct Choice: Sendable, Equatable {
    /// What the form sends, such as `LV`.
    var value: String
    /// What a person reads, such as `Latvia`.
    var title: String
}
