/// One command, or a group of them: its declaration is its parser, its help and its entry.
struct Command: Sendable {
    typealias Run = @Sendable (Invocation) async throws -> Void

    var name: String
    /// One line, as in the list of commands.
    var summary: String
    /// More than a line, for its own `--help`.
    var details = ""
    var arguments: [Argument] = []
    /// Its own; `--config` and `--help` come with every command.
    var options: [Option] = []
    var subcommands: [Command] = []
    /// Takes SIGTERM and SIGINT itself instead of being ended by them.
    var endsInOrder = false
    /// Nil for a group, which does nothing by itself.
    ///
    /// What it throws is printed as the reason.
    var run: Run?

    /// A command that does something.
    init(
        _ name: String, _ summary: String, details: String = "", arguments: [Argument] = [],
        options: [Option] = [], endsInOrder: Bool = false, run: @escaping Run
    ) {
        self.name = name
        self.summary = summary
        self.details = details
        self.arguments = arguments
        self.options = options
        self.endsInOrder = endsInOrder
        self.run = run
    }

    /// A group of commands.
    init(_ name: String, _ summary: String, details: String = "", subcommands: [Command]) {
        self.name = name
        self.summary = summary
        self.details = details
        self.subcommands = subcommands
    }

    /// Every option that may be typed after it.
    var allOptions: [Option] {
        run == nil ? [.help] : options + [.config, .help]
    }
}
