import TrainingRegistry

/// A text as a QR code in a page: inline SVG, so that nothing is fetched for it.
///
/// Dark on white whatever the colours of the page are: many readers want it so.
struct CodePicture: Sendable {
    var code: QRCode
    /// What it is, for those who do not see it.
    var words: String

    /// Nil when the text is too long to be drawn.
    init?(of text: String, words: String) {
        guard let code = QRCode(text) else { return nil }
        self.code = code
        self.words = words
    }

    var html: HTML {
        let side = code.side + 2 * QRCode.quietModules
        return """
            <svg class="code" role="img" aria-label="\(words)" viewBox="0 0 \(side) \(side)"\
             shape-rendering="crispEdges"><rect width="\(side)" height="\(side)" fill="#fff"/>\
            <path fill="#000" d="\(code.path)"/></svg>
            """
    }
}
