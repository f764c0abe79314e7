import TrainingRegistry

extension ConsoleWords {
    enum Certificates {
        static let title = "Certificates"
        static let noSessions =
            "An event without sessions has no attendance, so nobody met the rule."
        static let complete = "Everybody who met the rule has a certificate."
        static let people = "People"
        static let name = "Name"
        static let attended = "Attended"
        static let rule = "Rule"
        static let certificate = "Certificate"
        static let met = "met"
        static let notMet = "not met"
        static let none = "none"
        static let revoke = "Revoke"
        static let given = "The certificates are on their way."
        static let revoked = "The certificate is revoked."
        static let ruleSet = "The rule is set."
        static let whyRevoked = "Say why the certificate is revoked."
        static let ruleTitle = "What it takes"
        static let change = "Change the rule"
        static let changeHint =
            "It holds from now on for everybody; certificates that were given stay."
        static let attendedPercent = "Least share of their sessions, in percent"
        static let partlyPercent = "What a session attended partly counts, in percent"
        static let assignment = "To complete the event, the assignment is done"
        static let mentoring = "To complete the event, the mentoring is done"
        static let setRule = "Set the rule"

        static func title(of event: String) -> String { "\(title), \(event)" }
        static func sheetsOpen(_ number: Int) -> String {
            Words.capitalised(ConsoleWords.counted(number, "sheet is", "sheets are"))
                + " still open. Certificates are given when every sheet is closed."
        }
        static func waiting(_ number: Int) -> String {
            "\(ConsoleWords.people(number)) met the rule and \(number == 1 ? "gets" : "get") "
                + "a certificate by mail."
        }
        static func give(_ number: Int) -> String {
            "Give \(ConsoleWords.counted(number, "certificate", "certificates"))"
        }
        static func revoked(_ code: String, on day: String, _ reason: String) -> String {
            "\(code), revoked on \(day): \(reason)"
        }
        static func whose(_ name: String) -> String { " the certificate of \(name)" }

        /// A rule in two sentences: for the certificate, and for completing the event.
        static func rule(_ rule: CompletionRule) -> [String] {
            let more = [
                rule.needsAssignment ? "the assignment" : nil,
                rule.needsMentoring ? "the mentoring" : nil,
            ].compactMap(\.self)
            return [
                "A certificate is for who attends at least \(rule.attendedPercent) % of their "
                    + "sessions; one attended partly counts \(rule.partlyPercent) %.",
                more.isEmpty
                    ? "Nothing else is needed to complete the event."
                    : "To complete the event, \(more.joined(separator: " and ")) "
                        + "\(more.count == 1 ? "is" : "are") needed too.",
            ]
        }
    }

    /// Instead of a name that is erased.
    static let erased = "(erased)"
}
