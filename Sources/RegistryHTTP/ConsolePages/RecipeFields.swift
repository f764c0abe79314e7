import TrainingRegistry

/// What the lists of a recipe's form offer.
struct RecipeChoices: Sendable {
    var periods: [ReportPeriod]
    var programmes: [Choice]
    var phases: [Choice]
    var grants: [Choice]

    /// Every period by what a request calls it; the days of grants too.
    var periodChoices: [Choice] {
        let known = [.all] + periods
        return known.map {
            Choice(value: $0.description, title: ConsoleWords.RecipeForm.period($0))
        }
            + grants.map {
                Choice(
                    value: "grant:\($0.value)",
                    title: ConsoleWords.RecipeForm.grantDays($0.title))
            }
    }
}

/// The fields of a recipe.
struct RecipeFields {
    var choices: RecipeChoices
    var fields: FormFields

    private var words: ConsoleWords.RecipeForm.Type { ConsoleWords.RecipeForm.self }

    static let shown: Set<String> = [
        "unit", "attendance", "attended_percent", "partly_percent", "roles", "period", "first_day",
        "last_day", "programme", "phase", "grant", "kinds", "reach", "event", "group", "group-2",
        "audience", "as_of",
    ]

    var html: HTML {
        """
        <fieldset><legend>\(words.what)</legend><div class="row">\
        \(fields.pick("unit", words.unit, among: Self.units))\
        \(fields.pick("attendance", words.attendance, among: Self.attendances))\
        \(share("attended_percent", words.attended))\(share("partly_percent", words.partly))</div>
        \(fields.ticks("roles", words.roles, Self.roles))</fieldset>
        <fieldset><legend>\(words.which)</legend><div class="row">\
        \(fields.pick("period", words.period, among: choices.periodChoices))\
        \(fields.text("first_day", words.firstDay, type: "date", isOptional: true))\
        \(fields.text("last_day", words.lastDay, type: "date", isOptional: true))\
        \(fields.pick("reach", words.reach, among: Self.reaches))</div><div class="row">\
        \(among("programme", words.programme, choices.programmes))\
        \(among("phase", words.phase, choices.phases))\
        \(among("grant", words.grant, choices.grants))\
        \(fields.text("event", words.event, hint: words.eventHint, isOptional: true))</div>
        \(fields.ticks("kinds", words.kinds, Self.kinds))</fieldset>
        <fieldset><legend>\(words.how)</legend><div class="row">\
        \(fields.pick("group", words.group, among: Self.groups))\
        \(fields.pick("group-2", words.second, among: Self.groups, sentAs: "group"))\
        \(fields.pick("audience", words.audience, among: Self.audiences))\
        \(fields.text("as_of", words.asOf, hint: words.asOfHint, isOptional: true))</div></fieldset>

        """
    }

    private func share(_ name: String, _ label: String) -> HTML {
        fields.text(
            name, label, hint: words.shareHint, inputMode: "numeric", isOptional: true)
    }

    private func among(_ name: String, _ label: String, _ choices: [Choice]) -> HTML {
        fields.pick(name, label, among: [Choice(value: "", title: words.every)] + choices)
    }

    private static func choices<Word: RawRepresentable<String> & CaseIterable>(
        _ list: Word.Type, _ title: (Word) -> String
    ) -> [Choice] {
        list.allCases.map { Choice(value: $0.rawValue, title: title($0)) }
    }

    private static let units = choices(
        Recipe.Unit.self, ConsoleWords.RecipeForm.unit)
    private static let attendances = ConsoleWords.RecipeForm.attendances.map {
        Choice(value: $0.0, title: $0.1)
    }
    private static let roles = choices(ParticipationRole.self, ConsoleWords.Reports.role)
    private static let reaches = choices(EventReach.self, ConsoleWords.reach)
    private static let kinds = choices(EventKind.self, Words.kind)
    private static let groups =
        [Choice(value: "", title: ConsoleWords.RecipeForm.undivided)]
        + choices(Recipe.Dimension.self, ConsoleWords.Reports.dimension)
    static let audiences = choices(
        Recipe.Audience.self, ConsoleWords.RecipeForm.audience)
}
