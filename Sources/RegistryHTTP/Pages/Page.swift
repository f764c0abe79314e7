/// A whole page, made from values only.
protocol Page: Sendable {
    var html: HTML { get }
}
