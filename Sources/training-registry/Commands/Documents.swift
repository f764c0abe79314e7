import EventLoop
import Foundation
import Glibc
import Postgres
import RegistryHTTP
import TrainingRegistry

extension Argument {
    /// A JSON document, the same as the API takes.
    static let document = Argument("FILE", "A JSON document as the API takes it, or - for input")
}

extension Invocation {
    /// The bytes of the document that is the last argument.
    func document() throws(CommandFailure) -> [UInt8] {
        try Self.bytes(of: arguments.last ?? "-")
    }

    /// The bytes of a file, or of standard input for a hyphen.
    static func bytes(of path: String) throws(CommandFailure) -> [UInt8] {
        if path == "-" { return Array(FileHandle.standardInput.readDataToEndOfFile()) }
        guard let data = FileManager.default.contents(atPath: path) else {
            throw CommandFailure("\(path) cannot be read.")
        }
        return Array(data)
    }

    /// The argument at a place as a code.
    func code(at place: Int) throws(CommandFailure) -> Code {
        do {
            return try Code(parsing: arguments[place])
        } catch {
            throw CommandFailure(usage: "\(arguments[place]): \(error.detail)")
        }
    }

    /// A text of one line, if the option was given.
    func title(_ name: String) throws(CommandFailure) -> Title? {
        guard let text = self[name] else { return nil }
        do {
            return try Title(parsing: text)
        } catch {
            throw CommandFailure(usage: "--\(name): \(error.detail)")
        }
    }

    /// Does something with the database in the name of the account, and says why it cannot.
    func change<Result: Sendable>(
        _ body:
            @escaping @Sendable (Postgres.Database, RegistryActor, Settings) async throws ->
            Result
    ) async throws -> Result {
        let settings = try Settings.load(config: config)
        do {
            return try await settings.withDatabase { database in
                try await body(database, .command(userID: getuid()), settings)
            }
        } catch let problem as Problem {
            throw CommandFailure(problem.inWords)
        }
    }
}

extension Problem {
    /// For whoever sent a document at a terminal: a line for each field.
    fileprivate var inWords: String {
        let lines = errors.map { "\($0.pointer): \($0.detail) (\($0.code))" }
        return ([([title, detail].compactMap { $0 }).joined(separator: ". ")] + lines)
            .joined(separator: "\n")
    }
}

/// Prints a document that was written for the API.
func printDocument(_ write: (inout JSONWriter) -> Void) {
    var writer = JSONWriter()
    write(&writer)
    print(String(decoding: writer.bytes, as: UTF8.self))
}
