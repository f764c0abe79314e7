/// What a command ends with; scripts rely on these.
enum ExitCode: Int32, Sendable, CaseIterable {
    case done = 0
    case failed = 1
    case usage = 2

    /// As `--help` explains it.
    var meaning: String {
        switch self {
        case .done: "done"
        case .failed: "refused or failed; the reason is on standard error"
        case .usage: "wrong usage; nothing was done"
        }
    }
}
