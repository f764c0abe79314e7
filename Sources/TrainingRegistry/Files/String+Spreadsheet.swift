extension String {
    /// A text that a spreadsheet takes for a text, as `formula_safe` makes it in the database: one
    /// that would begin a formula gets an apostrophe (OWASP, CSV injection).
    public var formulaSafe: String {
        unicodeScalars.first.map(Self.formulaBegins.contains) == true ? "'" + self : self
    }

    /// ASCII and full-width = + - @, tab, line feed and carriage return.
    private static let formulaBegins: [Unicode.Scalar] = [
        "=", "+", "-", "@", "\t", "\n", "\r", "\u{FF1D}", "\u{FF0B}", "\u{FF0D}", "\u{FF20}",
    ]

    /// A field of CSV: quoted where it has to be (RFC 4180 §2).
    public var csvField: String {
        guard utf8.contains(where: { "\",\r\n".utf8.contains($0) }) else { return self }
        return "\"" + replacing("\"", with: "\"\"") + "\""
    }
}
