extension Program {
    /// The help of a command, made from its declaration; `path` leads to it from the program.
    func help(for path: [Command]) -> String {
        guard let command = path.last else { return "" }
        let words = path.map(\.name).joined(separator: " ")
        var options = command.allOptions
        if path.count == 1 { options.append(.flag("version", "Print the version")) }
        var sections = [command.summary + "."]
        if !command.details.isEmpty { sections.append(command.details) }
        sections.append("Usage: \(usage(words, command))")
        sections += Self.table("Commands", command.subcommands.map { ($0.name, $0.summary) })
        sections += Self.table("Arguments", command.arguments.map { ($0.usage, $0.summary) })
        sections += Self.table("Options", options.map { ($0.usage, $0.summary) })
        sections += Self.table(
            "Exit codes", ExitCode.allCases.map { (String($0.rawValue), $0.meaning) })
        return sections.joined(separator: "\n\n")
    }

    private func usage(_ words: String, _ command: Command) -> String {
        guard command.run != nil else { return "\(words) COMMAND [OPTION…]" }
        let options = command.options.map { "[\($0.usage)]\($0.mayBeRepeated ? "…" : "")" }
        return ([words] + options + command.arguments.map(\.usage)).joined(separator: " ")
    }

    /// A title over two columns; nothing when there are no rows.
    private static func table(_ title: String, _ rows: [(String, String)]) -> [String] {
        guard !rows.isEmpty else { return [] }
        let width = rows.map(\.0.count).max() ?? 0
        let lines = rows.map { left, right in
            let gap = String(repeating: " ", count: width - left.count + 2)
            return "  \(left)\(gap)\(right)"
        }
        return [([title + ":"] + lines).joined(separator: "\n")]
    }
}
