extension Program {
    /// Sorts what was typed after a command into its options and arguments.
    static func invocation(
        of command: Command, typed: ArraySlice<String>
    ) throws(CommandFailure) -> Invocation {
        var invocation = Invocation()
        var rest = typed
        while let word = rest.popFirst() {
            if word == "--" {
                invocation.arguments += rest
                break
            }
            // One hyphen alone is a name for standard input.
            guard word.hasPrefix("-"), word != "-" else {
                invocation.arguments.append(word)
                continue
            }
            try take(word, from: &rest, of: command, into: &invocation)
        }
        try check(invocation.arguments, against: command.arguments)
        return invocation
    }

    private static func take(
        _ word: String, from rest: inout ArraySlice<String>, of command: Command,
        into invocation: inout Invocation
    ) throws(CommandFailure) {
        let parts = word.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
        let typed = String(parts[0])
        let given = parts.count == 2 ? String(parts[1]) : nil
        guard let option = command.allOptions.first(where: { "--\($0.name)" == typed }) else {
            let known = command.allOptions.map { "--\($0.name)" }
            let guess = Spelling.nearest(to: typed, among: known).map { " Is it \($0)?" } ?? ""
            throw CommandFailure(usage: "There is no option \(typed).\(guess)")
        }
        if invocation.has(option.name) || (invocation[option.name] != nil && !option.mayBeRepeated)
        {
            throw CommandFailure(usage: "\(typed) may be given once.")
        }
        guard let name = option.value else {
            guard given == nil else {
                throw CommandFailure(usage: "\(typed) takes no value.")
            }
            invocation.set(option, to: nil)
            return
        }
        // A value that looks like an option is more often a value that was forgotten.
        guard let value = given ?? (rest.first?.hasPrefix("--") == true ? nil : rest.popFirst())
        else {
            throw CommandFailure(usage: "\(typed) needs a value: \(typed) \(name)")
        }
        invocation.set(option, to: value)
    }

    private static func check(
        _ given: [String], against declared: [Argument]
    ) throws(CommandFailure) {
        let needed = declared.filter { !$0.isOptional }
        if given.count < needed.count {
            throw CommandFailure(usage: "\(needed[given.count].name) is missing.")
        }
        if given.count > declared.count, declared.last?.mayBeRepeated != true {
            throw CommandFailure(usage: "\(given[declared.count]) is one argument too many.")
        }
    }
}
