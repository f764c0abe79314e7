import Foundation

/// Where messages are handed over: standard input, a file, or the files of a Maildir.
struct MessageFiles {
    /// In the order in which they are read; nil is standard input.
    let paths: [String?]
    /// Whether others may take files away meanwhile: what they moved is found the next time.
    private let isMaildir: Bool

    init(_ path: String) throws(CommandFailure) {
        guard path != "-" else {
            paths = [nil]
            isMaildir = false
            return
        }
        var isDirectory: ObjCBool = false
        guard FileManager.default.fileExists(atPath: path, isDirectory: &isDirectory) else {
            throw CommandFailure("\(path) cannot be read.")
        }
        isMaildir = isDirectory.boolValue
        paths = isMaildir ? try Self.maildir(path) : [path]
    }

    /// The messages that nobody has seen, then the others; `tmp` holds what is not whole yet.
    private static func maildir(_ path: String) throws(CommandFailure) -> [String] {
        let manager = FileManager.default
        let folders = ["new", "cur"].map { "\(path)/\($0)" }
            .filter { manager.fileExists(atPath: $0) }
        let files = try? folders.flatMap { folder in
            // Names with a dot are of the programs that look after the directory.
            try manager.contentsOfDirectory(atPath: folder).filter { !$0.hasPrefix(".") }
                .sorted().map { "\(folder)/\($0)" }
        }
        guard let files, !folders.isEmpty else {
            throw CommandFailure("\(path) is a directory, but no Maildir that can be read.")
        }
        return files
    }

    /// Hands the bytes of one of them over, piece by piece.
    func read(_ path: String?, _ take: (Data) async throws -> Void) async throws {
        guard let file = path.map(FileHandle.init(forReadingAtPath:)) ?? .standardInput else {
            guard !isMaildir else { return }
            throw CommandFailure("\(path ?? "-") cannot be read.")
        }
        while true {
            let chunk: Data?
            do {
                chunk = try file.read(upToCount: 65_536)
            } catch {
                throw CommandFailure("\(path ?? "Standard input") cannot be read.")
            }
            guard let chunk, !chunk.isEmpty else { return }
            try await take(chunk)
        }
    }
}
