/// Something that may be said after a command, beginning with two hyphens.
struct Option: Sendable, Equatable {
    /// Without the hyphens.
    var name: String
    /// What its value is, in capitals, such as `FILE`; nil for a flag.
    var value: String?
    var summary: String
    var mayBeRepeated = false

    static func flag(_ name: String, _ summary: String) -> Option {
        Option(name: name, value: nil, summary: summary)
    }

    static func value(
        _ name: String, _ value: String, _ summary: String, mayBeRepeated: Bool = false
    ) -> Option {
        Option(name: name, value: value, summary: summary, mayBeRepeated: mayBeRepeated)
    }

    /// For every command that prints data.
    static let json = flag("json", "Print JSON for a program to read")

    /// For every command; `Settings.load(config:)` takes its value.
    static let config = value("config", "FILE", "Read settings from FILE")

    static let help = flag("help", "Print this message")

    /// As it is typed, such as `--config FILE`.
    var usage: String { value.map { "--\(name) \($0)" } ?? "--\(name)" }
}

/// Something that is said after a command by its place.
struct Argument: Sendable, Equatable {
    /// In capitals, such as `CODE`.
    var name: String
    var summary: String
    var isOptional = false
    /// Takes all that follow; only the last one may.
    var mayBeRepeated = false

    init(
        _ name: String, _ summary: String, isOptional: Bool = false, mayBeRepeated: Bool = false
    ) {
        self.name = name
        self.summary = summary
        self.isOptional = isOptional
        self.mayBeRepeated = mayBeRepeated
    }

    /// As the usage line shows it, such as `[CODE…]`.
    var usage: String {
        let name = mayBeRepeated ? "\(name)…" : name
        return isOptional ? "[\(name)]" : name
    }
}
