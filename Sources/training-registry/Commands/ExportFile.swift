import Foundation
import Glibc

/// Where a command writes: standard output, or a file that has its name only when it is whole.
///
/// Until then it has none at all, so that whatever ends the command leaves nothing behind. A file
/// system without nameless files, such as that of a stick, has it under another name.
final class ExportFile: Sendable {
    private let path: String?
    /// Beside the file, so that giving it its name is one step.
    private let partial: String
    private let isNamed: Bool
    private let descriptor: Int32

    /// `O_TMPFILE` of open(2), which Swift does not import.
    private static let nameless = O_DIRECTORY | 0o20_000_000

    /// Nobody but the account reads the file: it may hold names.
    init(at path: String?) throws(CommandFailure) {
        self.path = path
        guard let path else {
            partial = ""
            isNamed = false
            descriptor = STDOUT_FILENO
            return
        }
        partial = "\(path).part-\(getpid())"
        let folder = path.lastIndex(of: "/").map { String(path[...$0]) } ?? "."
        let unnamed = open(folder, Self.nameless | O_WRONLY | O_CLOEXEC, 0o600)
        isNamed = unnamed < 0
        descriptor =
            isNamed ? open(partial, O_CREAT | O_EXCL | O_WRONLY | O_CLOEXEC, 0o600) : unnamed
        guard descriptor >= 0 else { throw Self.failure(path) }
    }

    deinit {
        guard path != nil else { return }
        close(descriptor)
        // Gone already when it was given its name.
        if isNamed { unlink(partial) }
    }

    func write(_ bytes: [UInt8]) throws(CommandFailure) {
        var written = 0
        while written < bytes.count {
            let count = bytes.withUnsafeBytes { all in
                Glibc.write(descriptor, all.baseAddress.map { $0 + written }, all.count - written)
            }
            if count < 0, errno == EINTR { continue }
            guard count >= 0 else { throw Self.failure(path ?? "standard output") }
            written += count
        }
    }

    /// The file is on the disk under its name when this returns; one of that name is replaced.
    func finish() throws(CommandFailure) {
        guard let path else { return }
        guard fsync(descriptor) == 0, name() == 0 else { throw Self.failure(path) }
        guard rename(partial, path) == 0 else {
            defer { unlink(partial) }
            throw Self.failure(path)
        }
    }

    /// A name beside the file's own: only renaming replaces what is there (linkat(2)).
    private func name() -> Int32 {
        guard !isNamed else { return 0 }
        return linkat(
            AT_FDCWD, "/proc/self/fd/\(descriptor)", AT_FDCWD, partial, AT_SYMLINK_FOLLOW)
    }

    private static func failure(_ path: String) -> CommandFailure {
        CommandFailure("\(path) cannot be written: \(String(cString: strerror(errno))).")
    }
}
