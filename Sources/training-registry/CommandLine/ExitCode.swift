/// What a command ends with; scripts rely on these.
enum ExitCode: Int32, Sendable, CaseIterable {
    case done = 0
    case failed = 1
    case usage = 2
    /// EX_TEMPFAIL of sysexits.h, which mail servers know.
    case later = 75

    /// As `--help` explains it.
    var meaning: String {
        switch self {
        case .done: "done"
        case .failed: "refused or failed; the reason is on standard error"
        case .usage: "wrong usage; nothing was done"
        case .later: "not done now; the same again later may do"
        }
    }
}
