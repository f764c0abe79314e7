/// What somebody may name who leaves an interest in the pool.
struct WishChoices: Sendable, Equatable {
    var topics: [Choice]
    var languages: [Choice]

    /// For an interest in an event, which names neither.
    static let none = WishChoices(topics: [], languages: [])

    /// The names of the boxes, each with its kind before it, such as `topics-migration`.
    var names: [String] {
        topics.map { Self.name("topics", $0) } + languages.map { Self.name("languages", $0) }
    }

    static func name(_ kind: String, _ choice: Choice) -> String { "\(kind)-\(choice.value)" }

    /// The boxes as two groups; `prefix` tells several forms of one page apart.
    func html(_ fields: FormFields, prefix: String = "") -> HTML {
        """
        \(group("topics", topics, """
            Topics you are interested in
            """, "Tick none if any topic will do.", fields, prefix))\
        \(group("languages", languages, """
            Languages you can follow a training in
            """, "Tick none if any language will do.", fields, prefix))
        """
    }

    private func group(
        _ kind: String, _ choices: [Choice], _ legend: String, _ hint: String,
        _ fields: FormFields, _ prefix: String
    ) -> HTML {
        guard !choices.isEmpty else { return .empty }
        let boxes = choices.map { choice in
            let name = Self.name(kind, choice)
            return fields.box(name, id: prefix + name, choice.title)
        }
        return """
            <fieldset><legend>\(legend) <span class="mark">(optional)</span></legend>
            <p class="hint">\(hint)</p>
            \(boxes)</fieldset>

            """
    }
}
