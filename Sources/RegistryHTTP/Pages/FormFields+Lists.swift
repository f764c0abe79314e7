/// Fields of which something is always chosen, and lists to tick.
extension FormFields {
    /// One of a list; the first where nothing was chosen yet.
    ///
    /// Two fields may be sent by one name, such as two things to divide by.
    func pick(
        _ id: String, _ label: String, among choices: [Choice], hint: String? = nil,
        sentAs name: String? = nil
    ) -> HTML {
        let chosen = state.value(id)
        let help = HTML.with(hint) { "<p class=\"hint\" id=\"\(id)-hint\">\($0)</p>\n" }
        return field(
            id,
            """
            <label for="\(id)">\(label)</label>
            \(help)\(error(id))<select id="\(id)" name="\(name ?? id)"\
            \(attributes(id, hint: hint))>
            \(Self.options(Self.keeping([chosen], in: choices), chosen: chosen))</select>
            """)
    }

    /// Boxes of one list; what is ticked is kept in one text, with spaces between.
    func ticks(_ name: String, _ label: String, _ choices: [Choice]) -> HTML {
        let chosen = state.value(name).split(separator: " ").map(String.init)
        let ticked = Set(chosen)
        let boxes: [HTML] = Self.keeping(chosen, in: choices).map { choice in
            let id = "\(name)-\(choice.value)"
            let mark: HTML = ticked.contains(choice.value) ? " checked" : ""
            return """
                <div class="tick"><input type="checkbox" name="\(name)" id="\(id)"
                 value="\(choice.value)"\(mark)><label for="\(id)">\(choice.title)</label></div>

                """
        }
        return """
            <fieldset class="ticks" id="\(name)"><legend>\(label)</legend>\(error(name))\
            \(boxes)</fieldset>

            """
    }

    /// The choices, with what is chosen and not among them any more.
    static func keeping(_ chosen: [String], in choices: [Choice]) -> [Choice] {
        let known = Set(choices.map(\.value))
        return choices
            + chosen.filter { !$0.isEmpty && !known.contains($0) }.map {
                Choice(value: $0, title: $0)
            }
    }
}
