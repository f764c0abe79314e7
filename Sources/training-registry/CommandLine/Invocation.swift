/// What was typed after a command, sorted; having one means that it fits the declaration.
struct Invocation: Sendable, Equatable {
    var arguments: [String] = []
    private(set) var flags: Set<String> = []
    private(set) var values: [String: [String]] = [:]

    mutating func set(_ option: Option, to value: String?) {
        if let value {
            values[option.name, default: []].append(value)
        } else {
            flags.insert(option.name)
        }
    }

    func has(_ flag: Option) -> Bool { flags.contains(flag.name) }

    /// Whether the flag of this name was given.
    func has(_ name: String) -> Bool { flags.contains(name) }

    /// The value of the option of this name, if it was given.
    subscript(_ name: String) -> String? { values[name]?.last }

    /// A whole number, 1 or more.
    func count(_ name: String, default value: Int) throws(CommandFailure) -> Int {
        guard let text = self[name] else { return value }
        guard text.utf8.allSatisfy({ (48...57).contains($0) }), let number = Int(text), number > 0
        else { throw CommandFailure(usage: "--\(name) must be a whole number, 1 or more.") }
        return number
    }

    /// Every value of an option that may be repeated.
    func all(_ name: String) -> [String] { values[name] ?? [] }

    var wantsJSON: Bool { has(.json) }

    /// For `Settings.load(config:)`.
    var config: String? { self["config"] }
}
