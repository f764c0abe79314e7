import Testing

@testable import training_registry

@Suite struct DeadMailCommandTests {
    private static let program = Program(
        name: "training-registry", version: "1", summary: "Keeps a registry", commands: [.mail])

    /// What a command says of what was typed before it does anything; nil when it starts.
    private func complaint(_ typed: [String]) async -> String? {
        switch Self.program.outcome(of: ["mail"] + typed) {
        case .show(let text): return text
        case .refuse(let text): return text.split(separator: "\n").first.map(String.init)
        case .run(let run, let invocation):
            do {
                try await run(invocation)
                return nil
            } catch let failure as CommandFailure {
                return failure.exitCode == .usage ? failure.description : nil
            } catch {
                return nil
            }
        }
    }

    private static let usage = "Name the ids of mails, or --all-dead, or --all-failed."

    @Test(
        "Which mails are tried once more is said by their ids or by a flag, and always why",
        arguments: [
            ([], usage),
            (["x", "--reason", "Back"], usage),
            (["7", "8x", "--reason", "Back"], usage),
            (["7", "--all-dead", "--reason", "Back"], usage),
            (["--all-failed", "--all-dead", "--reason", "Back"], usage),
            (["7", "8"], "--reason must be 1 to 500 characters."),
            (["--all-dead", "--reason", ""], "--reason must be 1 to 500 characters."),
            (["7", "--reason"], "--reason needs a value: --reason TEXT"),
        ] as [([String], String)])
    func requeue(typed: [String], expected: String) async {
        #expect(await complaint(["requeue"] + typed) == expected)
    }

    @Test(
        "A list of dead mails has a limit and no arguments",
        arguments: [
            (["--limit", "0"], "--limit must be a whole number, 1 or more."),
            (["--limit", "many"], "--limit must be a whole number, 1 or more."),
            (["7"], "7 is one argument too many."),
        ] as [([String], String)])
    func dead(typed: [String], expected: String) async {
        #expect(await complaint(["dead"] + typed) == expected)
    }
}
