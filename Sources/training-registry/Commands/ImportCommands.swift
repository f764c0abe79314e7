import Foundation
import Glibc
import RegistryHTTP
import TrainingRegistry

extension Command {
    /// Brings in spreadsheets.
    static let `import` = Command(
        "import", "Brings in spreadsheets: CSV in UTF-8, with names of columns in the first line",
        details: "Says what becomes of each row and writes nothing; with --apply it writes all "
            + "rows or, when one is wrong, none. Again changes nothing. See docs/import.md.",
        subcommands: [
            importing(
                .people, "given_name, family_name, email, sector, country; organisation, language"),
            importing(
                .events,
                "code, kind, title, starts_on; ends_on, programme, phase, city and others"),
            importing(
                .participations,
                "event, given_name, family_name, email; role, status, country, sector, organisation"
            ),
        ])

    private static func importing(_ kind: ImportKind, _ columns: String) -> Command {
        Command(
            kind.rawValue, "Brings in \(kind.rawValue)", details: "Columns: \(columns).",
            arguments: [Argument("FILE", "The CSV file, or - for standard input")],
            options: [.flag("apply", "Write it, when no row is wrong"), .json],
            run: { invocation in
                let apply = invocation.has("apply")
                let settings = try Settings.load(config: invocation.config)
                let progress = TerminalProgress()
                let bytes = try read(invocation.arguments[0])
                progress.say("\(bytes.count) bytes read; \(apply ? "writing" : "comparing") …")
                defer { progress.clear() }
                let request = ImportFile(
                    kind, bytes: bytes, apply: apply, actor: .command(userID: getuid()),
                    now: Date())
                let report = try await settings.withDatabase { try await $0.import(request) }
                progress.clear()
                try printReport(report, invocation, apply: apply)
            })
    }

    private static func read(_ path: String) throws(CommandFailure) -> [UInt8] {
        let bytesMax = 64 * 1024 * 1024
        let file =
            path == "-" ? FileHandle.standardInput : FileHandle(forReadingAtPath: path)
        guard let file, let data = try? file.read(upToCount: bytesMax + 1) ?? Data() else {
            throw CommandFailure("The file cannot be read.")
        }
        guard data.count <= bytesMax else {
            throw CommandFailure("The file is larger than 64 MiB; cut it into several.")
        }
        return Array(data)
    }

    private static func printReport(
        _ report: ImportReport, _ invocation: Invocation, apply: Bool
    ) throws {
        if invocation.wantsJSON {
            printDocument { $0.importReport(report) }
        } else {
            if !apply {
                for line in report.lines where line.outcome != .error {
                    print("line \(line.line): \(line.outcome.rawValue)")
                }
            }
            for error in report.errors {
                let column = error.column.map { ", \($0)" } ?? ""
                print("line \(error.line)\(column): \(error.code): \(error.detail)")
            }
            let counts = ImportReport.Outcome.allCases.map { "\(report.count($0)) \($0.rawValue)" }
            print(counts.joined(separator: ", "))
        }
        if !report.errors.isEmpty {
            throw CommandFailure("The file has errors; nothing was written.")
        }
        if !apply, !invocation.wantsJSON {
            print("Nothing was written; say --apply to write it.")
        }
    }
}
