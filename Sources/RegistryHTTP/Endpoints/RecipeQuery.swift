import Postgres
import TrainingRegistry

extension Query {
    /// What a form of a recipe sent, written as a request of the API writes it.
    ///
    /// A form sends every field it has and a box for each that is ticked; a request says what is
    /// wanted, and lists with commas between their words.
    init(recipeForm form: Query) {
        self.init()
        for item in form.items where !item.value.isEmpty {
            let known = items.firstIndex { $0.name.utf8.elementsEqual(item.name.utf8) }
            if let known, Self.lists.contains(item.name) {
                items[known].value += ",\(item.value)"
            } else {
                items.append(item)
            }
        }
    }

    private static let lists = ["roles", "kinds", "group"]

    /// A recipe as a request writes it, with its instant; what is not said is the default.
    init(_ recipe: Recipe) {
        self.init()
        func say(_ name: String, _ value: String?) {
            if let value, !value.isEmpty { items.append(Item(name: name, value: value)) }
        }
        say("unit", recipe.unit.rawValue)
        say("attendance", recipe.attendance.name)
        if case .completed(let attended, let partly) = recipe.attendance {
            say("attended_percent", String(attended))
            say("partly_percent", String(partly))
        }
        say("roles", recipe.roles.map(\.rawValue).joined(separator: ","))
        say("reach", recipe.reach.rawValue)
        say("period", recipe.period.description)
        say("programme", recipe.programme?.description)
        say("phase", recipe.phase?.description)
        say("grant", recipe.grant?.description)
        say("kinds", recipe.kinds.map(\.rawValue).joined(separator: ","))
        say("event", recipe.event?.description)
        say("group", recipe.group.map(\.rawValue).joined(separator: ","))
        say("audience", recipe.audience.rawValue)
        say("as_of", recipe.asOf?.description)
    }
}

extension Recipe {
    /// The same from a form, which may say the period by its days.
    init?(readingForm fields: inout FieldReader) {
        let complaints = fields.errors.count
        let first = fields.optional("first_day", CalendarDay.init(parameter:))
        let last = fields.optional("last_day", CalendarDay.init(parameter:))
        let named = [fields.isPresent("first_day"), fields.isPresent("last_day")]
        if named.contains(true) {
            if named[0] != named[1] {
                let lacking = named[0] ? "last_day" : "first_day"
                fields.complain(lacking, "missing", "A period of days has a first and a last day.")
            }
            if let first, let last, last < first {
                fields.complain("last_day", "too-early", "The last day is before the first.")
            }
            if fields.isPresent("period"), !fields.isText("period", of: "all") {
                fields.complain(
                    "period", "not-together", "Choose a period or its days, not both.")
            }
        }
        let recipe = Recipe(reading: &fields)
        guard fields.errors.count == complaints, let recipe else { return nil }
        self = recipe
        if let first, let last { period = .days(first, last) }
    }
}
