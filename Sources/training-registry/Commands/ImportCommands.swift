import Foundation
import Glibc
import Postgres
import TrainingRegistry

extension Command {
    /// Brings in spreadsheets.
    static let `import` = Command(
        "import", "Brings in spreadsheets: CSV in UTF-8, with names of columns in the first line",
        details: "Says what becomes of each row and writes nothing; with --apply it writes all "
            + "rows or, when one is wrong, none. Again changes nothing. See docs/import.md.",
        subcommands: [
            importing(
                "people", "given_name, family_name, email, sector, country; organisation, language"
            ) { database, bytes, apply in
                let file = try ImportPeople(parsing: bytes)
                return try await database.importPeople(file, apply: apply, now: Date())
            },
            importing(
                "events", "code, kind, title, starts_on; ends_on, programme, phase, city and others"
            ) { database, bytes, apply in
                let file = try ImportEvents(parsing: bytes)
                return try await database.importEvents(file, apply: apply, now: Date())
            },
            importing(
                "participations",
                "event, given_name, family_name, email; role, status, country, sector, organisation"
            ) { database, bytes, apply in
                let file = try ImportParticipations(parsing: bytes)
                return try await database.importParticipations(
                    file, apply: apply, actor: .command(userID: getuid()), now: Date())
            },
        ])

    private static func importing(
        _ name: String, _ columns: String,
        _ run: @escaping @Sendable (Database, [UInt8], Bool) async throws -> ImportReport
    ) -> Command {
        Command(
            name, "Brings in \(name)", details: "Columns: \(columns).",
            arguments: [Argument("FILE", "The CSV file, or - for standard input")],
            options: [.flag("apply", "Write it, when no row is wrong"), .json],
            run: { invocation in
                let apply = invocation.has("apply")
                let settings = try Settings.load(config: invocation.config)
                let progress = ImportProgress()
                let bytes = try read(invocation.arguments[0])
                progress.say("\(bytes.count) bytes read; \(apply ? "writing" : "comparing") …")
                let report: ImportReport
                do {
                    report = try await settings.withDatabase { try await run($0, bytes, apply) }
                    progress.clear()
                } catch let rejection as ImportRejection {
                    progress.clear()
                    report = ImportReport(lines: [], errors: rejection.errors, isWritten: false)
                }
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
            try printJSON(ImportReportRow(report))
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

/// One line on a terminal that says what is going on, and nothing anywhere else.
private struct ImportProgress {
    private let isShown = isatty(STDERR_FILENO) == 1

    func say(_ text: String) { write("\r\u{1B}[K\(text)") }

    func clear() { write("\r\u{1B}[K") }

    private func write(_ text: String) {
        if isShown { FileHandle.standardError.write(Data(text.utf8)) }
    }
}

/// What `import … --json` prints.
private struct ImportReportRow: Encodable {
    struct Line: Encodable {
        var line: Int
        var outcome: String
    }

    struct Error: Encodable {
        var line: Int
        var column: String?
        var code: String
        var detail: String
    }

    var isWritten: Bool
    var counts: [String: Int]
    var lines: [Line]
    var errors: [Error]

    init(_ report: ImportReport) {
        isWritten = report.isWritten
        counts = Dictionary(
            ImportReport.Outcome.allCases.map { ($0.rawValue, report.count($0)) },
            uniquingKeysWith: { first, _ in first })
        lines = report.lines.map { Line(line: $0.line, outcome: $0.outcome.rawValue) }
        errors = report.errors.map {
            Error(line: $0.line, column: $0.column, code: $0.code, detail: $0.detail)
        }
    }
}
