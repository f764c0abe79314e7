/// Draws the fields of one form with their labels, hints, errors and what was typed.
struct FormFields: Sendable {
    var state: FormState
    /// The fields the form shows; only these can be linked to.
    var shown: Set<String>

    /// All errors at the top, each a link to its field.
    var summary: HTML {
        guard !state.errors.isEmpty else { return .empty }
        let entries: [HTML] = state.errors.map { error in
            shown.contains(error.field)
                ? "<li><a href=\"#\(error.field)\">\(error.message)</a></li>\n"
                : "<li>\(error.message)</li>\n"
        }
        return """
            <div class="problem" role="alert" tabindex="-1" autofocus aria-labelledby="problem">
            <h2 id="problem">There is a problem</h2>
            <ul>
            \(entries)</ul></div>

            """
    }

    /// What surrounds the control of a field, and what the control says of itself.
    struct Surroundings {
        var before: HTML
        var attributes: HTML
    }

    func text(
        _ name: String, _ label: String, hint: String? = nil, type: String = "text",
        autocomplete: String? = nil, inputMode: String? = nil, isOptional: Bool = false
    ) -> HTML {
        let around = surround(name, label, hint: hint, isOptional: isOptional)
        let completion = HTML.with(autocomplete) { " autocomplete=\"\($0)\"" }
        let keyboard = HTML.with(inputMode) { " inputmode=\"\($0)\"" }
        return field(
            name,
            """
            \(around.before)<input type="\(type)" id="\(name)" name="\(name)"\
             value="\(state.value(name))"\(completion)\(keyboard)\(around.attributes)>
            """)
    }

    /// What is shown and not asked: it has no name, so that no form sends it.
    func fixed(_ name: String, _ label: String, value: String, hint: String) -> HTML {
        """
        <div class="field"><label for="\(name)">\(label)</label>
        <p class="hint" id="\(name)-hint">\(hint)</p>
        <input type="text" id="\(name)" value="\(value)" readonly aria-describedby="\(name)-hint">
        </div>

        """
    }

    /// A password: never shown again, not even to who typed it.
    func secret(
        _ name: String, _ label: String, hint: String? = nil, autocomplete: String
    ) -> HTML {
        let around = surround(name, label, hint: hint, isOptional: false)
        return field(
            name,
            """
            \(around.before)<input type="password" id="\(name)" name="\(name)"\
             autocomplete="\(autocomplete)"\(around.attributes)>
            """)
    }

    func area(_ name: String, _ label: String, hint: String? = nil) -> HTML {
        let around = surround(name, label, hint: hint, isOptional: true)
        // The parser drops one line break after the start tag, so that the typed one survives.
        return field(
            name,
            """
            \(around.before)<textarea id="\(name)" name="\(name)" rows="6"\(around.attributes)>
            \(state.value(name))</textarea>
            """)
    }

    func choice(
        _ name: String, _ label: String, among choices: [Choice], first: String,
        hint: String? = nil, autocomplete: String? = nil, isOptional: Bool = false
    ) -> HTML {
        let around = surround(name, label, hint: hint, isOptional: isOptional)
        let chosen = state.value(name)
        let completion = HTML.with(autocomplete) { " autocomplete=\"\($0)\"" }
        return field(
            name,
            """
            \(around.before)<select id="\(name)" name="\(name)"\(completion)\(around.attributes)>
            <option value="">\(first)</option>
            \(Self.options(choices, chosen: chosen))</select>
            """)
    }

    /// One box to tick, which sends `value` when it is ticked; `label` may hold a link.
    func tick(_ name: String, value: String, _ label: HTML) -> HTML {
        let isTicked = state.value(name) == value
        return field(
            name,
            """
            \(error(name))<div class="tick"><input type="checkbox" id="\(name)" name="\(name)"\
             value="\(value)"\(HTML.when(isTicked, " checked"))\(attributes(name, hint: nil))\
             required><label for="\(name)">\(label) <span class="mark">(required)</span></label>\
            </div>
            """)
    }

    /// One box of several, which may be left as it is.
    func box(_ name: String, id: String, _ label: String) -> HTML {
        """
        <div class="tick"><input type="checkbox" id="\(id)" name="\(name)" value="on"\
        \(HTML.when(state.value(name) == "on", " checked"))>\
        <label for="\(id)">\(label)</label></div>

        """
    }

    /// The entries of a list to choose from.
    static func options(_ choices: [Choice], chosen: String) -> [HTML] {
        choices.map { choice in
            let selected: HTML = choice.value == chosen ? " selected" : ""
            return "<option value=\"\(choice.value)\"\(selected)>\(choice.title)</option>\n"
        }
    }

    func field(_ name: String, _ inside: HTML) -> HTML {
        let tone: HTML = state.message(name) == nil ? "field" : "field wrong"
        return "<div class=\"\(tone)\">\(inside)</div>\n"
    }

    private func surround(
        _ name: String, _ label: String, hint: String?, isOptional: Bool
    ) -> Surroundings {
        let mark = isOptional ? "(optional)" : "(required)"
        let help = HTML.with(hint) { "<p class=\"hint\" id=\"\(name)-hint\">\($0)</p>\n" }
        let must: HTML = isOptional ? "" : " required"
        return Surroundings(
            before: """
                <label for="\(name)">\(label) <span class="mark">\(mark)</span></label>
                \(help)\(error(name))
                """,
            attributes: "\(attributes(name, hint: hint))\(must)")
    }

    func error(_ name: String) -> HTML {
        HTML.with(state.message(name)) {
            """
            <p class="error" id="\(name)-error"><span class="unseen">Error: </span>\($0)</p>

            """
        }
    }

    func attributes(_ name: String, hint: String?) -> HTML {
        let isWrong = state.message(name) != nil
        var described: [String] = []
        if hint != nil { described.append("\(name)-hint") }
        if isWrong { described.append("\(name)-error") }
        let description = described.joined(separator: " ")
        return """
            \(HTML.when(!described.isEmpty, " aria-describedby=\"\(description)\""))\
            \(HTML.when(isWrong, " aria-invalid=\"true\""))
            """
    }
}
