/// What an import does, or would do, to each row of a file.
public struct ImportReport: Sendable, Equatable {
    /// What becomes of a row.
    public enum Outcome: String, Sendable, Hashable, CaseIterable {
        case created
        case updated
        case unchanged
        case error
    }

    /// One row of the file, by the line it begins on.
    public struct Line: Sendable, Equatable {
        public var line: Int
        public var outcome: Outcome
    }

    public var lines: [Line]
    /// In the order of their lines; a line may have several.
    public var errors: [ImportError]
    /// Whether it was written; never when there is an error.
    public var isWritten: Bool

    public init(lines: [Line], errors: [ImportError], isWritten: Bool) {
        self.lines = lines
        self.errors = errors
        self.isWritten = isWritten
    }

    public func count(_ outcome: Outcome) -> Int { lines.count { $0.outcome == outcome } }
}

extension ImportReport {
    /// Puts together what the reader found and what the database answered.
    init(
        _ rows: [ImportRow], sent: [ImportRow], answers: [ImportAnswer], isWritten: Bool
    ) {
        var outcomes: [Int: Outcome] = [:]
        var errors = rows.flatMap(\.errors)
        for answer in answers where sent.indices.contains(answer.ordinal - 1) {
            let line = sent[answer.ordinal - 1].line
            outcomes[line] = answer.outcome
            for (column, code) in answer.errors {
                errors.append(
                    ImportError(
                        line: line, column: column, code: code, detail: Self.detail(of: code)))
            }
        }
        let wrong = Set(errors.map(\.line))
        lines = rows.map { row in
            let outcome = wrong.contains(row.line) ? .error : outcomes[row.line] ?? .error
            return Line(line: row.line, outcome: outcome)
        }
        self.errors = errors.sorted { ($0.line, $0.column ?? "") < ($1.line, $1.column ?? "") }
        self.isWritten = isWritten
    }

    private static func detail(of code: String) -> String {
        switch code {
        case "duplicate-row": "An earlier line is about the same."
        case "unknown-sector": "This is not a sector that we know."
        case "unknown-country": "This is not a country that we know."
        case "unknown-language": "This is not a language that we know."
        case "unknown-event": "There is no event of this code."
        case "unknown-programme": "There is no programme of this code."
        case "unknown-phase": "There is no such phase of this programme."
        case "unknown-organisation": "There is no organisation of this code."
        case "unknown-person": "Nobody of this name is known at this address; import people first."
        case "unknown-time-zone": "This is not a time zone that the database knows."
        case "event-published":
            "The event is published and to come; change it where people are told of it."
        case "event-has-seats":
            "The event has seats to give, so who comes is decided there and not imported."
        default: "The database refuses this."
        }
    }
}
