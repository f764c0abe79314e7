/// A link above the heading that leads one level up.
struct Breadcrumb: Sendable {
    var path: String
    var title: String

    var html: HTML {
        """
        <nav class="crumb" aria-label="Breadcrumb"><a href="\(path)">\(title)</a></nav>

        """
    }
}
