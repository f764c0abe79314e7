import TrainingRegistry

/// Rows of a form that repeat, such as sessions: their fields are called `session-0-title`.
struct FormRows {
    let name: String
    /// What a row asks for.
    let parts: [String]
    /// What a row holds besides and does not ask for.
    var hidden: [String] = []
    let max: Int

    static let sessions = FormRows(
        name: "session", parts: ["title", "day", "from", "to"], hidden: ["id"], max: 40)
    static let grants = FormRows(name: "grant", parts: ["code", "share"], max: 10)
    static let mails = FormRows(
        name: "mail", parts: ["kind", "days", "at"], max: MailPlan.remindersMax)
    /// Of the form of an event.
    static let all = [sessions, grants]

    func field(_ row: Int, _ part: String) -> String { "\(name)-\(row)-\(part)" }

    /// The fields of so many rows.
    func fields(_ rows: Int) -> [String] {
        (0..<rows).flatMap { row in parts.map { field(row, $0) } }
    }

    /// How many rows of a form have something in them.
    func count(_ state: FormState) -> Int {
        (0..<max).last { row in
            parts.contains { !state.value(field(row, $0)).isEmpty }
        }.map { $0 + 1 } ?? 0
    }

    /// All rows as one text, for comparing.
    func text(_ state: FormState) -> String {
        (0..<count(state)).map { row in
            parts.map { state.value(field(row, $0)) }.filter { !$0.isEmpty }
                .joined(separator: " ")
        }.joined(separator: "; ")
    }
}
