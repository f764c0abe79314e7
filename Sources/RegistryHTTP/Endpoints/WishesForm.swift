import TrainingRegistry

/// What somebody in the pool would like, read from a document or from boxes that were ticked.
enum WishesForm {
    /// `topics` and `languages`, arrays of codes that are in use today; what is named twice counts
    /// once.
    static func document(_ fields: inout FieldReader, on catalogue: Catalogue) -> PoolWishes {
        let topics = Set(catalogue.topics.map(\.code))
        let languages = Set(catalogue.languages.map(\.tag))
        let named = fields.each("topics") { text throws(CodeRejection) in
            let code = try TopicCode(parsing: text)
            guard topics.contains(code.description) else { throw .unknown("topic") }
            return code
        }
        let spoken = fields.each("languages") { text throws(CodeRejection) in
            let tag = try LanguageTag(parsing: text)
            guard languages.contains(tag.description) else { throw .unknown("language") }
            return tag
        }
        return PoolWishes(topics: once(named ?? []), languages: once(spoken ?? []))
    }

    /// The boxes that were ticked among those the form shows.
    static func boxes(_ fields: inout FieldReader, among choices: WishChoices) -> PoolWishes {
        let topics = choices.topics.filter { fields.flag(WishChoices.name("topics", $0)) }
        let languages = choices.languages.filter { fields.flag(WishChoices.name("languages", $0)) }
        return PoolWishes(
            topics: topics.compactMap { try? TopicCode(parsing: $0.value) },
            languages: languages.compactMap { try? LanguageTag(parsing: $0.value) })
    }

    private static func once<Value: Hashable>(_ values: [Value]) -> [Value] {
        var seen: Set<Value> = []
        return values.filter { seen.insert($0).inserted }
    }
}

extension Service {
    /// What may be named in the pool of a programme, and what somebody has named already.
    ///
    /// Topics are those of the programme, or all that are in use when it has none. Languages are
    /// those around the Baltic Sea and those that events are held in: the whole list is long.
    func wishChoices(of programme: Programme?, holding held: HeldInterest.Pooled? = nil)
        -> WishChoices
    {
        let about = Set(programme?.topics ?? [])
        let spoken = Self.languagesAround.union(catalogue.events.flatMap(\.languages))
        let topics = catalogue.topics.filter {
            about.isEmpty || about.contains($0.code) || held?.topics.contains($0.code) == true
        }
        let languages = catalogue.languages.filter {
            spoken.contains($0.tag) || held?.languages.contains($0.tag) == true
        }
        return WishChoices(
            topics: topics.map { Choice(value: $0.code, title: $0.title) },
            languages: languages.map { Choice(value: $0.tag, title: $0.name) })
    }

    private static let languagesAround: Set<String> = [
        "da", "de", "en", "et", "fi", "is", "lt", "lv", "no", "pl", "sv",
    ]
}
