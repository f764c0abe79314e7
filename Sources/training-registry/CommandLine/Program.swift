import Foundation

/// The program as a table of commands.
struct Program: Sendable {
    var name: String
    var version: String
    var summary: String
    var commands: [Command]

    /// What is to be done about what was typed.
    enum Outcome: Sendable {
        case run(Command.Run, Invocation)
        /// Help or the version, on standard output.
        case show(String)
        /// Wrong usage, on standard error.
        case refuse(String)
    }

    /// Decides what was meant by everything after the program's name; does nothing.
    func outcome(of typed: [String]) -> Outcome {
        if typed.first == "--version" { return .show("\(name) \(version)") }
        var path: [Command] = [root]
        var rest = typed[...]
        while let command = path.last, command.run == nil {
            guard let word = rest.popFirst() else {
                return .refuse(help(for: path))
            }
            if Self.isHelp(word) { return .show(help(for: path)) }
            guard let next = command.subcommands.first(where: { $0.name == word }) else {
                return .refuse(stranger(word, in: path))
            }
            path.append(next)
        }
        guard let command = path.last, let run = command.run else {
            return .refuse(help(for: path))
        }
        // Help is given whatever else is wrong.
        if rest.prefix(while: { $0 != "--" }).contains(where: Self.isHelp) {
            return .show(help(for: path))
        }
        do throws(CommandFailure) {
            return .run(run, try Self.invocation(of: command, typed: rest))
        } catch {
            return .refuse("\(error.description)\n\(hint(path))")
        }
    }

    /// Carries out what was typed, and returns what the process is to exit with.
    func run(_ typed: [String]) async -> ExitCode {
        switch outcome(of: typed) {
        case .show(let text):
            print(text)
            return .done
        case .refuse(let text):
            Self.complain(text)
            return .usage
        case .run(let run, let invocation):
            do {
                try await run(invocation)
                return .done
            } catch let failure as CommandFailure {
                Self.complain(failure.description)
                return failure.exitCode
            } catch {
                Self.complain("\(error)")
                return .failed
            }
        }
    }

    /// Prints a line on standard error.
    static func complain(_ text: String) {
        FileHandle.standardError.write(Data((text + "\n").utf8))
    }

    /// The program itself is a group of commands.
    var root: Command { Command(name, summary, subcommands: commands) }

    private static func isHelp(_ word: String) -> Bool { word == "--help" || word == "-h" }

    private func stranger(_ word: String, in path: [Command]) -> String {
        let kind = word.hasPrefix("-") ? "option" : "command"
        let known = path.last?.subcommands.map(\.name) ?? []
        let guess = Spelling.nearest(to: word, among: known).map { " Is it \($0)?" } ?? ""
        return "There is no \(kind) \(word).\(guess)\n\(hint(path))"
    }

    private func hint(_ path: [Command]) -> String {
        "See: \(path.map(\.name).joined(separator: " ")) --help"
    }
}
