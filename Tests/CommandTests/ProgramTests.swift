import Testing

@testable import training_registry

@Suite struct ProgramTests {
    static let program = Program(
        name: "training-registry", version: "1.2.3", summary: "Keeps a registry",
        commands: [
            Command("serve", "Answers until it is told to end") { _ in },
            Command(
                "interest", "Interests in events",
                subcommands: [
                    Command(
                        "list", "Lists interests", arguments: [Argument("EVENT", "Its code")],
                        options: [
                            .json, .value("state", "STATE", "Only those", mayBeRepeated: true),
                        ]
                    ) { _ in },
                    Command("refuse", "Always refuses") { _ in throw CommandFailure("No.") },
                ]),
        ])

    /// What was typed, in one word and the text that came of it.
    private func outcome(_ typed: String) -> (kind: String, text: String, invocation: Invocation?) {
        switch Self.program.outcome(of: typed.split(separator: " ").map(String.init)) {
        case .run(_, let invocation): ("run", "", invocation)
        case .show(let text): ("show", text, nil)
        case .refuse(let text): ("refuse", text, nil)
        }
    }

    @Test(
        "What cannot be meant is refused with what to do about it",
        arguments: [
            ("serv", "There is no command serv. Is it serve?\nSee: training-registry --help"),
            ("--quick", "There is no option --quick.\nSee: training-registry --help"),
            (
                "interest lst",
                "There is no command lst. Is it list?\nSee: training-registry interest --help"
            ),
            (
                "serve --confg x",
                "There is no option --confg. Is it --config?\nSee: training-registry serve --help"
            ),
            ("serve x", "x is one argument too many.\nSee: training-registry serve --help"),
            ("serve -x", "There is no option -x.\nSee: training-registry serve --help"),
            (
                "serve --config",
                "--config needs a value: --config FILE\nSee: training-registry serve --help"
            ),
            (
                "interest list",
                "EVENT is missing.\nSee: training-registry interest list --help"
            ),
            (
                "interest list e --json=yes",
                "--json takes no value.\nSee: training-registry interest list --help"
            ),
            (
                "interest list e --json --json",
                "--json may be given once.\nSee: training-registry interest list --help"
            ),
        ]
    )
    func refused(typed: String, text: String) {
        let outcome = outcome(typed)

        #expect(outcome.kind == "refuse")
        #expect(outcome.text == text)
    }

    @Test("Options and arguments are sorted in whatever order they were typed")
    func sorted() throws {
        let typed = "interest list --state=open --json --config c.json5 tallinn --state pending"
        let invocation = try #require(outcome(typed).invocation)

        #expect(invocation.arguments == ["tallinn"])
        #expect(invocation.wantsJSON)
        #expect(invocation.all("state") == ["open", "pending"])
        #expect(invocation.config == "c.json5")
    }

    @Test("After two hyphens nothing is an option")
    func hyphens() throws {
        #expect(outcome("interest list -- --help").invocation?.arguments == ["--help"])
    }

    @Test("Nothing typed is wrong usage, and the help says what there is")
    func nothing() {
        #expect(outcome("").kind == "refuse")
        #expect(outcome("interest").kind == "refuse")
        #expect(outcome("").text == outcome("--help").text)
    }

    @Test(
        "Every level has help, whatever else is wrong",
        arguments: [
            "--help", "-h", "serve --help", "interest --help", "interest list --help",
            "interest list --nonsense --help",
        ])
    func help(typed: String) {
        let outcome = outcome(typed)

        #expect(outcome.kind == "show")
        #expect(outcome.text.contains("Usage: training-registry"))
        #expect(outcome.text.contains("Exit codes:"))
    }

    @Test("The help of a command is made from its declaration")
    func helpText() {
        #expect(
            outcome("interest list --help").text == """
                Lists interests.

                Usage: training-registry interest list [--json] [--state STATE]… EVENT

                Arguments:
                  EVENT  Its code

                Options:
                  --json         Print JSON for a program to read
                  --state STATE  Only those
                  --config FILE  Read settings from FILE
                  --help         Print this message

                Exit codes:
                  0   done
                  1   refused or failed; the reason is on standard error
                  2   wrong usage; nothing was done
                  75  not done now; the same again later may do
                """)
    }

    @Test("The version is the name and the number")
    func version() {
        #expect(outcome("--version").text == "training-registry 1.2.3")
    }

    @Test(
        "The exit code tells done from refused from wrong usage",
        arguments: [
            (["serve"], ExitCode.done), (["interest", "refuse"], .failed), (["x"], .usage),
        ])
    func exitCode(typed: [String], code: ExitCode) async {
        #expect(await Self.program.run(typed) == code)
    }
}
