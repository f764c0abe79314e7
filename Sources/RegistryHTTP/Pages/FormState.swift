/// What a person typed into a form and what is wrong with it; nothing typed is ever lost.
struct FormState: Sendable {
    /// What was typed, by the name of the field.
    var values: [String: String]
    /// What to mend, in the order of the fields; the message is a sentence.
    ///
    /// A field that the page does not show is reported at the top, without a link.
    var errors: [(field: String, message: String)]

    init(values: [String: String] = [:], errors: [(field: String, message: String)] = []) {
        self.values = values
        self.errors = errors
    }

    func value(_ field: String) -> String { values[field, default: ""] }

    func message(_ field: String) -> String? { errors.first { $0.field == field }?.message }

    /// The title of a page with this form: people who hear it are told first that it failed.
    func title(_ title: String) -> String { errors.isEmpty ? title : "Error: \(title)" }
}
