/// Why a command ends without having done what it was asked, in a sentence for whoever typed it.
struct CommandFailure: Error, Equatable, CustomStringConvertible {
    var exitCode: ExitCode
    var description: String

    /// The command was right and could not be carried out, or was refused.
    init(_ reason: String) {
        exitCode = .failed
        description = reason
    }

    /// Nothing is wrong with the command, and the same may work later.
    init(later reason: String) {
        exitCode = .later
        description = reason
    }

    /// The command itself was wrong, in a way that only it can know.
    init(usage reason: String) {
        exitCode = .usage
        description = reason
    }
}
