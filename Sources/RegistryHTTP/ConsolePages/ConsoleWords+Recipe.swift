import TrainingRegistry

extension ConsoleWords {
    /// The form of a recipe.
    enum RecipeForm {
        static let what = "What is counted"
        static let unit = "One is"
        static let attendance = "Who counts"
        static let attended = "Of the sessions, %"
        static let partly = "Partly counts, %"
        static let shareHint = "Only for who completed."
        static let roles = "In these roles"
        static let which = "In which events"
        static let period = "Period in which they begin"
        static let firstDay = "Or from"
        static let lastDay = "Until"
        static let programme = "Programme"
        static let phase = "Phase"
        static let grant = "Carried by the grant"
        static let kinds = "Of these kinds"
        static let kindsHint = "None for every kind."
        static let reach = "Whose"
        static let event = "Only the event"
        static let eventHint = "Its code."
        static let how = "How it is told"
        static let group = "Divided by"
        static let second = "And by"
        static let undivided = "Nothing"
        static let audience = "For whom"
        static let asOf = "As it was known at"
        static let asOfHint = "Such as 2026-07-01T00:00:00Z; empty for now."
        static let every = "Every one"

        static func unit(_ unit: Recipe.Unit) -> String {
            switch unit {
            case .person: "a different person"
            case .participation: "a person in an event"
            case .personDay: "a person on a day"
            case .seat: "a seat that was had"
            }
        }

        static let attendances = [
            ("came", "Who came, at least once"), ("confirmed", "Who had a confirmed place"),
            ("completed", "Who came to most sessions"),
        ]

        static func audience(_ audience: Recipe.Audience) -> String {
            switch audience {
            case .internal: "The secretariat: every figure"
            case .funder: "A funder: none of 1 to \(audience.threshold - 1)"
            case .public: "The public: none of 1 to \(audience.threshold - 1)"
            }
        }

        static func period(_ period: ReportPeriod) -> String {
            switch period {
            case .all: "Always"
            case .year(let year): String(year)
            case .presidency(let year): "Presidency July \(year) – June \(year + 1)"
            case .days(let first, let last): DateWords.range(first, last)
            case .mandate(let title): "Mandate: \(title)"
            case .grant(let code): "The days of the grant \(code)"
            }
        }

        static func grantDays(_ title: String) -> String { "Days of the grant: \(title)" }

        /// What a field is called before what is wrong with it.
        static func label(_ field: String) -> String? {
            switch field {
            case "unit": unit
            case "attendance": attendance
            case "attended_percent": attended
            case "partly_percent": partly
            case "roles": roles
            case "period": period
            case "first_day": firstDay
            case "last_day": lastDay
            case "programme": programme
            case "phase": phase
            case "grant": grant
            case "kinds": kinds
            case "reach": reach
            case "event": event
            case "group": group
            case "audience": audience
            case "as_of", "to": asOf
            case "from": Reports.compareFrom
            case "title": Reports.keepTitle
            default: nil
            }
        }
    }
}
