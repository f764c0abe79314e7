import TrainingRegistry

/// Words of a source with the place they stand in.
struct Citation: Sendable {
    var source: Source

    var html: HTML {
        """
        <blockquote><p>“\(source.quote)”</p>
        <p class="source">Source: \(Self.place(source.place))</p></blockquote>

        """
    }

    /// An address becomes a link; anything else is shown as it is.
    private static func place(_ place: String) -> HTML {
        guard place.hasPrefix("https://") || place.hasPrefix("http://") else { return "\(place)" }
        return "<a href=\"\(place)\">\(place)</a>"
    }
}
