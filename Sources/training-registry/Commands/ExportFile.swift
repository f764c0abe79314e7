import Foundation
import Glibc

/// Where a command writes: standard output, or a file that has its name only when it is whole.
final class ExportFile: Sendable {
    private let path: String?
    /// Beside the file, so that giving it its name is one step.
    private let partial: String
    private let descriptor: Int32

    /// Nobody but the account reads the file: it may hold names.
    init(at path: String?) throws(CommandFailure) {
        self.path = path
        guard let path else {
            partial = ""
            descriptor = STDOUT_FILENO
            return
        }
        partial = "\(path).part-\(getpid())"
        descriptor = open(partial, O_CREAT | O_EXCL | O_WRONLY | O_CLOEXEC, 0o600)
        guard descriptor >= 0 else { throw Self.failure(path) }
    }

    deinit {
        guard path != nil else { return }
        close(descriptor)
        // Gone already when it was given its name.
        unlink(partial)
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
        guard fsync(descriptor) == 0, rename(partial, path) == 0 else { throw Self.failure(path) }
    }

    private static func failure(_ path: String) -> CommandFailure {
        CommandFailure("\(path) cannot be written: \(String(cString: strerror(errno))).")
    }
}
